/**
 * @file
 * ZCL: how Smart Energy attributes travel (ZigBee Cluster Library). Every loop ends after at most the size of its input.
 */
#include "gb_wire.h"

#include <string.h>

/** How a ZCL type is made. */
typedef enum family {
    FAMILY_NONE,
    FAMILY_PLAIN,    /* every code is a value */
    FAMILY_UNSIGNED, /* all ones is the non-value */
    FAMILY_SIGNED,   /* the most negative code is the non-value */
    FAMILY_BOOL,
    FAMILY_FLOAT,    /* any NaN is the non-value */
    FAMILY_OCTETS,   /* `size` is that of the length; all ones is the non-value */
    FAMILY_TEXT,
    FAMILY_TIME,
    FAMILY_DATE,
    FAMILY_KEY
} family;

typedef struct zcl_type {
    family kind;
    size_t size;
} zcl_type;

static zcl_type zcl_type_of(gb_codec codec)
{
    static const zcl_type others[256] = {
        [0x10] = {FAMILY_BOOL, 1},      [0x30] = {FAMILY_UNSIGNED, 1}, [0x31] = {FAMILY_UNSIGNED, 2},
        [0x38] = {FAMILY_FLOAT, 2},     [0x39] = {FAMILY_FLOAT, 4},    [0x3A] = {FAMILY_FLOAT, 8},
        [0x41] = {FAMILY_OCTETS, 1},    [0x42] = {FAMILY_TEXT, 1},     [0x43] = {FAMILY_OCTETS, 2},
        [0x44] = {FAMILY_TEXT, 2},      [0xE0] = {FAMILY_TIME, 4},     [0xE1] = {FAMILY_DATE, 4},
        [0xE2] = {FAMILY_UNSIGNED, 4},  [0xE8] = {FAMILY_UNSIGNED, 2}, [0xE9] = {FAMILY_UNSIGNED, 2},
        [0xEA] = {FAMILY_UNSIGNED, 4},  [0xF0] = {FAMILY_UNSIGNED, 8}, [0xF1] = {FAMILY_KEY, 16},
    };
    const uint8_t id = (uint8_t)((unsigned)codec & 0xFFu);
    zcl_type type = others[id];
    switch (id >> 3) {
    case 0x01: /* data8 to data64 */
    case 0x03: /* map8 to map64 */
        type.kind = FAMILY_PLAIN;
        break;
    case 0x04:
        type.kind = FAMILY_UNSIGNED;
        break;
    case 0x05:
        type.kind = FAMILY_SIGNED;
        break;
    default:
        return type;
    }
    type.size = (id & 7u) + 1u; /* the sized types stand in groups of eight */
    return type;
}

bool gb_zcl_is_simple(uint8_t type)
{
    return zcl_type_of((gb_codec)(GROUP_ZCL << 8 | type)).kind != FAMILY_NONE;
}

static uint64_t infinity_bits(size_t size)
{
    return size == 2u ? 0x7C00u : (size == 4u ? 0x7F800000u : 0x7FF0000000000000u);
}

static gb_kind float_kind(size_t size)
{
    return size == 2u ? GB_KIND_FLOAT16 : (size == 4u ? GB_KIND_FLOAT32 : GB_KIND_FLOAT64);
}

static gb_result decode_number(cursor *from, zcl_type type, gb_value *value)
{
    const uint8_t *octets;
    uint64_t number;
    if (take(from, type.size, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    number = little_endian(octets, type.size);
    value->kind = GB_KIND_UNSIGNED;
    value->as.number = number;
    if (type.kind == FAMILY_UNSIGNED && number == all_ones(type.size)) {
        value->kind = GB_KIND_NONE;
    } else if (type.kind == FAMILY_SIGNED) {
        value->kind = number == (uint64_t)1 << (8u * type.size - 1u) ? GB_KIND_NONE : GB_KIND_SIGNED;
        value->as.signed_number = sign_extended(number, type.size);
    } else if (type.kind == FAMILY_FLOAT) {
        const uint64_t magnitude = number & (all_ones(type.size) >> 1);
        value->kind = magnitude > infinity_bits(type.size) ? GB_KIND_NONE : float_kind(type.size);
    }
    return GB_OK;
}

static gb_result decode_bool(cursor *from, gb_value *value)
{
    const uint8_t *octet;
    if (take(from, 1, &octet) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (*octet > 1u && *octet != GB_ANY) {
        return GB_BAD_VALUE;
    }
    value->kind = *octet == GB_ANY ? GB_KIND_NONE : GB_KIND_BOOLEAN;
    value->as.boolean = *octet == 1u;
    return GB_OK;
}

static gb_result decode_string(cursor *from, zcl_type type, gb_value *value)
{
    const uint8_t *octets;
    size_t count;
    if (take(from, type.size, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    count = (size_t)little_endian(octets, type.size);
    value->kind = GB_KIND_NONE;
    if (count == all_ones(type.size)) {
        return GB_OK;
    }
    value->kind = type.kind == FAMILY_TEXT ? GB_KIND_TEXT : GB_KIND_OCTETS;
    value->as.octets.size = count;
    if (take(from, count, &value->as.octets.data) != GB_OK) {
        return GB_TRUNCATED;
    }
    return type.kind == FAMILY_OCTETS || gb_is_utf8(value->as.octets) ? GB_OK : GB_BAD_VALUE;
}

static gb_result decode_time_of_day(cursor *from, gb_value *value)
{
    const uint8_t *octets;
    if (take(from, TIME_SIZE, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = big_endian(octets, TIME_SIZE) == UINT32_MAX ? GB_KIND_NONE : GB_KIND_TIME;
    value->as.time = time_of(octets);
    return is_time(&value->as.time) ? GB_OK : GB_BAD_VALUE;
}

static bool is_zcl_date(const gb_date *date)
{
    return is_field(date->month, 1, 12) && is_field(date->day, 1, 31) && is_field(date->day_of_week, 1, 7) &&
           (date->year == GB_ANY_YEAR || (date->year >= 1900u && date->year < 1900u + GB_ANY));
}

static gb_result decode_zcl_date(cursor *from, gb_value *value)
{
    const uint8_t *octets;
    gb_date *date = &value->as.date;
    if (take(from, 4, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    value->kind = big_endian(octets, 4) == UINT32_MAX ? GB_KIND_NONE : GB_KIND_DATE;
    date->year = (uint16_t)(octets[0] == GB_ANY ? GB_ANY_YEAR : 1900u + octets[0]);
    date->month = octets[1];
    date->day = octets[2];
    date->day_of_week = octets[3];
    return is_zcl_date(date) ? GB_OK : GB_BAD_VALUE;
}

gb_result gb_zcl_decode(gb_codec codec, cursor *from, gb_value *value)
{
    const zcl_type type = zcl_type_of(codec);
    switch (type.kind) {
    case FAMILY_PLAIN:
    case FAMILY_UNSIGNED:
    case FAMILY_SIGNED:
    case FAMILY_FLOAT:
        return decode_number(from, type, value);
    case FAMILY_BOOL:
        return decode_bool(from, value);
    case FAMILY_OCTETS:
    case FAMILY_TEXT:
        return decode_string(from, type, value);
    case FAMILY_TIME:
        return decode_time_of_day(from, value);
    case FAMILY_DATE:
        return decode_zcl_date(from, value);
    case FAMILY_KEY:
        value->kind = GB_KIND_OCTETS;
        value->as.octets.size = type.size;
        return take(from, type.size, &value->as.octets.data);
    case FAMILY_NONE:
    default:
        return GB_NO_CODEC;
    }
}

/* Encoding ------------------------------------------------------------------------------------ */

/** The code that a ZCL type sends for "no value"; for a float the quiet NaN. */
static uint64_t non_value(zcl_type type)
{
    if (type.kind == FAMILY_SIGNED) {
        return (uint64_t)1 << (8u * type.size - 1u);
    }
    if (type.kind == FAMILY_FLOAT) {
        const unsigned fraction = type.size == 2u ? 10u : (type.size == 4u ? 23u : 52u);
        return infinity_bits(type.size) | (uint64_t)1 << (fraction - 1u);
    }
    return all_ones(type.size);
}

static gb_result encode_number(parts *to, zcl_type type, const gb_value *value)
{
    const bool is_signed = type.kind == FAMILY_SIGNED;
    const gb_kind expected = type.kind == FAMILY_FLOAT ? float_kind(type.size)
                             : is_signed               ? GB_KIND_SIGNED
                                                       : GB_KIND_UNSIGNED;
    uint64_t number;
    if (value->kind == GB_KIND_NONE && type.kind != FAMILY_PLAIN) {
        put_little_endian(to, non_value(type), type.size);
        return GB_OK;
    }
    if (value->kind != expected) {
        return GB_BAD_VALUE;
    }
    number = is_signed ? (uint64_t)value->as.signed_number : value->as.number;
    if (is_signed ? !fits_signed(value->as.signed_number, type.size) : !fits_unsigned(number, type.size)) {
        return GB_BAD_VALUE;
    }
    number &= all_ones(type.size);
    if ((is_signed || type.kind == FAMILY_UNSIGNED) && number == non_value(type)) {
        return GB_BAD_VALUE;
    }
    put_little_endian(to, number, type.size);
    return GB_OK;
}

static gb_result encode_string(parts *to, zcl_type type, const gb_value *value)
{
    const gb_kind expected = type.kind == FAMILY_TEXT ? GB_KIND_TEXT : GB_KIND_OCTETS;
    const gb_octets octets = value->as.octets;
    if (value->kind == GB_KIND_NONE) {
        put_little_endian(to, all_ones(type.size), type.size);
        return GB_OK;
    }
    if (value->kind != expected || !are_there(octets.data, octets.size)) {
        return GB_BAD_VALUE;
    }
    if (octets.size >= all_ones(type.size)) {
        return GB_BAD_LENGTH;
    }
    put_little_endian(to, octets.size, type.size);
    to->body = octets;
    return type.kind == FAMILY_OCTETS || gb_is_utf8(octets) ? GB_OK : GB_BAD_VALUE;
}

static gb_result encode_zcl_date(parts *to, const gb_value *value)
{
    const gb_date *date = &value->as.date;
    if (value->kind == GB_KIND_NONE) {
        put_little_endian(to, UINT32_MAX, 4);
        return GB_OK;
    }
    if (value->kind != GB_KIND_DATE || !is_zcl_date(date)) {
        return GB_BAD_VALUE;
    }
    put(to, (uint8_t)(date->year == GB_ANY_YEAR ? GB_ANY : date->year - 1900u));
    put(to, date->month);
    put(to, date->day);
    put(to, date->day_of_week);
    return GB_OK;
}

static gb_result encode_time_of_day(parts *to, const gb_value *value)
{
    if (value->kind == GB_KIND_NONE) {
        put_little_endian(to, UINT32_MAX, 4);
        return GB_OK;
    }
    if (value->kind != GB_KIND_TIME || !is_time(&value->as.time)) {
        return GB_BAD_VALUE;
    }
    put_time(to, &value->as.time);
    return GB_OK;
}

gb_result gb_zcl_encode(gb_codec codec, const gb_value *value, parts *to)
{
    const zcl_type type = zcl_type_of(codec);
    switch (type.kind) {
    case FAMILY_PLAIN:
    case FAMILY_UNSIGNED:
    case FAMILY_SIGNED:
    case FAMILY_FLOAT:
        return encode_number(to, type, value);
    case FAMILY_BOOL:
        if (value->kind == GB_KIND_NONE) {
            put(to, GB_ANY);
            return GB_OK;
        }
        return encode_boolean(to, value);
    case FAMILY_OCTETS:
    case FAMILY_TEXT:
        return encode_string(to, type, value);
    case FAMILY_TIME:
        return encode_time_of_day(to, value);
    case FAMILY_DATE:
        return encode_zcl_date(to, value);
    case FAMILY_KEY:
        to->body = value->as.octets;
        return value->kind == GB_KIND_OCTETS && to->body.data != NULL && to->body.size == type.size ? GB_OK
                                                                                                    : GB_BAD_VALUE;
    case FAMILY_NONE:
    default:
        return GB_NO_CODEC;
    }
}
