/**
 * @file
 * ZCL frames and global commands. No loop here.
 */
#include "gb_frame.h"

#include <string.h>

#include "gb_wire.h"

enum {
    TYPE_BITS = 0x03,
    OF_CLUSTER = 0x01,
    MANUFACTURER_SPECIFIC = 0x04,
    TO_CLIENT = 0x08,
    NO_DEFAULT_RESPONSE = 0x10,
    RESERVED_AT = 5,
    MOST_RESERVED = 7
};

/** Hand out what was made, if there is room for it. */
static gb_result hand_out(const parts *made, uint8_t *out, size_t capacity, size_t *written)
{
    if (made->head_size > capacity || made->body.size > capacity - made->head_size) {
        return GB_NO_ROOM;
    }
    memcpy(out, made->head, made->head_size);
    if (made->body.size > 0u) {
        memcpy(out + made->head_size, made->body.data, made->body.size);
    }
    *written = made->head_size + made->body.size;
    return GB_OK;
}

/** A cursor on octets; false if they cannot be read, or `offset` is behind them. */
static bool begin(cursor *from, const uint8_t *data, size_t size, size_t offset)
{
    from->data = data;
    from->size = size;
    from->at = offset;
    return are_there(data, size) && offset <= size;
}

gb_result gb_frame_decode(const uint8_t *data, size_t size, gb_frame *given)
{
    cursor from;
    const uint8_t *octets;
    gb_frame found;
    uint8_t control;
    if (given == NULL || !begin(&from, data, size, 0)) {
        return GB_BAD_ARGUMENT;
    }
    if (take(&from, 1, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    control = octets[0];
    if ((control & TYPE_BITS) > OF_CLUSTER) {
        return GB_BAD_VALUE;
    }
    memset(&found, 0, sizeof found);
    found.of_cluster = (control & TYPE_BITS) == OF_CLUSTER;
    found.to_client = (control & TO_CLIENT) != 0;
    found.disable_default_response = (control & NO_DEFAULT_RESPONSE) != 0;
    found.has_manufacturer = (control & MANUFACTURER_SPECIFIC) != 0;
    found.reserved = (uint8_t)(control >> RESERVED_AT);
    if (found.has_manufacturer) {
        if (take(&from, 2, &octets) != GB_OK) {
            return GB_TRUNCATED;
        }
        found.manufacturer = (uint16_t)little_endian(octets, 2);
    }
    if (take(&from, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    found.sequence = octets[0];
    found.command = octets[1];
    found.payload.size = left(&from);
    found.payload.data = found.payload.size > 0u ? data + from.at : NULL;
    *given = found;
    return GB_OK;
}

gb_result gb_frame_encode(const gb_frame *given, uint8_t *out, size_t capacity, size_t *written)
{
    parts made;
    unsigned control = 0;
    if (given == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    if (given->reserved > MOST_RESERVED || !are_there(given->payload.data, given->payload.size) ||
        (!given->has_manufacturer && given->manufacturer != 0u)) {
        return GB_BAD_VALUE;
    }
    memset(&made, 0, sizeof made);
    control |= given->of_cluster ? (unsigned)OF_CLUSTER : 0u;
    control |= given->has_manufacturer ? (unsigned)MANUFACTURER_SPECIFIC : 0u;
    control |= given->to_client ? (unsigned)TO_CLIENT : 0u;
    control |= given->disable_default_response ? (unsigned)NO_DEFAULT_RESPONSE : 0u;
    put(&made, (uint8_t)(control | (unsigned)given->reserved << RESERVED_AT));
    if (given->has_manufacturer) {
        put_little_endian(&made, given->manufacturer, 2);
    }
    put(&made, given->sequence);
    put(&made, given->command);
    made.body = given->payload;
    return hand_out(&made, out, capacity, written);
}

gb_result gb_frame_next_id(const uint8_t *data, size_t size, size_t *offset, uint16_t *attribute)
{
    cursor from;
    const uint8_t *octets;
    if (offset == NULL || attribute == NULL || !begin(&from, data, size, *offset)) {
        return GB_BAD_ARGUMENT;
    }
    if (left(&from) == 0u) {
        return GB_END;
    }
    if (take(&from, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    *attribute = (uint16_t)little_endian(octets, 2);
    *offset = from.at;
    return GB_OK;
}

gb_result gb_frame_put_id(uint16_t attribute, uint8_t *out, size_t capacity, size_t *written)
{
    parts made;
    if (written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    memset(&made, 0, sizeof made);
    put_little_endian(&made, attribute, 2);
    return hand_out(&made, out, capacity, written);
}

/** Whether the octets of a record are one value of its type. */
static bool is_value(const gb_record *record)
{
    size_t consumed = 0;
    return gb_measure_zcl(record->type, record->value.data, record->value.size, &consumed) == GB_OK &&
           consumed == record->value.size;
}

static gb_result put_record(const gb_record *record, bool with_status, uint8_t *out, size_t capacity, size_t *written)
{
    parts made;
    if (record == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    if (record->status == 0u ? !is_value(record) : !with_status || record->type != 0u || record->value.size > 0u) {
        return GB_BAD_VALUE;
    }
    memset(&made, 0, sizeof made);
    put_little_endian(&made, record->attribute, 2);
    if (with_status) {
        put(&made, record->status);
    }
    if (record->status == 0u) {
        put(&made, record->type);
        made.body = record->value;
    }
    return hand_out(&made, out, capacity, written);
}

gb_result gb_frame_put_response(const gb_record *record, uint8_t *out, size_t capacity, size_t *written)
{
    return put_record(record, true, out, capacity, written);
}

gb_result gb_frame_put_report(const gb_record *record, uint8_t *out, size_t capacity, size_t *written)
{
    return put_record(record, false, out, capacity, written);
}

gb_result gb_frame_next_write_status(const uint8_t *data, size_t size, size_t *offset, gb_frame_write_status *status)
{
    cursor from;
    const uint8_t *octets;
    gb_frame_write_status found;
    if (offset == NULL || status == NULL || !begin(&from, data, size, *offset)) {
        return GB_BAD_ARGUMENT;
    }
    if (left(&from) == 0u) {
        return size == 0u ? GB_TRUNCATED : GB_END;
    }
    memset(&found, 0, sizeof found);
    found.status = data[from.at++];
    if (found.status == 0u && size != 1u) {
        return GB_BAD_VALUE;
    }
    if (found.status != 0u) {
        if (take(&from, 2, &octets) != GB_OK) {
            return GB_TRUNCATED;
        }
        found.has_attribute = true;
        found.attribute = (uint16_t)little_endian(octets, 2);
    }
    *status = found;
    *offset = from.at;
    return GB_OK;
}

gb_result gb_frame_put_write_status(const gb_frame_write_status *status, uint8_t *out, size_t capacity,
                                    size_t *written)
{
    parts made;
    if (status == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    if ((status->status == 0u) == status->has_attribute) {
        return GB_BAD_VALUE;
    }
    memset(&made, 0, sizeof made);
    put(&made, status->status);
    if (status->has_attribute) {
        put_little_endian(&made, status->attribute, 2);
    }
    return hand_out(&made, out, capacity, written);
}

gb_result gb_frame_decode_default_response(const uint8_t *data, size_t size, uint8_t *command, uint8_t *status)
{
    if (command == NULL || status == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    if (size != 2u) {
        return size < 2u ? GB_TRUNCATED : GB_TRAILING;
    }
    *command = data[0];
    *status = data[1];
    return GB_OK;
}

gb_result gb_frame_default_response(const gb_frame *answered, uint8_t status, uint8_t payload[2], gb_frame *response)
{
    gb_frame made;
    if (answered == NULL || payload == NULL || response == NULL) {
        return GB_BAD_ARGUMENT;
    }
    memset(&made, 0, sizeof made);
    made.to_client = !answered->to_client;
    made.has_manufacturer = answered->has_manufacturer;
    made.manufacturer = answered->manufacturer;
    made.sequence = answered->sequence;
    made.command = GB_FRAME_DEFAULT_RESPONSE;
    payload[0] = answered->command;
    payload[1] = status;
    made.payload.data = payload;
    made.payload.size = 2;
    *response = made;
    return GB_OK;
}
