/**
 * @file
 * GB's envelope of ZCL commands. Loops end after at most 255 components.
 */
#include "gb_gbz.h"

#include <string.h>

#include "gb_wire.h"

enum {
    IS_LAST = 0x01,
    IS_ENCRYPTED = 0x02,
    HAS_FROM_DATE_TIME = 0x10,
    KNOWN_BITS = IS_LAST | IS_ENCRYPTED | HAS_FROM_DATE_TIME,
    MOST_FRAME_HEADER = 5,
    MOST_COMMAND = 0xFFFF
};

static void begin(cursor *from, gb_octets octets)
{
    from->data = octets.data;
    from->size = octets.size;
    from->at = 0;
}

static gb_result take_start(cursor *from, uint8_t *count)
{
    const uint8_t *octets;
    if (take(from, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (big_endian(octets, 2) != GB_GBZ_PROFILE_ID) {
        return GB_BAD_VALUE;
    }
    if (take(from, 1, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    *count = octets[0];
    return GB_OK;
}

/** The ZCL header, and the length in front of what is ciphered. */
static gb_result take_frame(cursor *from, gb_gbz_component *component)
{
    gb_octets *payload = &component->frame.payload;
    const gb_result result = gb_frame_decode(from->data + from->at, left(from), &component->frame);
    if (result != GB_OK || !component->is_encrypted) {
        return result;
    }
    if (payload->size < 2u) {
        return GB_TRUNCATED;
    }
    if (big_endian(payload->data, 2) != payload->size - 2u) {
        return GB_BAD_LENGTH;
    }
    payload->size -= 2u;
    payload->data = payload->size > 0u ? payload->data + 2 : NULL;
    return GB_OK;
}

/** What the command length counts. */
static gb_result take_command(gb_octets command, gb_gbz_component *component)
{
    cursor from;
    const uint8_t *octets;
    begin(&from, command);
    if (component->has_from_date_time) {
        if (take(&from, 4, &octets) != GB_OK) {
            return GB_TRUNCATED;
        }
        component->from_date_time = (uint32_t)big_endian(octets, 4);
    }
    if (component->is_encrypted) {
        if (take(&from, 2, &octets) != GB_OK) {
            return GB_TRUNCATED;
        }
        component->additional_control = octets[0];
        component->frame_counter = octets[1];
    }
    return take_frame(&from, component);
}

static gb_result take_component(cursor *from, gb_gbz_component *component, bool *is_last)
{
    const uint8_t *octets;
    gb_octets command;
    uint8_t control;
    gb_result result;
    if (take(from, 1, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    control = octets[0];
    *is_last = (control & IS_LAST) != 0;
    component->is_encrypted = (control & IS_ENCRYPTED) != 0;
    component->has_from_date_time = (control & HAS_FROM_DATE_TIME) != 0;
    if (take(from, 4, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    component->cluster = (uint16_t)big_endian(octets, 2);
    command.size = (size_t)big_endian(octets + 2, 2);
    if (take(from, command.size, &command.data) != GB_OK) {
        return GB_TRUNCATED;
    }
    result = take_command(command, component);
    return result == GB_TRUNCATED ? GB_BAD_LENGTH : result;
}

/** The control field: no unknown bit, not encrypted with a from date time, and last only where it is. */
static gb_result check_control(const cursor *from, bool is_last)
{
    unsigned control;
    if (left(from) == 0u) {
        return GB_TRUNCATED;
    }
    control = from->data[from->at];
    if ((control & ~(unsigned)KNOWN_BITS) != 0u || (control & (IS_ENCRYPTED | HAS_FROM_DATE_TIME)) ==
                                                       (IS_ENCRYPTED | HAS_FROM_DATE_TIME)) {
        return GB_BAD_VALUE;
    }
    return ((control & IS_LAST) != 0u) == is_last ? GB_OK : GB_BAD_VALUE;
}

static gb_result take_components(cursor *from, uint8_t count, gb_gbz *message)
{
    const size_t start = from->at;
    unsigned taken;
    for (taken = 1; taken <= count; taken++) {
        gb_gbz_component component;
        bool is_last;
        gb_result result = check_control(from, taken == count);
        memset(&component, 0, sizeof component);
        if (result == GB_OK) {
            result = take_component(from, &component, &is_last);
        }
        if (result != GB_OK) {
            return result;
        }
    }
    if (left(from) > 0u) {
        return GB_TRAILING;
    }
    message->count = count;
    message->components.size = from->at - start;
    message->components.data = message->components.size > 0u ? from->data + start : NULL;
    return GB_OK;
}

gb_result gb_gbz_decode_exact(const uint8_t *data, size_t size, gb_gbz *message)
{
    cursor from;
    uint8_t count = 0;
    gb_result result;
    if (message == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    from.data = data;
    from.size = size;
    from.at = 0;
    result = take_start(&from, &count);
    return result == GB_OK ? take_components(&from, count, message) : result;
}

gb_result gb_gbz_next(const gb_gbz *message, size_t *offset, gb_gbz_component *component)
{
    cursor from;
    gb_gbz_component found;
    bool is_last = false;
    gb_result result;
    if (message == NULL || offset == NULL || component == NULL ||
        !are_there(message->components.data, message->components.size) || *offset > message->components.size) {
        return GB_BAD_ARGUMENT;
    }
    if (*offset == message->components.size) {
        return GB_END;
    }
    memset(&found, 0, sizeof found);
    begin(&from, message->components);
    from.at = *offset;
    result = take_component(&from, &found, &is_last);
    if (result == GB_OK) {
        *component = found;
        *offset = from.at;
    }
    return result;
}

/* Building ------------------------------------------------------------------------------------ */

/** Tell how many octets the command length of a component counts, or why it cannot be built. */
static gb_result measure(const gb_gbz_component *component, size_t *command)
{
    const gb_frame *frame = &component->frame;
    const size_t before = (component->has_from_date_time ? 4u : 0u) + (component->is_encrypted ? 4u : 0u);
    const size_t header = frame->has_manufacturer ? 5u : 3u;
    if ((component->is_encrypted && component->has_from_date_time) || frame->reserved > 7u ||
        (!frame->has_manufacturer && frame->manufacturer != 0u) ||
        !are_there(frame->payload.data, frame->payload.size)) {
        return GB_BAD_VALUE;
    }
    if (frame->payload.size > MOST_COMMAND - before - header) {
        return GB_BAD_LENGTH;
    }
    *command = before + header + frame->payload.size;
    return GB_OK;
}

static size_t put_at(uint8_t *out, size_t at, uint64_t number, size_t count)
{
    size_t left_over;
    for (left_over = count; left_over > 0u; left_over--) {
        out[at++] = (uint8_t)(number >> (8u * (left_over - 1u)));
    }
    return at;
}

/** Write a component that was measured, and that there is room for. */
static gb_result write_component(const gb_gbz_component *component, size_t command, bool is_last, uint8_t *out,
                                 size_t *at)
{
    gb_frame header = component->frame;
    const gb_octets payload = header.payload;
    size_t written = 0;
    gb_result result;
    unsigned control = is_last ? (unsigned)IS_LAST : 0u;
    control |= component->is_encrypted ? (unsigned)IS_ENCRYPTED : 0u;
    control |= component->has_from_date_time ? (unsigned)HAS_FROM_DATE_TIME : 0u;
    *at = put_at(out, *at, control, 1);
    *at = put_at(out, *at, component->cluster, 2);
    *at = put_at(out, *at, command, 2);
    if (component->has_from_date_time) {
        *at = put_at(out, *at, component->from_date_time, 4);
    }
    if (component->is_encrypted) {
        *at = put_at(out, *at, component->additional_control, 1);
        *at = put_at(out, *at, component->frame_counter, 1);
    }
    header.payload.data = NULL;
    header.payload.size = 0;
    result = gb_frame_encode(&header, out + *at, MOST_FRAME_HEADER, &written);
    *at += written;
    if (component->is_encrypted) {
        *at = put_at(out, *at, payload.size, 2);
    }
    if (payload.size > 0u) {
        memcpy(out + *at, payload.data, payload.size);
        *at += payload.size;
    }
    return result;
}

gb_result gb_gbz_encode(const gb_gbz_component *components, uint8_t count, uint8_t *out, size_t capacity,
                        size_t *written)
{
    size_t size = 3;
    size_t command = 0;
    size_t made;
    unsigned at;
    gb_result result = GB_OK;
    if (written == NULL || (components == NULL && count > 0u) || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    for (at = 0; at < count; at++) {
        result = measure(&components[at], &command);
        if (result != GB_OK) {
            return result;
        }
        size += 5u + command;
    }
    if (size > capacity) {
        return GB_NO_ROOM;
    }
    made = put_at(out, 0, GB_GBZ_PROFILE_ID, 2);
    made = put_at(out, made, count, 1);
    for (at = 0; at < count && result == GB_OK; at++) {
        result = measure(&components[at], &command);
        if (result == GB_OK) {
            result = write_component(&components[at], command, at + 1u == count, out, &made);
        }
    }
    if (result == GB_OK) {
        *written = made;
    }
    return result;
}

/* Alerts -------------------------------------------------------------------------------------- */

gb_result gb_gbz_decode_alert(const uint8_t *data, size_t size, gb_gbz_alert *alert)
{
    cursor from;
    const uint8_t *octets;
    gb_gbz_alert found;
    gb_result result;
    if (alert == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    memset(&found, 0, sizeof found);
    from.data = data;
    from.size = size;
    from.at = 0;
    result = take_start(&from, &found.count);
    if (result != GB_OK) {
        return result;
    }
    if (take(&from, 6, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    found.code = (uint16_t)big_endian(octets, 2);
    found.time = (uint32_t)big_endian(octets + 2, 4);
    found.content.size = left(&from);
    found.content.data = found.content.size > 0u ? data + from.at : NULL;
    *alert = found;
    return GB_OK;
}

gb_result gb_gbz_encode_alert(const gb_gbz_alert *alert, uint8_t *out, size_t capacity, size_t *written)
{
    size_t at;
    if (alert == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    if (!are_there(alert->content.data, alert->content.size)) {
        return GB_BAD_VALUE;
    }
    if (capacity < 9u || alert->content.size > capacity - 9u) {
        return GB_NO_ROOM;
    }
    at = put_at(out, 0, GB_GBZ_PROFILE_ID, 2);
    at = put_at(out, at, alert->count, 1);
    at = put_at(out, at, alert->code, 2);
    at = put_at(out, at, alert->time, 4);
    if (alert->content.size > 0u) {
        memcpy(out + at, alert->content.data, alert->content.size);
    }
    *written = at + alert->content.size;
    return GB_OK;
}

gb_result gb_gbz_alert_components(const gb_gbz_alert *alert, gb_gbz *message)
{
    cursor from;
    if (alert == NULL || message == NULL || !are_there(alert->content.data, alert->content.size)) {
        return GB_BAD_ARGUMENT;
    }
    begin(&from, alert->content);
    return take_components(&from, alert->count, message);
}
