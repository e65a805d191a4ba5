/**
 * @file
 * The way from a codec to the wire that it is of. Every loop ends after at most the size of its input.
 */
#include "gb_codec.h"

#include <string.h>

#include "gb_wire.h"

/** How many octets the UTF-8 character at the start of `text` takes; 0 if it is none. */
static size_t utf8_character(const uint8_t *text, size_t size)
{
    static const uint32_t lowest[] = {0, 0, 0x80u, 0x800u, 0x10000u};
    uint32_t point;
    size_t count;
    size_t at;
    if (text[0] < 0x80u) {
        return 1;
    }
    count = text[0] >= 0xF0u ? 4u : (text[0] >= 0xE0u ? 3u : 2u);
    if (text[0] < 0xC0u || text[0] > 0xF4u || count > size) {
        return 0;
    }
    point = text[0] & (0xFFu >> (count + 1u));
    for (at = 1; at < count; at++) {
        if ((text[at] & 0xC0u) != 0x80u) {
            return 0;
        }
        point = (point << 6) | (text[at] & 0x3Fu);
    }
    if (point < lowest[count] || point > 0x10FFFFu || (point >= 0xD800u && point <= 0xDFFFu)) {
        return 0;
    }
    return count;
}

bool gb_is_utf8(gb_octets text)
{
    size_t at = 0;
    while (at < text.size) { /* moves on by at least 1 */
        const size_t count = utf8_character(text.data + at, text.size - at);
        if (count == 0u) {
            return false;
        }
        at += count;
    }
    return true;
}

gb_result gb_decode(gb_codec codec, uint32_t minimum, uint32_t maximum, const uint8_t *data, size_t size,
                    gb_value *value, size_t *consumed)
{
    limits allowed;
    cursor from;
    gb_value found;
    gb_result result = GB_NO_CODEC;
    if (value == NULL || consumed == NULL || (data == NULL && size > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    allowed.minimum = minimum;
    allowed.maximum = maximum;
    from.data = data;
    from.size = size;
    from.at = 0;
    memset(&found, 0, sizeof found);
    switch ((unsigned)codec >> 8) {
    case GROUP_AXDR:
    case GROUP_COMPOSED:
        result = gb_axdr_decode(codec, &from, allowed, &found);
        break;
    case GROUP_ZCL:
        result = gb_zcl_decode(codec, &from, &found);
        break;
    default:
        break;
    }
    if (result == GB_OK) {
        found.type = (uint16_t)codec;
        *value = found;
        *consumed = from.at;
    }
    return result;
}

gb_result gb_decode_exact(gb_codec codec, uint32_t minimum, uint32_t maximum, const uint8_t *data, size_t size,
                          gb_value *value)
{
    gb_value found;
    size_t consumed = 0;
    gb_result result;
    if (value == NULL) {
        return GB_BAD_ARGUMENT;
    }
    result = gb_decode(codec, minimum, maximum, data, size, &found, &consumed);
    if (result == GB_OK && consumed != size) {
        result = GB_TRAILING;
    }
    if (result == GB_OK) {
        *value = found;
    }
    return result;
}

gb_result gb_encode(gb_codec codec, uint32_t minimum, uint32_t maximum, const gb_value *value, uint8_t *out,
                    size_t capacity, size_t *written)
{
    limits allowed;
    parts made;
    gb_result result = GB_NO_CODEC;
    if (value == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    allowed.minimum = minimum;
    allowed.maximum = maximum;
    memset(&made, 0, sizeof made);
    switch ((unsigned)codec >> 8) {
    case GROUP_AXDR:
    case GROUP_COMPOSED:
        result = gb_axdr_encode(codec, value, allowed, &made);
        break;
    case GROUP_ZCL:
        result = gb_zcl_encode(codec, value, &made);
        break;
    default:
        break;
    }
    if (result != GB_OK) {
        return result;
    }
    if (made.head_size > capacity || made.body.size > capacity - made.head_size) {
        return GB_NO_ROOM;
    }
    memcpy(out, made.head, made.head_size);
    if (made.body.size > 0u) {
        memcpy(out + made.head_size, made.body.data, made.body.size);
    }
    *written = made.head_size + made.body.size;
    return GB_OK;
}
