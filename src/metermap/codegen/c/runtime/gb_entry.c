/**
 * @file
 * Reading by an entry, and finding entries. Every loop ends after at most the size of the table.
 */
#include "gb_entry.h"

#include <string.h>

/** Reduce a whole attribute to the entry's part of it. */
static void reduce(const gb_entry *entry, gb_value *value)
{
    const gb_scaler_unit pair = value->as.scaler_unit;
    switch ((gb_part)entry->part) {
    case GB_PART_SCALER:
        value->kind = GB_KIND_SIGNED;
        value->as.signed_number = pair.scaler;
        break;
    case GB_PART_UNIT:
        value->kind = GB_KIND_UNSIGNED;
        value->as.number = pair.unit;
        break;
    case GB_PART_BITS:
        value->as.number = gb_entry_part(entry, value->as.number);
        break;
    case GB_PART_WHOLE:
    default:
        break;
    }
}

gb_result gb_entry_decode(const gb_entry *entry, const uint8_t *data, size_t size, gb_value *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : gb_entry_decode_whole(entry, data, size, &found);
    if (result == GB_OK) {
        reduce(entry, &found);
        *value = found;
    }
    return result;
}

/** The way through a layout and the order of what is on it. */
typedef struct way {
    const gb_layout *node; /* null: unknown, and not unordered */
    const gb_order *order;
} way;

/** Give the place of a member in the order, and go to it. */
static gb_result to_ordered(way *at, const gb_value *whole, uint16_t *step)
{
    size_t place;
    if (at->order == NULL) {
        return GB_NEEDS_ORDER;
    }
    if (*step >= at->node->child_count || at->order->count != whole->as.members.count) {
        return GB_BAD_ARGUMENT; /* not the order that the items were read with */
    }
    for (place = 0; place < at->order->count; place++) {
        if (at->order->numbers[place] == *step) {
            at->node = at->node->children + *step;
            at->order = at->order->inside == NULL ? NULL : at->order->inside[place];
            *step = (uint16_t)place;
            return GB_OK;
        }
    }
    return GB_NO_VALUE;
}

/** Go to a member or an element; the step becomes its place among those that were read. */
static gb_result to_next(way *at, const gb_value *whole, uint16_t *step)
{
    const gb_layout *node = at->node;
    if (node == NULL) {
        return GB_OK;
    }
    switch ((gb_shape)node->shape) {
    case GB_SHAPE_UNORDERED:
        return to_ordered(at, whole, step);
    case GB_SHAPE_STRUCTURE:
    case GB_SHAPE_PAYLOAD:
        if (*step >= node->child_count) {
            return GB_BAD_ARGUMENT;
        }
        at->node = node->children + *step;
        return GB_OK;
    case GB_SHAPE_ARRAY:
    case GB_SHAPE_COMPACT_ARRAY:
    case GB_SHAPE_BUFFER:
    case GB_SHAPE_LIST:
        at->node = node->children;
        return GB_OK;
    default:
        at->node = NULL; /* a choice or a variant: nothing inside of one is unordered */
        return GB_OK;
    }
}

gb_result gb_entry_find(const gb_entry *entry, const gb_order *order, const gb_value *items, size_t count,
                        const uint16_t *elements, size_t given, size_t *found)
{
    way here = {NULL, order};
    size_t at = 0;
    size_t used = 0;
    size_t step;
    if (entry == NULL || items == NULL || count == 0u || found == NULL || (elements == NULL && given > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    here.node = entry->layout;
    for (step = 0; step < entry->steps; step++) {
        const bool is_open = entry->path[step] == GB_ANY_ELEMENT;
        size_t next = 0;
        uint16_t number = 0;
        gb_result result = is_open && used == given ? GB_BAD_ARGUMENT : GB_OK;
        if (result == GB_OK) {
            number = is_open ? elements[used] : entry->path[step];
            result = to_next(&here, &items[at], &number);
        }
        if (result == GB_OK) {
            result = gb_items_find(items + at, count - at, &number, 1, &next);
        }
        if (result != GB_OK) {
            return result;
        }
        used += is_open ? 1u : 0u;
        at += next;
    }
    if (used != given) {
        return GB_BAD_ARGUMENT;
    }
    *found = at;
    return GB_OK;
}

static gb_result put_bits(const gb_entry *entry, uint64_t bits, uint64_t *whole)
{
    const uint64_t ones = gb_entry_part(entry, UINT64_MAX);
    if (bits > ones) {
        return GB_BAD_VALUE;
    }
    *whole = (*whole & ~(ones << entry->lowest_bit)) | bits << entry->lowest_bit;
    return GB_OK;
}

gb_result gb_entry_put_part(const gb_entry *entry, const gb_value *part, gb_value *whole)
{
    gb_part which;
    if (entry == NULL || part == NULL || whole == NULL || entry->part == (uint8_t)GB_PART_WHOLE) {
        return GB_BAD_ARGUMENT;
    }
    which = (gb_part)entry->part;
    if (part->kind != (which == GB_PART_SCALER ? GB_KIND_SIGNED : GB_KIND_UNSIGNED) ||
        whole->kind != (which == GB_PART_BITS ? GB_KIND_UNSIGNED : GB_KIND_SCALER_UNIT)) {
        return GB_BAD_VALUE;
    }
    if (which == GB_PART_BITS) {
        return put_bits(entry, part->as.number, &whole->as.number);
    }
    if (which == GB_PART_UNIT) {
        if (part->as.number > UINT8_MAX) {
            return GB_BAD_VALUE;
        }
        whole->as.scaler_unit.unit = (uint8_t)part->as.number;
        return GB_OK;
    }
    if (part->as.signed_number < INT8_MIN || part->as.signed_number > INT8_MAX) {
        return GB_BAD_VALUE;
    }
    whole->as.scaler_unit.scaler = (int8_t)part->as.signed_number;
    return GB_OK;
}

/** Decode, and see that the value is of the kind that the caller wants. */
static gb_result read(const gb_entry *entry, const uint8_t *data, size_t size, gb_kind kind, gb_value *value)
{
    const gb_result result = gb_entry_decode(entry, data, size, value);
    if (result != GB_OK) {
        return result;
    }
    if (value->kind == GB_KIND_NONE) {
        return GB_NO_VALUE;
    }
    return value->kind == kind ? GB_OK : GB_BAD_ARGUMENT;
}

gb_result gb_read_bool(const gb_entry *entry, const uint8_t *data, size_t size, bool *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_BOOLEAN, &found);
    if (result == GB_OK) {
        *value = found.as.boolean;
    }
    return result;
}

gb_result gb_read_u64(const gb_entry *entry, const uint8_t *data, size_t size, uint64_t *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_UNSIGNED, &found);
    if (result == GB_OK) {
        *value = found.as.number;
    }
    return result;
}

gb_result gb_read_any_u32(const gb_entry *entry, const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t found = 0;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : gb_read_u64(entry, data, size, &found);
    if (result == GB_OK && found > UINT32_MAX) {
        return GB_BAD_VALUE;
    }
    if (result == GB_OK) {
        *value = (uint32_t)found;
    }
    return result;
}

gb_result gb_read_i64(const gb_entry *entry, const uint8_t *data, size_t size, int64_t *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_SIGNED, &found);
    if (result == GB_OK) {
        *value = found.as.signed_number;
    }
    return result;
}

gb_result gb_read_i32(const gb_entry *entry, const uint8_t *data, size_t size, int32_t *value)
{
    int64_t found = 0;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : gb_read_i64(entry, data, size, &found);
    if (result == GB_OK && (found > INT32_MAX || found < INT32_MIN)) {
        return GB_BAD_VALUE;
    }
    if (result == GB_OK) {
        *value = (int32_t)found;
    }
    return result;
}

gb_result gb_read_octets(const gb_entry *entry, const uint8_t *data, size_t size, gb_octets *value)
{
    gb_value found;
    gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_OCTETS, &found);
    if (result == GB_BAD_ARGUMENT && value != NULL) {
        result = read(entry, data, size, GB_KIND_TEXT, &found);
    }
    if (result == GB_OK) {
        *value = found.as.octets;
    }
    return result;
}

gb_result gb_read_bits(const gb_entry *entry, const uint8_t *data, size_t size, gb_bits *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_BITS, &found);
    if (result == GB_OK) {
        *value = found.as.bits;
    }
    return result;
}

gb_result gb_read_date_time(const gb_entry *entry, const uint8_t *data, size_t size, gb_date_time *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : read(entry, data, size, GB_KIND_DATE_TIME, &found);
    if (result == GB_OK) {
        *value = found.as.date_time;
    }
    return result;
}

gb_result gb_read_scaler_unit(const gb_entry *entry, const uint8_t *data, size_t size, gb_scaler_unit *value)
{
    gb_value found;
    const gb_result result = value == NULL ? GB_BAD_ARGUMENT : gb_entry_decode_whole(entry, data, size, &found);
    if (result == GB_OK && found.kind != GB_KIND_SCALER_UNIT) {
        return GB_BAD_ARGUMENT;
    }
    if (result == GB_OK) {
        *value = found.as.scaler_unit;
    }
    return result;
}

gb_result gb_entry_decode_record(const gb_entry *entry, const gb_record *record, gb_value *value)
{
    if (entry == NULL || record == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (entry->codec == GB_CODEC_NONE || entry->home != GB_HOME_SEP) {
        return GB_NO_CODEC;
    }
    if (record->attribute != entry->number || record->status != 0u || record->type != (entry->codec & 0xFFu)) {
        return GB_BAD_TAG;
    }
    return gb_entry_decode(entry, record->value.data, record->value.size, value);
}

size_t gb_find_dlms(const gb_entry *entries, size_t count, size_t from, uint16_t class_id,
                    const uint8_t logical_name[6], gb_access access, uint16_t number)
{
    size_t at;
    for (at = from; at < count; at++) {
        const gb_entry *entry = &entries[at];
        if (entry->home == GB_HOME_DLMS && entry->object == class_id && entry->access == (uint8_t)access &&
            entry->number == number && memcmp(entry->logical_name, logical_name, 6) == 0) {
            return at;
        }
    }
    return count;
}

size_t gb_find_sep(const gb_entry *entries, size_t count, size_t from, uint16_t cluster_id, gb_side side,
                   gb_access access, uint16_t number)
{
    size_t at;
    for (at = from; at < count; at++) {
        const gb_entry *entry = &entries[at];
        if (entry->home == GB_HOME_SEP && entry->object == cluster_id && entry->side == (uint8_t)side &&
            entry->access == (uint8_t)access && entry->number == number) {
            return at;
        }
    }
    return count;
}

size_t gb_find_element(const gb_text *texts, size_t count, size_t from, const char *element)
{
    size_t at;
    for (at = from; at < count; at++) {
        if (strcmp(texts[at].element, element) == 0) {
            return at;
        }
    }
    return count;
}
