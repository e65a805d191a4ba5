/**
 * @file
 * Writing ZCL values that say their own types: array, set, bag and structure (ZCL, "Data types").
 */
#include "gb_writer.h"

/** The count of a collection or structure, or the non-value. */
static gb_result put_zcl_count(writer *to, gb_kind kind)
{
    const gb_value *item = &to->items[to->next];
    const uint32_t count = item->kind == GB_KIND_NONE ? UINT16_MAX : item->as.members.count;
    const uint8_t octets[2] = {(uint8_t)(count & 0xFFu), (uint8_t)(count >> 8 & 0xFFu)};
    if (item->kind != kind && item->kind != GB_KIND_NONE) {
        return GB_BAD_VALUE;
    }
    if (item->kind == kind && count >= UINT16_MAX) {
        return GB_BAD_LENGTH;
    }
    return put_octets(to, octets, sizeof octets);
}

static gb_result write_collection(writer *to)
{
    const gb_value *item = &to->items[to->next];
    const uint8_t *type = item->as.members.description;
    gb_result result;
    if (type == NULL || item->as.members.description_size != 1u) {
        return GB_BAD_VALUE;
    }
    if (!has_zcl_codec(*type)) {
        return GB_BAD_TAG;
    }
    result = put_octet(to, *type);
    result = result == GB_OK ? put_zcl_count(to, GB_KIND_ARRAY) : result;
    if (result == GB_OK && item->kind == GB_KIND_NONE) {
        to->next++;
        return GB_OK;
    }
    result = result == GB_OK ? enter(to, &gb_zcl_rows[ZCL_COLLECTION], FOLLOW_ZCL_ELEMENTS) : result;
    if (result == GB_OK) {
        top_of(&to->open)->zcl_type = *type;
    }
    return result;
}

static gb_result write_zcl_structure(writer *to)
{
    const gb_value *item = &to->items[to->next];
    const gb_result result = put_zcl_count(to, GB_KIND_STRUCTURE);
    if (result == GB_OK && item->kind == GB_KIND_NONE) {
        to->next++;
        return GB_OK;
    }
    return result == GB_OK ? enter(to, &gb_zcl_rows[ZCL_STRUCTURE], FOLLOW_ZCL_MEMBERS) : result;
}

gb_result gb_write_zcl(writer *to, uint8_t type)
{
    static const limits unlimited = {0, GB_UNLIMITED};
    const unsigned codec = (unsigned)GROUP_ZCL << 8 | type;
    if (to->items[to->next].type != codec || !has_zcl_codec(type)) {
        return GB_BAD_TAG;
    }
    if (is_zcl_collection(type)) {
        return write_collection(to);
    }
    return type == (GB_ZCL_STRUCT & 0xFF) ? write_zcl_structure(to) : gb_write_leaf(to, (gb_codec)codec, unlimited);
}

gb_result gb_write_zcl_member(writer *to)
{
    const uint8_t type = (uint8_t)(to->items[to->next].type & 0xFFu);
    const gb_result result = put_octet(to, type);
    return result == GB_OK ? gb_write_zcl(to, type) : result;
}
