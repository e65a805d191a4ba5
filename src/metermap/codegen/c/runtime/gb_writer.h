/**
 * @file
 * What writing a layout takes; no header for users.
 */
#ifndef GB_WRITER_H
#define GB_WRITER_H

#include "gb_machine.h"

#include <string.h>

/** One pass over the items. */
typedef struct writer {
    const gb_value *items;
    size_t count;
    size_t next;     /* the item that is to be written */
    uint8_t *out;    /* null: only count */
    size_t at;       /* how many octets there are */
    size_t contents; /* where those of the open compact array begin */
    cursor types;    /* its description, which stands for the tags */
    bool is_compact; /* whether a compact array is open */
    uint32_t last;   /* the number that the last leaf's octets are, as far as 32 bits go */
    bool is_closed;  /* whether what was written goes on to the end, so that nothing may follow */
    stack open;
} writer;

static inline gb_result put_octets(writer *to, const uint8_t *octets, size_t size)
{
    if (size == 0u) {
        return GB_OK;
    }
    if (to->is_closed || size > SIZE_MAX - to->at) {
        return GB_BAD_VALUE;
    }
    if (to->out != NULL) {
        memcpy(to->out + to->at, octets, size);
    }
    to->at += size;
    return GB_OK;
}

static inline gb_result put_octet(writer *to, uint8_t octet)
{
    return put_octets(to, &octet, 1);
}

static inline gb_result put_size(writer *to, uint32_t size)
{
    uint8_t octets[LENGTH_SIZE];
    return put_octets(to, octets, gb_put_length(octets, size));
}

/** Write a tag, in a compact array see that it stands in the description. */
static inline gb_result put_tag(writer *to, uint8_t tag)
{
    return to->is_compact ? gb_check_tag(&to->types, tag) : put_octet(to, tag);
}

static inline gb_result enter(writer *to, const gb_layout *node, follow next)
{
    const gb_result result = gb_push(&to->open, node, next, to->items[to->next].as.members.count);
    if (result == GB_OK) {
        top_of(&to->open)->types = to->types.at;
        to->next++;
    }
    return result;
}

/** Write a value of a simple codec. */
gb_result gb_write_leaf(writer *to, gb_codec codec, limits size);
/** Write a ZCL value of a type. */
gb_result gb_write_zcl(writer *to, uint8_t type);
/** Write a ZCL value behind its type. */
gb_result gb_write_zcl_member(writer *to);

#endif
