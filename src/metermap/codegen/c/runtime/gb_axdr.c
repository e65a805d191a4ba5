/**
 * @file
 * A-XDR: how DLMS/COSEM data travels (IEC 61334-6). Every loop ends after at most the size of its input.
 */
#include "gb_wire.h"

enum {
    DATE_SIZE = 5,
    DATE_TIME_SIZE = 12
};

static gb_result check_tag(cursor *from, uint8_t tag)
{
    const uint8_t *found;
    if (take(from, 1, &found) != GB_OK) {
        return GB_TRUNCATED;
    }
    return *found == tag ? GB_OK : GB_BAD_TAG;
}

/** An A-XDR length: one octet below 0x80, or 0x81 to 0x84 and that many octets. */
static gb_result take_length(cursor *from, uint32_t *length)
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

static bool allows(limits size, uint64_t count)
{
    return count >= size.minimum && (size.maximum == GB_UNLIMITED || count <= size.maximum);
}

static bool is_ascii(gb_octets text)
{
    size_t at;
    for (at = 0; at < text.size; at++) {
        if (text.data[at] > 0x7Fu) {
            return false;
        }
    }
    return true;
}

static bool is_cosem_date(const gb_date *date)
{
    return (is_field(date->month, 0, 12) || date->month >= GB_MONTH_DST_END) &&
           (is_field(date->day, 0, 31) || date->day >= GB_DAY_SECOND_LAST) && is_field(date->day_of_week, 0, 7);
}

static bool is_deviation(int16_t deviation)
{
    return deviation == GB_NO_DEVIATION || (deviation >= -720 && deviation <= 840);
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
    gb_result result = take_length(from, &count);
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

/** Whether the bits behind the last one are 0. */
static bool unused_bits_are_clear(gb_bits bits)
{
    const uint32_t used = bits.count % 8u;
    return used == 0u || (bits.data[bits.count / 8u] & (0xFFu >> used)) == 0u;
}

static gb_result decode_bits(cursor *from, limits size, gb_value *value)
{
    uint32_t count = 0;
    gb_result result = take_length(from, &count);
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

/** The tag and the length of an octet-string of exactly `size` octets. */
static gb_result check_octet_string(cursor *from, uint32_t size)
{
    uint32_t count = 0;
    gb_result result = check_tag(from, GB_AXDR_OCTET_STRING & 0xFF);
    if (result == GB_OK) {
        result = take_length(from, &count);
    }
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
    gb_result result = check_tag(from, 0x02);
    if (result == GB_OK) {
        result = take_length(from, &members);
    }
    if (result == GB_OK && members != 2u) {
        result = GB_BAD_LENGTH;
    }
    if (result == GB_OK) {
        result = check_tag(from, GB_AXDR_INTEGER & 0xFF);
    }
    if (result == GB_OK) {
        result = decode_integer(from, 1, true, &scaler);
    }
    if (result == GB_OK) {
        result = check_tag(from, GB_AXDR_ENUM & 0xFF);
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

/** What stands behind a tag. */
static gb_result decode_axdr(gb_codec codec, cursor *from, limits size, gb_value *value)
{
    switch (codec) {
    case GB_AXDR_NULL_DATA:
        value->kind = GB_KIND_NONE;
        return GB_OK;
    case GB_AXDR_BOOLEAN:
        return decode_boolean(from, value);
    case GB_AXDR_BIT_STRING:
        return decode_bits(from, size, value);
    case GB_AXDR_DOUBLE_LONG:
        return decode_integer(from, 4, true, value);
    case GB_AXDR_DOUBLE_LONG_UNSIGNED:
        return decode_integer(from, 4, false, value);
    case GB_AXDR_OCTET_STRING:
        return decode_octets(from, size, value);
    case GB_AXDR_VISIBLE_STRING:
        return decode_text(from, size, is_ascii, value);
    case GB_AXDR_UTF8_STRING:
        return decode_text(from, size, gb_is_utf8, value);
    case GB_AXDR_INTEGER:
        return decode_integer(from, 1, true, value);
    case GB_AXDR_LONG:
        return decode_integer(from, 2, true, value);
    case GB_AXDR_UNSIGNED:
    case GB_AXDR_ENUM:
        return decode_integer(from, 1, false, value);
    case GB_AXDR_LONG_UNSIGNED:
        return decode_integer(from, 2, false, value);
    case GB_AXDR_LONG64:
        return decode_integer(from, 8, true, value);
    case GB_AXDR_LONG64_UNSIGNED:
        return decode_integer(from, 8, false, value);
    case GB_AXDR_FLOAT32:
        return decode_float(from, 4, GB_KIND_FLOAT32, value);
    case GB_AXDR_FLOAT64:
        return decode_float(from, 8, GB_KIND_FLOAT64, value);
    case GB_AXDR_DATE_TIME_TAGGED:
        return decode_date_time(from, value);
    default:
        return GB_NO_CODEC;
    }
}

static gb_result decode_composed(gb_codec codec, cursor *from, gb_value *value)
{
    gb_result result;
    switch (codec) {
    case GB_AXDR_DATE_TIME:
        result = check_octet_string(from, DATE_TIME_SIZE);
        return result == GB_OK ? decode_date_time(from, value) : result;
    case GB_AXDR_DATE:
        result = check_octet_string(from, DATE_SIZE);
        return result == GB_OK ? decode_date(from, value) : result;
    case GB_AXDR_TIME:
        result = check_octet_string(from, TIME_SIZE);
        return result == GB_OK ? decode_time(from, value) : result;
    case GB_AXDR_SCALER_UNIT:
        return decode_scaler_unit(from, value);
    default:
        return GB_NO_CODEC;
    }
}

gb_result gb_axdr_decode(gb_codec codec, cursor *from, limits size, gb_value *value)
{
    gb_result result;
    if ((unsigned)codec >> 8 == GROUP_COMPOSED) {
        return decode_composed(codec, from, value);
    }
    result = check_tag(from, (uint8_t)((unsigned)codec & 0xFFu));
    return result == GB_OK ? decode_axdr(codec, from, size, value) : result;
}

/* Encoding ------------------------------------------------------------------------------------ */

static void put_length(parts *to, uint32_t length)
{
    size_t count = 1;
    if (length < 0x80u) {
        put(to, (uint8_t)length);
        return;
    }
    while (count < 4u && (length >> (8u * count)) != 0u) {
        count++;
    }
    put(to, (uint8_t)(0x80u + count));
    put_big_endian(to, length, count);
}

static gb_result encode_unsigned(parts *to, const gb_value *value, size_t size)
{
    if (value->kind != GB_KIND_UNSIGNED || !fits_unsigned(value->as.number, size)) {
        return GB_BAD_VALUE;
    }
    put_big_endian(to, value->as.number, size);
    return GB_OK;
}

static gb_result encode_signed(parts *to, const gb_value *value, size_t size)
{
    if (value->kind != GB_KIND_SIGNED || !fits_signed(value->as.signed_number, size)) {
        return GB_BAD_VALUE;
    }
    put_big_endian(to, (uint64_t)value->as.signed_number, size);
    return GB_OK;
}

static gb_result encode_float(parts *to, const gb_value *value, gb_kind kind, size_t size)
{
    if (value->kind != kind || !fits_unsigned(value->as.number, size)) {
        return GB_BAD_VALUE;
    }
    put_big_endian(to, value->as.number, size);
    return GB_OK;
}

static gb_result encode_octets(parts *to, const gb_value *value, limits size, gb_kind kind)
{
    const gb_octets octets = value->as.octets;
    if (value->kind != kind || !are_there(octets.data, octets.size)) {
        return GB_BAD_VALUE;
    }
    if (octets.size > UINT32_MAX || !allows(size, octets.size)) {
        return GB_BAD_LENGTH;
    }
    put_length(to, (uint32_t)octets.size);
    to->body = octets;
    return GB_OK;
}

static gb_result encode_text(parts *to, const gb_value *value, limits size, bool (*is_text)(gb_octets))
{
    const gb_result result = encode_octets(to, value, size, GB_KIND_TEXT);
    if (result != GB_OK) {
        return result;
    }
    return is_text(value->as.octets) ? GB_OK : GB_BAD_VALUE;
}

static gb_result encode_bits(parts *to, const gb_value *value, limits size)
{
    const gb_bits bits = value->as.bits;
    if (value->kind != GB_KIND_BITS || !are_there(bits.data, bits.count)) {
        return GB_BAD_VALUE;
    }
    if (!allows(size, bits.count)) {
        return GB_BAD_LENGTH;
    }
    if (!unused_bits_are_clear(bits)) {
        return GB_BAD_VALUE;
    }
    put_length(to, bits.count);
    to->body.data = bits.data;
    to->body.size = bits.count / 8u + (bits.count % 8u != 0u);
    return GB_OK;
}

static void put_date(parts *to, const gb_date *date)
{
    put_big_endian(to, date->year, 2);
    put(to, date->month);
    put(to, date->day);
    put(to, date->day_of_week);
}

static gb_result encode_date_time(parts *to, const gb_value *value)
{
    const gb_date_time *moment = &value->as.date_time;
    if (value->kind != GB_KIND_DATE_TIME || !is_cosem_date(&moment->date) || !is_time(&moment->time) ||
        !is_deviation(moment->deviation)) {
        return GB_BAD_VALUE;
    }
    put_date(to, &moment->date);
    put_time(to, &moment->time);
    put_big_endian(to, (uint16_t)moment->deviation, 2);
    put(to, moment->clock_status);
    return GB_OK;
}

static gb_result encode_axdr(gb_codec codec, const gb_value *value, limits size, parts *to)
{
    put(to, (uint8_t)((unsigned)codec & 0xFFu));
    switch (codec) {
    case GB_AXDR_NULL_DATA:
        return value->kind == GB_KIND_NONE ? GB_OK : GB_BAD_VALUE;
    case GB_AXDR_BOOLEAN:
        return encode_boolean(to, value);
    case GB_AXDR_BIT_STRING:
        return encode_bits(to, value, size);
    case GB_AXDR_DOUBLE_LONG:
        return encode_signed(to, value, 4);
    case GB_AXDR_DOUBLE_LONG_UNSIGNED:
        return encode_unsigned(to, value, 4);
    case GB_AXDR_OCTET_STRING:
        return encode_octets(to, value, size, GB_KIND_OCTETS);
    case GB_AXDR_VISIBLE_STRING:
        return encode_text(to, value, size, is_ascii);
    case GB_AXDR_UTF8_STRING:
        return encode_text(to, value, size, gb_is_utf8);
    case GB_AXDR_INTEGER:
        return encode_signed(to, value, 1);
    case GB_AXDR_LONG:
        return encode_signed(to, value, 2);
    case GB_AXDR_UNSIGNED:
    case GB_AXDR_ENUM:
        return encode_unsigned(to, value, 1);
    case GB_AXDR_LONG_UNSIGNED:
        return encode_unsigned(to, value, 2);
    case GB_AXDR_LONG64:
        return encode_signed(to, value, 8);
    case GB_AXDR_LONG64_UNSIGNED:
        return encode_unsigned(to, value, 8);
    case GB_AXDR_FLOAT32:
        return encode_float(to, value, GB_KIND_FLOAT32, 4);
    case GB_AXDR_FLOAT64:
        return encode_float(to, value, GB_KIND_FLOAT64, 8);
    case GB_AXDR_DATE_TIME_TAGGED:
        return encode_date_time(to, value);
    default:
        return GB_NO_CODEC;
    }
}

static gb_result encode_scaler_unit(parts *to, const gb_value *value)
{
    if (value->kind != GB_KIND_SCALER_UNIT) {
        return GB_BAD_VALUE;
    }
    put(to, 0x02);
    put(to, 2);
    put(to, GB_AXDR_INTEGER & 0xFF);
    put(to, (uint8_t)value->as.scaler_unit.scaler);
    put(to, GB_AXDR_ENUM & 0xFF);
    put(to, value->as.scaler_unit.unit);
    return GB_OK;
}

static gb_result encode_composed(gb_codec codec, const gb_value *value, parts *to)
{
    if (codec == GB_AXDR_SCALER_UNIT) {
        return encode_scaler_unit(to, value);
    }
    put(to, GB_AXDR_OCTET_STRING & 0xFF);
    switch (codec) {
    case GB_AXDR_DATE_TIME:
        put(to, DATE_TIME_SIZE);
        return encode_date_time(to, value);
    case GB_AXDR_DATE:
        put(to, DATE_SIZE);
        if (value->kind != GB_KIND_DATE || !is_cosem_date(&value->as.date)) {
            return GB_BAD_VALUE;
        }
        put_date(to, &value->as.date);
        return GB_OK;
    case GB_AXDR_TIME:
        put(to, TIME_SIZE);
        if (value->kind != GB_KIND_TIME || !is_time(&value->as.time)) {
            return GB_BAD_VALUE;
        }
        put_time(to, &value->as.time);
        return GB_OK;
    default:
        return GB_NO_CODEC;
    }
}

gb_result gb_axdr_encode(gb_codec codec, const gb_value *value, limits size, parts *to)
{
    if ((unsigned)codec >> 8 == GROUP_COMPOSED) {
        return encode_composed(codec, value, to);
    }
    return encode_axdr(codec, value, size, to);
}
