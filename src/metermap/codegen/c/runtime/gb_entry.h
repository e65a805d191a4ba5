/**
 * @file
 * What the bindings know of each mapped address, and how to read, write and find by it.
 *
 * An entry is one statement of the mapping; several may share an address. It may be a part of the
 * attribute that travels: decoding and the typed readers give the part; only the whole can be written.
 * Where the whole is composed, gb_entry_read gives its items and gb_entry_find leads to the entry's. The numbers an embedded program needs stand in `gb_entry`, the words in `gb_text`, in tables of their own: a linker that
 * drops unused data drops the words.
 */
#ifndef GB_ENTRY_H
#define GB_ENTRY_H

#include "gb_get.h"
#include "gb_layout.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What kind of address an entry has. */
typedef enum gb_home {
    GB_HOME_DLMS = 0, /**< a COSEM object */
    GB_HOME_SEP,      /**< a Smart Energy cluster */
    GB_HOME_NAMED     /**< an alert or a message: only words */
} gb_home;

/** How the thing is reached. */
typedef enum gb_access {
    GB_ACCESS_ATTRIBUTE = 0,
    GB_ACCESS_METHOD,
    GB_ACCESS_COMMAND
} gb_access;

/** Which side of a cluster holds the attribute or sends the command. */
typedef enum gb_side {
    GB_SIDE_SERVER = 0,
    GB_SIDE_CLIENT
} gb_side;

/** What of the attribute that travels an entry is. */
typedef enum gb_part {
    GB_PART_WHOLE = 0, /**< all of it */
    GB_PART_SCALER,    /**< the scaler of a scaler_unit; decoded it is a signed number */
    GB_PART_UNIT,      /**< the unit of a scaler_unit; decoded it is an unsigned number, see gb_unit_symbol */
    GB_PART_BITS       /**< `bit_width` bits of a packed attribute; decoded they are an unsigned number */
} gb_part;

/** Why an entry has no codec. */
typedef enum gb_reason {
    GB_REASON_NONE = 0,   /**< it has one */
    GB_REASON_NAMED,      /**< an alert or a message, whose layout no source states */
    GB_REASON_NOT_STATED, /**< no source states the octets */
    GB_REASON_PART        /**< the mapping names a part that the layout lacks */
} gb_reason;

/** What of its address travels whole. */
typedef enum gb_purpose {
    GB_PURPOSE_VALUE = 0, /**< the value of an attribute */
    GB_PURPOSE_ARGUMENT,  /**< the argument of a method */
    GB_PURPOSE_RETURNED,  /**< what a method returns */
    GB_PURPOSE_SELECTION, /**< the parameters of selective access */
    GB_PURPOSE_PAYLOAD    /**< the payload of a command */
} gb_purpose;

/** The numbers of an entry. */
typedef struct gb_entry {
    const gb_layout *layout;   /**< of what travels whole; null without a codec */
    const uint16_t *path;      /**< members and elements on the way to the entry's value; see gb_entry_find */
    uint32_t row;              /**< printed row number; 0 if there is none */
    uint32_t minimum;          /**< least size of a string */
    uint32_t maximum;          /**< greatest size of a string; GB_UNLIMITED for none */
    uint16_t object;           /**< interface class or cluster */
    uint16_t number;           /**< number of the attribute or method, id of the attribute or command */
    uint16_t codec;            /**< gb_codec of the whole; 0 if it is composed, then `layout` is needed */
    uint16_t terms;            /**< which of gb_terms_rows; see gb_terms.h */
    uint8_t reason;            /**< gb_reason */
    uint8_t home;              /**< gb_home */
    uint8_t access;            /**< gb_access */
    uint8_t side;              /**< gb_side */
    uint8_t logical_name[6];   /**< of a COSEM object */
    uint8_t part;              /**< gb_part */
    uint8_t lowest_bit;        /**< of a part of a packed attribute */
    uint8_t bit_width;         /**< 0: the whole attribute */
    uint8_t purpose;           /**< gb_purpose */
    uint8_t steps;             /**< how many steps the path has */
    uint8_t scaler_unit_index; /**< the attribute that holds scaler and unit of a register's number; 0: none */
    bool scale_is_stated;      /**< whether the mapping says what that attribute always holds: */
    int8_t scaler;
    uint8_t unit;
} gb_entry;

/** The words of an entry; "" for what is not recorded. */
typedef struct gb_text {
    const char *name;      /**< the constant, without its prefix */
    const char *key;       /**< identifies the statement */
    const char *element;   /**< id of the catalogue element; "" if none stands behind the field */
    const char *item;      /**< catalogue item */
    const char *address;   /**< class, logical name, attribute; or cluster and attribute or command */
    const char *type;      /**< wire type of the attribute as the mapping prints it */
    const char *constant;  /**< what the field always holds, as written */
    const char *unit;      /**< unit on the wire, as far as the mapping states it */
    const char *cell;      /**< cell of the element in the workbook */
    const char *mapping;   /**< line of the mapping */
    const char *use_cases; /**< codes, parted by spaces */
    const char *status;    /**< review status */
} gb_text;

/** Decode the whole attribute that `data` is, by the entry's codec. */
static inline gb_result gb_entry_decode_whole(const gb_entry *entry, const uint8_t *data, size_t size, gb_value *value)
{
    if (entry == NULL) {
        return GB_BAD_ARGUMENT;
    }
    return gb_decode_exact((gb_codec)entry->codec, entry->minimum, entry->maximum, data, size, value);
}

/** Encode a whole attribute by the entry's codec. */
static inline gb_result gb_entry_encode_whole(const gb_entry *entry, const gb_value *value, uint8_t *out,
                                              size_t capacity, size_t *written)
{
    if (entry == NULL) {
        return GB_BAD_ARGUMENT;
    }
    return gb_encode((gb_codec)entry->codec, entry->minimum, entry->maximum, value, out, capacity, written);
}

/** Decode the entry's value: the attribute that the whole of `data` is, or the entry's part of it. */
gb_result gb_entry_decode(const gb_entry *entry, const uint8_t *data, size_t size, gb_value *value);

/** Encode the entry's value; GB_NEEDS_WHOLE for a part: see gb_entry_put_part and gb_entry_encode_whole. */
static inline gb_result gb_entry_encode(const gb_entry *entry, const gb_value *value, uint8_t *out, size_t capacity,
                                        size_t *written)
{
    if (entry != NULL && entry->part != (uint8_t)GB_PART_WHOLE) {
        return GB_NEEDS_WHOLE;
    }
    return gb_entry_encode_whole(entry, value, out, capacity, written);
}

/**
 * Read the whole that `data` is into items, also of an entry that is a part of it.
 *
 * Parameters and results are those of gb_layout_read_ordered; GB_NO_CODEC if the entry has no codec.
 */
static inline gb_result gb_entry_read(const gb_entry *entry, const gb_order *order, const uint8_t *data, size_t size,
                                      gb_value *items, size_t capacity, size_t *count)
{
    if (entry == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (entry->layout == NULL) {
        return GB_NO_CODEC;
    }
    return gb_layout_read_ordered(entry->layout, order, data, size, items, capacity, count, NULL);
}

/** Write a whole from items; parameters and results as gb_layout_write_ordered. */
static inline gb_result gb_entry_write(const gb_entry *entry, const gb_order *order, const gb_value *items,
                                       size_t count, uint8_t *out, size_t capacity, size_t *written)
{
    if (entry == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (entry->layout == NULL) {
        return GB_NO_CODEC;
    }
    return gb_layout_write_ordered(entry->layout, order, items, count, out, capacity, written);
}

/**
 * Find the entry's own item among those of the whole.
 *
 * @param order     the order that the items were read with, or null
 * @param elements  for each GB_ANY_ELEMENT of the path, which element, from 0
 * @param given     how many of them there are
 * @param found     receives the number of the item; its own bits are those of gb_entry_part
 * @return as gb_items_find; GB_NO_VALUE also for a member that the order leaves out, GB_NEEDS_ORDER where one is needed
 *         and not given, GB_BAD_ARGUMENT also if `given` is not the number of elements left open
 */
gb_result gb_entry_find(const gb_entry *entry, const gb_order *order, const gb_value *items, size_t count,
                        const uint16_t *elements, size_t given, size_t *found);

/**
 * Put a part into a whole attribute, such as one that was read.
 *
 * @param part   as gb_entry_decode gives it
 * @param whole  as gb_entry_decode_whole gives it; changes
 * @return GB_BAD_ARGUMENT if the entry is no part; GB_BAD_VALUE for another kind, or if the part does not fit
 */
gb_result gb_entry_put_part(const gb_entry *entry, const gb_value *part, gb_value *whole);

/** Decode the entry's value of a record; GB_BAD_TAG if it is of another attribute or type, or reports a failure. */
gb_result gb_entry_decode_record(const gb_entry *entry, const gb_record *record, gb_value *value);

/** Return the element's own bits of a packed attribute's value; the value itself if it is not packed. */
static inline uint64_t gb_entry_part(const gb_entry *entry, uint64_t whole)
{
    if (entry == NULL || entry->bit_width == 0u || entry->bit_width > 63u) {
        return whole;
    }
    return (whole >> entry->lowest_bit) & (((uint64_t)1 << entry->bit_width) - 1u);
}

/*
 * Typed readers: decode the whole of `data`, and give the entry's value. GB_NO_VALUE for the ZCL code
 * for "no value", GB_BAD_ARGUMENT if the codec gives another type, GB_BAD_VALUE if the number
 * does not fit.
 */

/** Read a boolean. */
gb_result gb_read_bool(const gb_entry *entry, const uint8_t *data, size_t size, bool *value);
/** Read an unsigned number of up to 32 bits by its codec, whatever it is; as gb_read_u32, which is faster. */
gb_result gb_read_any_u32(const gb_entry *entry, const uint8_t *data, size_t size, uint32_t *value);
/** Read an unsigned number, an enumeration, a bitmap or bits of one, or the unit of a scaler_unit. */
gb_result gb_read_u64(const gb_entry *entry, const uint8_t *data, size_t size, uint64_t *value);
/** Read the same of up to 32 bits. */
static inline gb_result gb_read_u32(const gb_entry *entry, const uint8_t *data, size_t size, uint32_t *value)
{
    if (entry != NULL && entry->codec == (uint16_t)GB_AXDR_DOUBLE_LONG_UNSIGNED) {
        return gb_get_double_long_unsigned(data, size, value); /* what most registers are */
    }
    return gb_read_any_u32(entry, data, size, value);
}
/** Read a signed number, or the scaler of a scaler_unit. */
gb_result gb_read_i64(const gb_entry *entry, const uint8_t *data, size_t size, int64_t *value);
/** Read the same of up to 32 bits. */
gb_result gb_read_i32(const gb_entry *entry, const uint8_t *data, size_t size, int32_t *value);
/** Read octets or text; they point into `data`. */
gb_result gb_read_octets(const gb_entry *entry, const uint8_t *data, size_t size, gb_octets *value);
/** Read bits; they point into `data`. */
gb_result gb_read_bits(const gb_entry *entry, const uint8_t *data, size_t size, gb_bits *value);
/** Read a date-time. */
gb_result gb_read_date_time(const gb_entry *entry, const uint8_t *data, size_t size, gb_date_time *value);
/** Read a whole scaler_unit, also by the entry of its scaler or unit. */
gb_result gb_read_scaler_unit(const gb_entry *entry, const uint8_t *data, size_t size, gb_scaler_unit *value);

/**
 * Find the next entry at an attribute or method of a COSEM object.
 *
 * @param from  where to begin: 0, or one more than what was found before
 * @return the index, or `count` if there is no more
 */
size_t gb_find_dlms(const gb_entry *entries, size_t count, size_t from, uint16_t class_id,
                    const uint8_t logical_name[6], gb_access access, uint16_t number);

/** Find the next entry at an attribute or command of a cluster; as gb_find_dlms. */
size_t gb_find_sep(const gb_entry *entries, size_t count, size_t from, uint16_t cluster_id, gb_side side,
                   gb_access access, uint16_t number);

/** Find the next entry that carries a catalogue element; as gb_find_dlms. */
size_t gb_find_element(const gb_text *texts, size_t count, size_t from, const char *element);

#ifdef __cplusplus
}
#endif

#endif
