/**
 * @file
 * Attribute records, as the global commands of ZCL carry them (ZCL, "General command frames"). Every loop ends after
 * at most the size of its input.
 */
#include "gb_machine.h"

#include <string.h>

/* The sizes of the types of which every pattern of octets is a value: they need not be decoded to be measured. */
static const uint8_t plain_sizes[256] = {
    [0x08] = 1, [0x09] = 2, [0x0A] = 3, [0x0B] = 4, [0x0C] = 5, [0x0D] = 6, [0x0E] = 7, [0x0F] = 8,  /* data */
    [0x18] = 1, [0x19] = 2, [0x1A] = 3, [0x1B] = 4, [0x1C] = 5, [0x1D] = 6, [0x1E] = 7, [0x1F] = 8,  /* map */
    [0x20] = 1, [0x21] = 2, [0x22] = 3, [0x23] = 4, [0x24] = 5, [0x25] = 6, [0x26] = 7, [0x27] = 8,  /* uint */
    [0x28] = 1, [0x29] = 2, [0x2A] = 3, [0x2B] = 4, [0x2C] = 5, [0x2D] = 6, [0x2E] = 7, [0x2F] = 8,  /* int */
    [0x30] = 1, [0x31] = 2, [0x38] = 2, [0x39] = 4, [0x3A] = 8, [0xE2] = 4, [0xE8] = 2, [0xE9] = 2,
    [0xEA] = 4, [0xF0] = 8, [0xF1] = 16,
};

gb_result gb_measure_zcl(uint8_t type, const uint8_t *data, size_t size, size_t *consumed)
{
    static const gb_layout rows[] = {
        {.shape = GB_SHAPE_COLLECTION, .codec = GB_ZCL_ARRAY},
        {.shape = GB_SHAPE_ZCL_STRUCTURE, .codec = GB_ZCL_STRUCT},
    };
    gb_value value;
    size_t count;
    if (plain_sizes[type] != 0u) {
        *consumed = plain_sizes[type];
        return *consumed <= size ? GB_OK : GB_TRUNCATED;
    }
    if (is_zcl_collection(type)) {
        return gb_layout_measure(&rows[0], NULL, data, size, &count, consumed);
    }
    if (type == (GB_ZCL_STRUCT & 0xFF)) {
        return gb_layout_measure(&rows[1], NULL, data, size, &count, consumed);
    }
    return gb_decode((gb_codec)(GROUP_ZCL << 8 | type), 0, GB_UNLIMITED, data, size, &value, consumed);
}

/** The type and the value of a record. */
static gb_result take_typed(cursor *from, gb_record *record)
{
    const uint8_t *octets;
    size_t consumed = 0;
    gb_result result;
    if (take(from, 1, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    record->type = octets[0];
    result = gb_measure_zcl(record->type, from->data + from->at, left(from), &consumed);
    if (result != GB_OK) {
        return result;
    }
    record->value.size = consumed;
    return take(from, consumed, &record->value.data);
}

/** Cut a record with a value of a plain type, as most are; false if it is another, or there are too few octets. */
static inline bool next_plain(const uint8_t *data, size_t size, size_t *offset, size_t head, gb_record *record)
{
    const uint8_t *at = data + *offset;
    const size_t room = size - *offset;
    size_t width;
    if (room <= head || (head == 3u && at[2] != 0u)) {
        return false;
    }
    width = plain_sizes[at[head]];
    if (width == 0u || room - head - 1u < width) {
        return false;
    }
    record->attribute = (uint16_t)(at[0] | (unsigned)at[1] << 8);
    record->status = 0;
    record->type = at[head];
    record->value.data = at + head + 1u;
    record->value.size = width;
    *offset += head + 1u + width;
    return true;
}

static gb_result next_record(const uint8_t *data, size_t size, size_t *offset, bool with_status, gb_record *record)
{
    cursor from;
    const uint8_t *octets;
    gb_record found;
    gb_result result = GB_OK;
    if (offset == NULL || record == NULL || !are_there(data, size) || *offset > size) {
        return GB_BAD_ARGUMENT;
    }
    if (*offset == size) {
        return GB_END;
    }
    if (next_plain(data, size, offset, with_status ? 3u : 2u, record)) {
        return GB_OK;
    }
    memset(&found, 0, sizeof found);
    from.data = data;
    from.size = size;
    from.at = *offset;
    if (take(&from, with_status ? 3u : 2u, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    found.attribute = (uint16_t)little_endian(octets, 2);
    found.status = with_status ? octets[2] : 0u;
    if (found.status == 0u) {
        result = take_typed(&from, &found);
    }
    if (result == GB_OK) {
        *record = found;
        *offset = from.at;
    }
    return result;
}

gb_result gb_next_response(const uint8_t *data, size_t size, size_t *offset, gb_record *record)
{
    return next_record(data, size, offset, true, record);
}

gb_result gb_next_report(const uint8_t *data, size_t size, size_t *offset, gb_record *record)
{
    return next_record(data, size, offset, false, record);
}

gb_result gb_next_write_response(const uint8_t *data, size_t size, size_t *offset, gb_record *record)
{
    gb_record found;
    cursor from = {data, size, 0};
    const uint8_t *octets;
    if (offset == NULL || record == NULL || !are_there(data, size) || *offset > size) {
        return GB_BAD_ARGUMENT;
    }
    if (*offset == size) {
        return size == 0u ? GB_TRUNCATED : GB_END;
    }
    memset(&found, 0, sizeof found);
    if (size == 1u && data[0] == 0u) {
        *record = found;
        *offset = 1;
        return GB_OK;
    }
    from.at = *offset;
    if (data[from.at] == 0u) {
        return GB_BAD_VALUE;
    }
    if (take(&from, 3, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    found.status = octets[0];
    found.attribute = (uint16_t)little_endian(octets + 1, 2);
    *record = found;
    *offset = from.at;
    return GB_OK;
}
