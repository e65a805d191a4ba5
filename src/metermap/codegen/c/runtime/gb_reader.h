/**
 * @file
 * What reading a layout takes; no header for users.
 */
#ifndef GB_READER_H
#define GB_READER_H

#include "gb_machine.h"

/** One pass over the octets. */
typedef struct reader {
    cursor data;
    cursor types;    /* in a compact array: the description that stands for the tags */
    size_t size;     /* of the data; in a compact array the cursor ends with its contents */
    bool is_compact; /* whether a compact array is open */
    gb_value *items; /* null: only count */
    gb_value spare;
    size_t count;
    stack open;
} reader;

/** Where the next item goes. */
static inline gb_value *next_item(reader *from)
{
    return from->items != NULL ? &from->items[from->count] : &from->spare;
}

static inline void give_header(reader *from, gb_kind kind, unsigned type, uint32_t count)
{
    gb_value *item = next_item(from);
    static const gb_members none = {NULL, 0, 0};
    item->kind = kind;
    item->type = (uint16_t)type;
    item->as.members = none;
    item->as.members.count = count;
    from->count++;
}

/** The octets that stand for the tags. */
static inline cursor *tags(reader *from)
{
    return from->is_compact ? &from->types : &from->data;
}

/** Give a header and open its members; a list to the end gets its count when it ends. */
static inline gb_result enter(reader *from, const gb_layout *node, follow next, gb_kind kind, unsigned type, uint32_t count)
{
    const gb_result result = gb_push(&from->open, node, next, count);
    if (result == GB_OK) {
        top_of(&from->open)->header = from->count;
        top_of(&from->open)->types = from->types.at;
        give_header(from, kind, type, count);
    }
    return result;
}

/** Read a value of a simple codec; in a compact array its tag stands in the description. */
gb_result gb_read_leaf(reader *from, gb_codec codec, limits size, gb_value *item);
/** Read a ZCL collection, whose own type id is the low octet of `type`. */
gb_result gb_read_collection(reader *from, unsigned type);
/** Read a ZCL structure. */
gb_result gb_read_zcl_structure(reader *from);
/** Read a ZCL value of a type. */
gb_result gb_read_zcl(reader *from, uint8_t type);
/** Read a ZCL value behind its type. */
gb_result gb_read_zcl_member(reader *from);

#endif
