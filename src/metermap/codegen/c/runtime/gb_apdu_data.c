/**
 * @file
 * Where self-describing A-XDR data ends. Each turn of a loop takes at least one octet of the input.
 */
#include "gb_apdu_wire.h"

enum {
    TAG_ARRAY = 1,
    TAG_STRUCTURE = 2,
    TAG_BIT_STRING = 4,
    TAG_COMPACT_ARRAY = 19,
    VARIABLE = 0xFE,
    NO_TAG = 0xFF
};

/** The arrays and structures around a place: how many elements of each are still to come. */
typedef struct nesting {
    uint32_t left[GB_APDU_MOST_NESTING];
    size_t depth;
    size_t around; /**< levels that are not in `left` */
} nesting;

/** How many octets follow a tag. */
static uint8_t size_of(uint8_t tag)
{
    static const uint8_t sizes[] = {0,        NO_TAG,   NO_TAG, 1, VARIABLE, 4, 4, NO_TAG, NO_TAG, VARIABLE,
                                    VARIABLE, NO_TAG,   VARIABLE, 1, NO_TAG, 1, 2, 1,      2,      NO_TAG,
                                    8,        8,        1,      4, 8,        12, 5, 4,      1,      2,
                                    4,        1,        2,      4};
    if (tag == 0xFFu) {
        return 0;
    }
    return tag < sizeof sizes ? sizes[tag] : (uint8_t)NO_TAG;
}

gb_result gb_apdu_take_count(cursor *from, uint32_t *count)
{
    const gb_result result = gb_take_length(from, count);
    if (result != GB_OK) {
        return result;
    }
    return *count > left(from) ? GB_TRUNCATED : GB_OK;
}

static gb_result open_level(nesting *levels, uint32_t count)
{
    if (levels->depth + levels->around >= GB_APDU_MOST_NESTING) {
        return GB_BAD_VALUE;
    }
    levels->left[levels->depth++] = count;
    return GB_OK;
}

/** An element has ended: close what ends with it. Returns whether all has ended. */
static bool end_element(nesting *levels)
{
    while (levels->depth > 0u && levels->left[levels->depth - 1u] == 0u) {
        levels->depth--;
    }
    if (levels->depth == 0u) {
        return true;
    }
    levels->left[levels->depth - 1u]--;
    return false;
}

gb_result gb_apdu_take_octets(cursor *from, gb_octets *octets)
{
    uint32_t size = 0;
    const gb_result result = gb_take_length(from, &size);
    if (result != GB_OK) {
        return result;
    }
    octets->size = size;
    return take(from, size, &octets->data);
}

static gb_result skip_simple(cursor *from, uint8_t tag)
{
    const uint8_t size = size_of(tag);
    const uint8_t *octets;
    gb_octets string;
    uint32_t bits = 0;
    gb_result result;
    if (size == (uint8_t)NO_TAG) {
        return GB_BAD_TAG;
    }
    if (size != (uint8_t)VARIABLE) {
        return take(from, size, &octets);
    }
    if (tag != TAG_BIT_STRING) {
        return gb_apdu_take_octets(from, &string);
    }
    result = gb_take_length(from, &bits);
    return result == GB_OK ? take(from, bits / 8u + (bits % 8u != 0u), &octets) : result;
}

/** Open an array or a structure of a description or of data. The depth is checked before the count is read. */
static gb_result skip_head(cursor *from, nesting *levels, bool in_description, uint8_t tag)
{
    const uint8_t *octets;
    uint32_t count = 1;
    gb_result result = open_level(levels, 0);
    if (result != GB_OK) {
        return result;
    }
    if (in_description && tag == TAG_ARRAY) {
        result = take(from, 2, &octets);
    } else {
        result = gb_apdu_take_count(from, &count);
    }
    levels->left[levels->depth - 1u] = count;
    return result;
}

/** The type description of a compact array, `around` levels deep. */
static gb_result skip_description(cursor *from, size_t around)
{
    nesting levels;
    const uint8_t *tag;
    gb_result result = GB_OK;
    levels.depth = 0;
    levels.around = around;
    do {
        if (take(from, 1, &tag) != GB_OK) {
            return GB_TRUNCATED;
        }
        if (*tag == TAG_ARRAY || *tag == TAG_STRUCTURE) {
            result = skip_head(from, &levels, true, *tag);
        } else if (size_of(*tag) == (uint8_t)NO_TAG) {
            result = GB_BAD_TAG;
        } else {
            result = GB_OK;
        }
    } while (result == GB_OK && !end_element(&levels));
    return result;
}

static gb_result skip_compact_array(cursor *from, const nesting *levels)
{
    gb_octets contents;
    gb_result result;
    if (levels->depth >= GB_APDU_MOST_NESTING) {
        return GB_BAD_VALUE;
    }
    result = skip_description(from, levels->depth + 1u);
    return result == GB_OK ? gb_apdu_take_octets(from, &contents) : result;
}

gb_result gb_apdu_take_data(cursor *from, gb_octets *data)
{
    const size_t start = from->at;
    nesting levels;
    const uint8_t *tag;
    gb_result result = GB_OK;
    levels.depth = 0;
    levels.around = 0;
    do {
        if (take(from, 1, &tag) != GB_OK) {
            return GB_TRUNCATED;
        }
        if (*tag == TAG_ARRAY || *tag == TAG_STRUCTURE) {
            result = skip_head(from, &levels, false, *tag);
        } else if (*tag == TAG_COMPACT_ARRAY) {
            result = skip_compact_array(from, &levels);
        } else {
            result = skip_simple(from, *tag);
        }
    } while (result == GB_OK && !end_element(&levels));
    data->data = from->data + start;
    data->size = from->at - start;
    return result;
}

gb_result gb_apdu_skip_data(const uint8_t *data, size_t size, size_t *consumed)
{
    cursor from;
    gb_octets found;
    gb_result result;
    if (consumed == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    from.data = data;
    from.size = size;
    from.at = 0;
    result = gb_apdu_take_data(&from, &found);
    if (result == GB_OK) {
        *consumed = found.size;
    }
    return result;
}
