/**
 * @file
 * A-XDR: how DLMS/COSEM data is written (IEC 61334-6). Every loop ends after at most 8 rounds.
 */
#include "gb_wire.h"

size_t gb_put_length(uint8_t octets[LENGTH_SIZE], uint32_t length)
{
    size_t count = 1;
    size_t at;
    if (length < 0x80u) {
        octets[0] = (uint8_t)length;
        return 1;
    }
    while (count < 4u && (length >> (8u * count)) != 0u) {
        count++;
    }
    octets[0] = (uint8_t)(0x80u + count);
    for (at = 0; at < count; at++) {
        octets[at + 1u] = (uint8_t)(length >> (8u * (count - 1u - at)));
    }
    return count + 1u;
}

static void put_length(parts *to, uint32_t length)
{
    to->head_size += gb_put_length(to->head + to->head_size, length);
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

static gb_result encode_date(parts *to, const gb_value *value)
{
    if (value->kind != GB_KIND_DATE || !is_cosem_date(&value->as.date)) {
        return GB_BAD_VALUE;
    }
    put_date(to, &value->as.date);
    return GB_OK;
}

static gb_result encode_time(parts *to, const gb_value *value)
{
    if (value->kind != GB_KIND_TIME || !is_time(&value->as.time)) {
        return GB_BAD_VALUE;
    }
    put_time(to, &value->as.time);
    return GB_OK;
}

static gb_result encode_simple(gb_codec codec, const gb_value *value, limits size, parts *to)
{
    switch (codec) {
    case GB_AXDR_NULL_DATA:
    case GB_AXDR_DONT_CARE:
        return value->kind == GB_KIND_NONE ? GB_OK : GB_BAD_VALUE;
    case GB_AXDR_BOOLEAN:
        return encode_boolean(to, value);
    case GB_AXDR_BIT_STRING:
        return encode_bits(to, value, size);
    case GB_AXDR_OCTET_STRING:
        return encode_octets(to, value, size, GB_KIND_OCTETS);
    case GB_AXDR_VISIBLE_STRING:
        return encode_text(to, value, size, is_ascii);
    case GB_AXDR_UTF8_STRING:
        return encode_text(to, value, size, gb_is_utf8);
    case GB_AXDR_FLOAT32:
        return encode_float(to, value, GB_KIND_FLOAT32, 4);
    case GB_AXDR_FLOAT64:
        return encode_float(to, value, GB_KIND_FLOAT64, 8);
    case GB_AXDR_DATE_TIME_TAGGED:
        return encode_date_time(to, value);
    case GB_AXDR_DATE_TAGGED:
        return encode_date(to, value);
    case GB_AXDR_TIME_TAGGED:
        return encode_time(to, value);
    default:
        return GB_NO_CODEC;
    }
}

static gb_result encode_dated(gb_codec codec, const gb_value *value, parts *to)
{
    switch (codec) {
    case GB_AXDR_DATE_TIME:
        put(to, DATE_TIME_SIZE);
        return encode_date_time(to, value);
    case GB_AXDR_DATE:
        put(to, DATE_SIZE);
        return encode_date(to, value);
    case GB_AXDR_TIME:
        put(to, TIME_SIZE);
        return encode_time(to, value);
    default:
        return GB_NO_CODEC;
    }
}

gb_result gb_axdr_encode_content(gb_codec codec, const gb_value *value, limits size, parts *to)
{
    const whole_number type = whole_number_of(codec);
    if (type.size != 0u) {
        return type.is_signed ? encode_signed(to, value, type.size) : encode_unsigned(to, value, type.size);
    }
    return (unsigned)codec >> 8 == GROUP_COMPOSED ? encode_dated(codec, value, to)
                                                  : encode_simple(codec, value, size, to);
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

gb_result gb_axdr_encode(gb_codec codec, const gb_value *value, limits size, parts *to)
{
    if (codec == GB_AXDR_SCALER_UNIT) {
        return encode_scaler_unit(to, value);
    }
    put(to, tag_of(codec));
    return gb_axdr_encode_content(codec, value, size, to);
}
