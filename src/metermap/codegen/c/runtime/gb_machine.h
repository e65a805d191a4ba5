/**
 * @file
 * The stack that reading and writing a layout share; no header for users.
 */
#ifndef GB_MACHINE_H
#define GB_MACHINE_H

#include "gb_layout.h"
#include "gb_wire.h"

#define GB_STACK (GB_LAYOUT_DEPTH + GB_DATA_DEPTH)
#define GB_UNTIL_END UINT32_MAX /* as many elements as octets remain for */

enum {
    TAG_ARRAY = 0x01,
    TAG_STRUCTURE = 0x02,
    TAG_COMPACT_ARRAY = 0x13
};

/** Which child comes next in an open structure or array. */
typedef enum follow {
    FOLLOW_MEMBERS,      /* the next row */
    FOLLOW_ELEMENTS,     /* the same row again */
    FOLLOW_ORDER,        /* as the caller's order says */
    FOLLOW_ZCL_ELEMENTS, /* a ZCL value of the frame's type */
    FOLLOW_ZCL_MEMBERS   /* a ZCL value behind its type */
} follow;

/** A structure or array whose members are being gone through. */
typedef struct frame {
    const gb_layout *node;          /* its row */
    const gb_layout *child;         /* the first row of its members, or that of its elements */
    size_t header;                  /* the number of its item */
    size_t types;                   /* in a compact array: where the description of an element begins */
    size_t start;                   /* where the last element began */
    uint32_t left;                  /* how many members are to come, or GB_UNTIL_END */
    uint32_t done;                  /* how many there were */
    uint32_t kept[GB_LAYOUT_SLOTS]; /* values that conditions and counts ask for */
    uint8_t known;                  /* a bit for each that there is */
    uint8_t follow;                 /* enum follow */
    uint8_t zcl_type;               /* of the elements of a ZCL collection */
    bool is_compact;                /* whether it is the compact array itself */
    bool describes_itself;
    bool is_open;                   /* writing: whether a field is there because octets remain */
    size_t open_at;                 /* and where it begins */
    const gb_order *order;          /* that of its members, or of those of its elements; null for none */
} frame;

/** What is open, outermost first. */
typedef struct stack {
    frame frames[GB_STACK];
    size_t depth;
    size_t nesting;        /* how many of them describe themselves */
    const gb_order *order; /* the caller's, that of the outermost structure */
} stack;

/** The rows of self-describing data: the data, and the array, structure and compact array in it. */
enum {
    ANY_DATA,
    ANY_ARRAY,
    ANY_STRUCTURE,
    ANY_COMPACT_ARRAY,
    ANY_ROWS
};
extern const gb_layout gb_any_rows[ANY_ROWS];
/** The rows of self-describing ZCL values. */
enum {
    ZCL_COLLECTION,
    ZCL_STRUCTURE,
    ZCL_ROWS
};
extern const gb_layout gb_zcl_rows[ZCL_ROWS];

/** How many structures and arrays are around what stands in a compact array that is opened now. */
static inline size_t outside_of(const stack *open, const gb_layout *node)
{
    return node == &gb_any_rows[ANY_COMPACT_ARRAY] ? open->nesting + 1u : 1u;
}

/** Whether no more self-describing data may be opened. */
static inline bool is_too_deep(const stack *open)
{
    return open->nesting == GB_DATA_DEPTH;
}

static inline frame *top_of(stack *open)
{
    return &open->frames[open->depth - 1u];
}

/** Open a structure or array; GB_BAD_VALUE if self-describing data is nested too deep. */
gb_result gb_push(stack *open, const gb_layout *node, follow next, uint32_t left);

/** Whether a condition holds in a payload. */
bool gb_condition_holds(const frame *payload, const gb_term *term, bool octets_remain);

/** How many elements a list has; GB_UNTIL_END for as many as octets remain for. */
uint32_t gb_list_count(const frame *payload, const gb_layout *list);

/** Keep a number that conditions and counts of the payload ask for; the code for "no value" is the number it is. */
void gb_keep(frame *payload, const gb_layout *field, uint32_t number);

/** The row of the next member of a frame. */
const gb_layout *gb_next_child(const frame *parent);

/** The order that the caller gives for what stands next; null for none. */
const gb_order *gb_order_here(const stack *open);

/**
 * Check that a row has the order that it needs, if it needs one: GB_NEEDS_ORDER without it, GB_BAD_ARGUMENT if it does
 * not name each child at most once, or names others.
 */
gb_result gb_check_order(const stack *open, const gb_layout *node);

/** The child of a variant whose condition holds; null for none. */
const gb_layout *gb_variant(const frame *payload, const gb_layout *node);

/** Find the child of a choice that octets begin as. */
gb_result gb_choice(const gb_layout *node, const uint8_t *octets, size_t size, const gb_layout **chosen);

/**
 * Take the type description of a compact array's element, which `outside` structures and arrays are around.
 *
 * GB_BAD_TAG for a type that it may not have; GB_BAD_VALUE for too deep a description, for elements of it or of an
 * array in it that take no octets, and for more than 16 types of no octets.
 */
gb_result gb_take_description(cursor *from, size_t outside, gb_octets *description);

/** Whether all children are elements of one description. */
static inline bool gb_repeats(const frame *parent)
{
    return parent->follow == (uint8_t)FOLLOW_ELEMENTS && parent->node != &gb_any_rows[ANY_STRUCTURE];
}

static inline bool is_zcl_collection(uint8_t type)
{
    return type == (GB_ZCL_ARRAY & 0xFF) || type == (GB_ZCL_SET & 0xFF) || type == (GB_ZCL_BAG & 0xFF);
}

static inline bool has_zcl_codec(uint8_t type)
{
    return is_zcl_collection(type) || type == (GB_ZCL_STRUCT & 0xFF) || gb_zcl_is_simple(type);
}

static inline limits limits_of(const gb_layout *node)
{
    limits size;
    size.minimum = node->minimum;
    size.maximum = node->maximum;
    return size;
}

#endif
