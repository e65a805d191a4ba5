/**
 * @file
 * Reading ZCL values that say their own types: array, set, bag and structure (ZCL, "Data types").
 */
#include "gb_reader.h"

/** The count of a collection or structure; the non-value gives an item of its own. */
static gb_result take_zcl_count(reader *from, unsigned type, uint32_t *count, bool *is_none)
{
    const uint8_t *octets;
    if (take(&from->data, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    *count = (uint32_t)little_endian(octets, 2);
    *is_none = *count == UINT16_MAX;
    if (*is_none) {
        give_header(from, GB_KIND_NONE, type, 0);
        return GB_OK;
    }
    return *count > left(&from->data) ? GB_TRUNCATED : GB_OK;
}

gb_result gb_read_collection(reader *from, unsigned type)
{
    const uint8_t *element;
    uint32_t count = 0;
    bool is_none = false;
    gb_result result;
    if (is_too_deep(&from->open)) {
        return GB_BAD_VALUE;
    }
    if (take(&from->data, 1, &element) != GB_OK) {
        return GB_TRUNCATED;
    }
    result = has_zcl_codec(*element) ? take_zcl_count(from, type, &count, &is_none) : GB_BAD_TAG;
    if (result != GB_OK) {
        return result;
    }
    if (!is_none) {
        result = enter(from, &gb_zcl_rows[ZCL_COLLECTION], FOLLOW_ZCL_ELEMENTS, GB_KIND_ARRAY, type, count);
    }
    if (result == GB_OK && !is_none) {
        top_of(&from->open)->zcl_type = *element;
    }
    if (result == GB_OK && from->items != NULL) {
        gb_members *members = &from->items[from->count - 1u].as.members;
        members->description = element;
        members->description_size = 1;
    }
    return result;
}

gb_result gb_read_zcl_structure(reader *from)
{
    uint32_t count = 0;
    bool is_none = false;
    const gb_result result =
        is_too_deep(&from->open) ? GB_BAD_VALUE : take_zcl_count(from, GB_ZCL_STRUCT, &count, &is_none);
    if (result != GB_OK || is_none) {
        return result;
    }
    return enter(from, &gb_zcl_rows[ZCL_STRUCTURE], FOLLOW_ZCL_MEMBERS, GB_KIND_STRUCTURE, GB_ZCL_STRUCT, count);
}

gb_result gb_read_zcl(reader *from, uint8_t type)
{
    static const limits unlimited = {0, GB_UNLIMITED};
    const unsigned codec = (unsigned)GROUP_ZCL << 8 | type;
    if (is_zcl_collection(type)) {
        return gb_read_collection(from, codec);
    }
    if (type == (GB_ZCL_STRUCT & 0xFF)) {
        return gb_read_zcl_structure(from);
    }
    return gb_zcl_is_simple(type) ? gb_read_leaf(from, (gb_codec)codec, unlimited, next_item(from)) : GB_BAD_TAG;
}

gb_result gb_read_zcl_member(reader *from)
{
    const uint8_t *type;
    return take(&from->data, 1, &type) == GB_OK ? gb_read_zcl(from, *type) : GB_TRUNCATED;
}
