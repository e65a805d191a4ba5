/**
 * @file
 * Attribute records, as the global commands of ZCL carry them (ZCL, "General command frames"). Every loop ends after
 * at most the size of its input.
 */
#include "gb_machine.h"

#include <string.h>

/** See how many octets a value of a type takes. */
static gb_result measure(uint8_t type, const uint8_t *data, size_t size, size_t *consumed)
{
    static const gb_layout rows[] = {
        {.shape = GB_SHAPE_COLLECTION, .codec = GB_ZCL_ARRAY},
        {.shape = GB_SHAPE_ZCL_STRUCTURE, .codec = GB_ZCL_STRUCT},
    };
    gb_value value;
    size_t count;
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
    result = measure(record->type, from->data + from->at, left(from), &consumed);
    if (result != GB_OK) {
        return result;
    }
    record->value.size = consumed;
    return take(from, consumed, &record->value.data);
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
