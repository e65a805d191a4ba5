/**
 * @file
 * Layouts: what travels whole, such as a structured attribute, a profile buffer or a command's payload.
 *
 * A layout is a tree of rows in const tables. Reading gives its values as a flat list, parents before
 * their members, in the caller's array: a structure or an array is an item of its own that says how
 * many members follow, and a field that is not there is an item of the kind GB_KIND_ABSENT. Writing
 * takes the same list. gb_items_find leads to an item by the numbers of members on the way.
 *
 * One machine with a stack of stated depth does all of it: no recursion, no heap. It passes twice,
 * first to check and count, then to give: nothing is given unless all of it is right. Every loop
 * takes an octet, a row of the layout or an item with each round.
 *
 * Faults are found in reading order. A count outside the stated bounds is GB_BAD_LENGTH; otherwise a
 * count that exceeds the octets left is GB_TRUNCATED, before any element is read.
 */
#ifndef GB_LAYOUT_H
#define GB_LAYOUT_H

#include "gb_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GB_LAYOUT_DEPTH 8u /**< how deep the composed rows of a layout may be nested */
#define GB_DATA_DEPTH 16u  /**< how deep self-describing data may be nested */
#define GB_LAYOUT_SLOTS 4u /**< how many fields of one payload may control others */
#define GB_OTHER_COLUMN 0xFFu /**< in the order of a buffer: a column that the layout does not know; self-describing data */

#define GB_ANY_ELEMENT 0xFFFFu  /**< in an entry's path: an element of a list, which one the mapping leaves open */

/** How a row of a layout is made. */
typedef enum gb_shape {
    GB_SHAPE_LEAF = 0,       /**< a value of `codec` */
    GB_SHAPE_REST,           /**< the octets up to the end */
    GB_SHAPE_FIXED,          /**< `maximum` octets */
    GB_SHAPE_STRUCTURE,      /**< A-XDR structure of exactly `child_count` members (Green Book, "Data") */
    GB_SHAPE_ARRAY,          /**< A-XDR array of `minimum` to `maximum` elements, each as the one child */
    GB_SHAPE_COMPACT_ARRAY,  /**< A-XDR compact-array of such elements: a type description, then contents without tags */
    GB_SHAPE_CHOICE,         /**< the child that the octets begin as: by tag, of a structure also by its size and first member */
    GB_SHAPE_DATA,           /**< A-XDR data that describes itself */
    GB_SHAPE_UNORDERED,      /**< A-XDR structure whose members are known and their order is not recorded */
    GB_SHAPE_BUFFER,         /**< array or compact-array of such structures (class 7, "buffer") */
    GB_SHAPE_PAYLOAD,        /**< fields one after the other, as in a ZCL command */
    GB_SHAPE_LIST,           /**< elements as the one child; `count` says how many, without one there are `minimum` */
    GB_SHAPE_VARIANT,        /**< the first child whose condition holds */
    GB_SHAPE_COLLECTION,     /**< ZCL array, set or bag: element type, count, elements (ZCL, 2.6.2.15) */
    GB_SHAPE_ZCL_STRUCTURE   /**< ZCL structure: count, then type and value of each member (ZCL, 2.6.2.14) */
} gb_shape;

/** How a condition compares. */
typedef enum gb_operation {
    GB_OPERATION_EQUAL = 0,
    GB_OPERATION_UNEQUAL,
    GB_OPERATION_AT_LEAST,
    GB_OPERATION_AT_MOST,
    GB_OPERATION_BELOW,
    GB_OPERATION_ABOVE,
    GB_OPERATION_OCTETS_REMAIN /**< holds while the payload goes on; no field is compared */
} gb_operation;

/** What follows a term of a condition; "or" binds less than "and". */
typedef enum gb_joint {
    GB_JOINT_END = 0,
    GB_JOINT_AND,
    GB_JOINT_OR
} gb_joint;

/** A term of a condition. A comparison with a field that is absent or has no value does not hold. */
typedef struct gb_term {
    uint32_t mask;     /**< what of the field is compared */
    uint32_t number;   /**< with what */
    uint8_t slot;      /**< `slot` of an earlier field of the same payload, from 1 */
    uint8_t operation; /**< gb_operation */
    uint8_t joint;     /**< gb_joint */
} gb_term;

/** How many elements a list has. */
typedef struct gb_count {
    uint32_t mask; /**< what of the field counts */
    uint8_t slot;  /**< `slot` of an earlier field of the same payload; 0: as many as octets remain for */
    uint8_t shift; /**< by how many bits the field is shifted to the right, after the mask */
} gb_count;

/** A row of a layout. */
typedef struct gb_layout {
    const struct gb_layout *children; /**< members, alternatives, or the one element */
    const gb_term *present;           /**< when the field is there; null: always */
    const gb_count *count;            /**< of a list */
    uint32_t minimum;                 /**< least size of a string, or number of elements */
    uint32_t maximum;                 /**< greatest; GB_UNLIMITED for none */
    uint16_t codec;                   /**< gb_codec of a leaf or a ZCL collection */
    uint16_t child_count;             /**< how many children there are */
    uint8_t shape;                    /**< gb_shape */
    uint8_t slot;                     /**< where the value is kept for conditions and counts; 0: nowhere */
    bool is_optional;                 /**< of an unordered structure: some devices lack the member */
} gb_layout;

/**
 * The order of the members of an unordered structure: the number of the child at each place. An order given for a list
 * is that of its elements. It names each member once, but for those that are optional; that of a buffer names the
 * columns that there are.
 */
typedef struct gb_order {
    const uint8_t *numbers;               /**< numbers of children, from 0; of a buffer also GB_OTHER_COLUMN */
    size_t count;                         /**< how many members there are */
    const struct gb_order *const *inside; /**< for each place, the order inside that member or null; null: none has one */
} gb_order;

/**
 * Read what stands at the start of `data`.
 *
 * @param layout    the layout
 * @param order     the order of unordered members; null: GB_NEEDS_ORDER where one is needed,
 *                  as inside of a structure in that order: it is the outermost one's
 * @param data      the octets; may be null if `size` is 0
 * @param size      how many there are
 * @param items     receives the items; octets and text point into `data`
 * @param capacity  how many items there is room for
 * @param count     receives how many items there are
 * @param consumed  receives how many octets they took; null: more octets are GB_TRAILING
 * @return GB_NO_ROOM if there are more items than room: gb_layout_measure tells how many there are
 */
gb_result gb_layout_read_ordered(const gb_layout *layout, const gb_order *order, const uint8_t *data, size_t size,
                                 gb_value *items, size_t capacity, size_t *count, size_t *consumed);

/** Read what needs no order; as gb_layout_read_ordered. */
static inline gb_result gb_layout_read(const gb_layout *layout, const uint8_t *data, size_t size, gb_value *items,
                                       size_t capacity, size_t *count, size_t *consumed)
{
    return gb_layout_read_ordered(layout, NULL, data, size, items, capacity, count, consumed);
}

/** Check the octets, and say how many items they are; parameters as gb_layout_read_ordered. */
gb_result gb_layout_measure(const gb_layout *layout, const gb_order *order, const uint8_t *data, size_t size,
                            size_t *count, size_t *consumed);

/**
 * Write items as the layout says.
 *
 * In self-describing data, a choice and a ZCL structure, `type` of an item says what it is. The header of
 * a compact array states its type description.
 *
 * @param layout    the layout
 * @param order     the order of unordered members, or null
 * @param items     the items, as reading gives them
 * @param count     how many there are
 * @param out       receives the octets; may not overlap with what the items point to
 * @param capacity  how many octets there is room for
 * @param written   receives how many octets there are
 * @return GB_TRUNCATED for too few items, GB_TRAILING for too many, GB_BAD_LENGTH for a number of members
 *         that the layout does not allow, GB_BAD_VALUE for an item that is absent, present or of a kind where
 *         it may not be, GB_BAD_TAG for a type that may not stand there
 */
gb_result gb_layout_write_ordered(const gb_layout *layout, const gb_order *order, const gb_value *items, size_t count,
                                  uint8_t *out, size_t capacity, size_t *written);

/** Write what needs no order; as gb_layout_write_ordered. */
static inline gb_result gb_layout_write(const gb_layout *layout, const gb_value *items, size_t count, uint8_t *out,
                                        size_t capacity, size_t *written)
{
    return gb_layout_write_ordered(layout, NULL, items, count, out, capacity, written);
}

/** The layout of any A-XDR data, by itself. */
extern const gb_layout gb_any_data;

/** Return the number of the item behind an item and all its members; at most `count`. */
size_t gb_items_next(const gb_value *items, size_t count, size_t at);

/**
 * Find an item.
 *
 * @param items  the items, as reading gives them
 * @param count  how many there are
 * @param path   the number of the member to go to at each step, from 0
 * @param steps  how many steps there are; with none it is the first item
 * @param found  receives the number of the item
 * @return GB_NO_VALUE if a part on the way is absent or no value; GB_BAD_ARGUMENT if there is no such member
 */
gb_result gb_items_find(const gb_value *items, size_t count, const uint16_t *path, size_t steps, size_t *found);

#ifdef __cplusplus
}
#endif

#endif
