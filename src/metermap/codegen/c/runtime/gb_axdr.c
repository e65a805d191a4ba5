/**
 * @file
 * A-XDR: how DLMS/COSEM data is read (IEC 61334-6). Every loop ends after at most the size of its input.
 */
#include "gb_wire.h"

gb_result gb_check_tag(cursor *from, uint8_t tag)
{
    const uint8_t *found;
    if (take(from, 1, &found) != GB_OK) {
        return GB_TRUNCATED;
    }
    return *found == tag ? GB_OK : GB_BAD_TAG;
}

gb_result gb_take_length(cursor *from, uint32_t *length)
{
    const uint8_t *octets;
    size_t count;
    if (take(from, 1, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (octets[0] < 0x80u) {
        *length = octets[0];
        return GB_OK;
    }
    count = octets[0] - 0x80u;
    if (count < 1u || count > 4u) {
        return GB_BAD_LENGTH;
    }
    if (take(from, count, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    *length = (uint32_t)big_endian(octets, count);
    return GB_OK;
}

static gb_date cosem_date(const uint8_t *octets)
{
    gb_date date;
    date.year = (uint16_t)big_endian(octets, 2);
    date.month = octets[2];
    date.day = octets[3];
    date.day_of_week = octets[4];
    return date;
}

static gb_result decode_integer(cursor *from, size_t size, bool is_signed, gb_value *value)
{
    const uint8_t *octets;
    if (take(from, size, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (is_signed) {
        value->kind = GB_KIND_SIGNED;
        value->as.signed_number = sign_extended(big_endian(octets, size), size);
    } else {
        value->kind = GB_KIND_UNSIGNED;
        value->as.number = big_endian(octets, size);
    }
    return GB_OK;
}

static gb_result decode_float(cursor *from, size_t size, gb_kind kind, gb_value *value)
{
    const gb_result result = decode_integer(from, size, false, value);
    value->kind = kind;
    return result;
}

static gb_result decode_boolean(cursor *from, gb_value *value)
{
    const uint8_t *octet;
    if (take(from, 1, &octet) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = GB_KIND_BOOLEAN;
    value->as.boolean = *octet != 0u;
    return GB_OK;
}

static gb_result decode_octets(cursor *from, limits size, gb_value *value)
{
    uint32_t count = 0;
    gb_result result = gb_take_length(from, &count);
    if (result != GB_OK) {
        return result;
    }
    if (!allows(size, count)) {
        return GB_BAD_LENGTH;
    }
    value->kind = GB_KIND_OCTETS;
    value->as.octets.size = count;
    return take(from, count, &value->as.octets.data);
}

static gb_result decode_text(cursor *from, limits size, bool (*is_text)(gb_octets), gb_value *value)
{
    const gb_result result = decode_octets(from, size, value);
    if (result != GB_OK) {
        return result;
    }
    value->kind = GB_KIND_TEXT;
    return is_text(value->as.octets) ? GB_OK : GB_BAD_VALUE;
}

static gb_result decode_bits(cursor *from, limits size, gb_value *value)
{
    uint32_t count = 0;
    gb_result result = gb_take_length(from, &count);
    if (result != GB_OK) {
        return result;
    }
    if (!allows(size, count)) {
        return GB_BAD_LENGTH;
    }
    value->kind = GB_KIND_BITS;
    value->as.bits.count = count;
    result = take(from, count / 8u + (count % 8u != 0u), &value->as.bits.data);
    if (result != GB_OK) {
        return result;
    }
    return unused_bits_are_clear(value->as.bits) ? GB_OK : GB_BAD_VALUE;
}

static gb_result decode_date_time(cursor *from, gb_value *value)
{
    const uint8_t *octets;
    gb_date_time *moment = &value->as.date_time;
    if (take(from, DATE_TIME_SIZE, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = GB_KIND_DATE_TIME;
    moment->date = cosem_date(octets);
    moment->time = time_of(octets + DATE_SIZE);
    moment->deviation = (int16_t)sign_extended(big_endian(octets + 9, 2), 2);
    moment->clock_status = octets[11];
    return is_cosem_date(&moment->date) && is_time(&moment->time) && is_deviation(moment->deviation) ? GB_OK
                                                                                                    : GB_BAD_VALUE;
}

/** The length of an octet-string of exactly `size` octets. */
static gb_result check_size(cursor *from, uint32_t size)
{
    uint32_t count = 0;
    const gb_result result = gb_take_length(from, &count);
    if (result != GB_OK) {
        return result;
    }
    return count == size ? GB_OK : GB_BAD_LENGTH;
}

static gb_result decode_date(cursor *from, gb_value *value)
{
    const uint8_t *octets;
    if (take(from, DATE_SIZE, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = GB_KIND_DATE;
    value->as.date = cosem_date(octets);
    return is_cosem_date(&value->as.date) ? GB_OK : GB_BAD_VALUE;
}

static gb_result decode_time(cursor *from, gb_value *value)
{
    const uint8_t *octets;
    if (take(from, TIME_SIZE, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = GB_KIND_TIME;
    value->as.time = time_of(octets);
    return is_time(&value->as.time) ? GB_OK : GB_BAD_VALUE;
}

static gb_result decode_scaler_unit(cursor *from, gb_value *value)
{
    uint32_t members = 0;
    gb_value scaler;
    gb_value unit;
    gb_result result = gb_check_tag(from, 0x02);
    if (result == GB_OK) {
        result = gb_take_length(from, &members);
    }
    if (result == GB_OK && members != 2u) {
        result = GB_BAD_LENGTH;
    }
    if (result == GB_OK) {
        result = gb_check_tag(from, GB_AXDR_INTEGER & 0xFF);
    }
    if (result == GB_OK) {
        result = decode_integer(from, 1, true, &scaler);
    }
    if (result == GB_OK) {
        result = gb_check_tag(from, GB_AXDR_ENUM & 0xFF);
    }
    if (result == GB_OK) {
        result = decode_integer(from, 1, false, &unit);
    }
    if (result != GB_OK) {
        return result;
    }
    value->kind = GB_KIND_SCALER_UNIT;
    value->as.scaler_unit.scaler = (int8_t)scaler.as.signed_number;
    value->as.scaler_unit.unit = (uint8_t)unit.as.number;
    return GB_OK;
}

static gb_result decode_simple(gb_codec codec, cursor *from, limits size, gb_value *value)
{
    switch (codec) {
    case GB_AXDR_NULL_DATA:
    case GB_AXDR_DONT_CARE:
        value->kind = GB_KIND_NONE;
        return GB_OK;
    case GB_AXDR_BOOLEAN:
        return decode_boolean(from, value);
    case GB_AXDR_BIT_STRING:
        return decode_bits(from, size, value);
    case GB_AXDR_OCTET_STRING:
        return decode_octets(from, size, value);
    case GB_AXDR_VISIBLE_STRING:
        return decode_text(from, size, is_ascii, value);
    case GB_AXDR_UTF8_STRING:
        return decode_text(from, size, gb_is_utf8, value);
    case GB_AXDR_FLOAT32:
        return decode_float(from, 4, GB_KIND_FLOAT32, value);
    case GB_AXDR_FLOAT64:
        return decode_float(from, 8, GB_KIND_FLOAT64, value);
    case GB_AXDR_DATE_TIME_TAGGED:
        return decode_date_time(from, value);
    case GB_AXDR_DATE_TAGGED:
        return decode_date(from, value);
    case GB_AXDR_TIME_TAGGED:
        return decode_time(from, value);
    default:
        return GB_NO_CODEC;
    }
}

/** A date or a time in an octet-string. */
static gb_result decode_dated(gb_codec codec, cursor *from, gb_value *value)
{
    gb_result result;
    switch (codec) {
    case GB_AXDR_DATE_TIME:
        result = check_size(from, DATE_TIME_SIZE);
        return result == GB_OK ? decode_date_time(from, value) : result;
    case GB_AXDR_DATE:
        result = check_size(from, DATE_SIZE);
        return result == GB_OK ? decode_date(from, value) : result;
    case GB_AXDR_TIME:
        result = check_size(from, TIME_SIZE);
        return result == GB_OK ? decode_time(from, value) : result;
    default:
        return GB_NO_CODEC;
    }
}

gb_result gb_axdr_content(gb_codec codec, cursor *from, limits size, gb_value *value)
{
    const whole_number type = whole_number_of(codec);
    if (type.size != 0u) {
        return decode_integer(from, type.size, type.is_signed, value);
    }
    return (unsigned)codec >> 8 == GROUP_COMPOSED ? decode_dated(codec, from, value)
                                                  : decode_simple(codec, from, size, value);
}

gb_result gb_axdr_decode(gb_codec codec, cursor *from, limits size, gb_value *value)
{
    gb_result result;
    if (codec == GB_AXDR_SCALER_UNIT) {
        return decode_scaler_unit(from, value);
    }
    result = gb_check_tag(from, tag_of(codec));
    return result == GB_OK ? gb_axdr_content(codec, from, size, value) : result;
}
