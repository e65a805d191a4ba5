/**
 * @file
 * What the codecs share; no header for users.
 */
#ifndef GB_WIRE_H
#define GB_WIRE_H

#include "gb_codec.h"

enum {
    GROUP_AXDR = 1,
    GROUP_ZCL = 2,
    GROUP_COMPOSED = 3,
    TIME_SIZE = 4,
    DATE_SIZE = 5,
    DATE_TIME_SIZE = 12,
    LENGTH_SIZE = 5,     /* the longest form of a length */
    LARGEST_FIXED = 17 /* a tag and the 16 octets of a key */
};

/** What is left to read. */
typedef struct cursor {
    const uint8_t *data;
    size_t size;
    size_t at;
} cursor;

/** How large a string may be. */
typedef struct limits {
    uint32_t minimum;
    uint32_t maximum;
} limits;

/** The A-XDR tag of a codec; of a date or time in an octet-string that of octet-string. */
static inline uint8_t tag_of(gb_codec codec)
{
    if ((unsigned)codec >> 8 == GROUP_COMPOSED) {
        return codec == GB_AXDR_SCALER_UNIT ? (uint8_t)0x02u : (uint8_t)((unsigned)GB_AXDR_OCTET_STRING & 0xFFu);
    }
    return (uint8_t)((unsigned)codec & 0xFFu);
}

static inline size_t left(const cursor *from)
{
    return from->size - from->at;
}

static inline size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

/** Take `count` octets; the cursor moves behind them. */
static inline gb_result take(cursor *from, size_t count, const uint8_t **octets)
{
    if (count > left(from)) {
        return GB_TRUNCATED;
    }
    *octets = from->data + from->at;
    from->at += count;
    return GB_OK;
}

/** Up to 8 octets, most significant first. */
static inline uint64_t big_endian(const uint8_t *octets, size_t count)
{
    uint64_t number = 0;
    size_t at;
    for (at = 0; at < count; at++) {
        number = (number << 8) | octets[at];
    }
    return number;
}

/** Up to 8 octets, least significant first. */
static inline uint64_t little_endian(const uint8_t *octets, size_t count)
{
    uint64_t number = 0;
    size_t at;
    for (at = count; at > 0; at--) {
        number = (number << 8) | octets[at - 1u];
    }
    return number;
}

/** All ones in the width of `count` octets, 1 to 8. */
static inline uint64_t all_ones(size_t count)
{
    return UINT64_MAX >> (64u - 8u * count);
}

/** The two's complement number that the low `count` octets hold. */
static inline int64_t sign_extended(uint64_t number, size_t count)
{
    const uint64_t sign = (uint64_t)1 << (8u * count - 1u);
    if ((number & sign) == 0u) {
        return (int64_t)number;
    }
    return -(int64_t)(~number & (sign - 1u)) - 1;
}

static inline bool is_field(uint8_t octet, uint8_t least, uint8_t most)
{
    return octet == GB_ANY || (octet >= least && octet <= most);
}

static inline bool is_time(const gb_time *time)
{
    return is_field(time->hour, 0, 23) && is_field(time->minute, 0, 59) && is_field(time->second, 0, 59) &&
           is_field(time->hundredths, 0, 99);
}

static inline gb_time time_of(const uint8_t *octets)
{
    gb_time time;
    time.hour = octets[0];
    time.minute = octets[1];
    time.second = octets[2];
    time.hundredths = octets[3];
    return time;
}

static inline bool allows(limits size, uint64_t count)
{
    return count >= size.minimum && (size.maximum == GB_UNLIMITED || count <= size.maximum);
}

static inline bool is_ascii(gb_octets text)
{
    size_t at;
    for (at = 0; at < text.size; at++) {
        if (text.data[at] > 0x7Fu) {
            return false;
        }
    }
    return true;
}

static inline bool is_cosem_date(const gb_date *date)
{
    return (is_field(date->month, 0, 12) || date->month >= GB_MONTH_DST_END) &&
           (is_field(date->day, 0, 31) || date->day >= GB_DAY_SECOND_LAST) && is_field(date->day_of_week, 0, 7);
}

static inline bool is_deviation(int16_t deviation)
{
    return deviation == GB_NO_DEVIATION || (deviation >= -720 && deviation <= 840);
}

/** Whether the bits behind the last one are 0. */
static inline bool unused_bits_are_clear(gb_bits bits)
{
    const uint32_t used = bits.count % 8u;
    return used == 0u || (bits.data[bits.count / 8u] & (0xFFu >> used)) == 0u;
}

/** A type of whole numbers: how many octets it takes. */
typedef struct whole_number {
    size_t size;
    bool is_signed;
} whole_number;

/** Tell a type of whole numbers by its A-XDR codec; of another type the size is 0. */
static inline whole_number whole_number_of(gb_codec codec)
{
    whole_number type = {0, false};
    switch (codec) {
    case GB_AXDR_BCD:
    case GB_AXDR_INTEGER:
    case GB_AXDR_DELTA_INTEGER:
        type.is_signed = true;
        type.size = 1;
        break;
    case GB_AXDR_UNSIGNED:
    case GB_AXDR_DELTA_UNSIGNED:
    case GB_AXDR_ENUM:
        type.size = 1;
        break;
    case GB_AXDR_LONG:
    case GB_AXDR_DELTA_LONG:
        type.is_signed = true;
        type.size = 2;
        break;
    case GB_AXDR_LONG_UNSIGNED:
    case GB_AXDR_DELTA_LONG_UNSIGNED:
        type.size = 2;
        break;
    case GB_AXDR_DOUBLE_LONG:
    case GB_AXDR_DELTA_DOUBLE_LONG:
        type.is_signed = true;
        type.size = 4;
        break;
    case GB_AXDR_DOUBLE_LONG_UNSIGNED:
    case GB_AXDR_DELTA_DOUBLE_LONG_UNSIGNED:
        type.size = 4;
        break;
    case GB_AXDR_LONG64:
        type.is_signed = true;
        type.size = 8;
        break;
    case GB_AXDR_LONG64_UNSIGNED:
        type.size = 8;
        break;
    default:
        break;
    }
    return type;
}

/** What is to be written: a few octets of our own, then some of the caller's. */
typedef struct parts {
    uint8_t head[LARGEST_FIXED];
    size_t head_size;
    gb_octets body;
} parts;

static inline void put(parts *to, uint8_t octet)
{
    to->head[to->head_size++] = octet; /* no codec puts more than LARGEST_FIXED */
}

static inline void put_big_endian(parts *to, uint64_t number, size_t count)
{
    size_t at;
    for (at = count; at > 0u; at--) {
        put(to, (uint8_t)(number >> (8u * (at - 1u))));
    }
}

static inline void put_little_endian(parts *to, uint64_t number, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++) {
        put(to, (uint8_t)(number >> (8u * at)));
    }
}

static inline bool fits_unsigned(uint64_t number, size_t count)
{
    return number <= all_ones(count);
}

static inline bool fits_signed(int64_t number, size_t count)
{
    const int64_t most = (int64_t)(all_ones(count) >> 1);
    return number <= most && number >= -most - 1;
}

/** Whether octets can be read at all: a null pointer is fine only for none. */
static inline bool are_there(const uint8_t *data, size_t size)
{
    return data != NULL || size == 0u;
}

static inline void put_time(parts *to, const gb_time *time)
{
    put(to, time->hour);
    put(to, time->minute);
    put(to, time->second);
    put(to, time->hundredths);
}

static inline gb_result encode_boolean(parts *to, const gb_value *value)
{
    if (value->kind != GB_KIND_BOOLEAN) {
        return GB_BAD_VALUE;
    }
    put(to, value->as.boolean ? 1u : 0u);
    return GB_OK;
}

/** Whether octets are UTF-8: no overlong form, no surrogate, nothing beyond U+10FFFF. */
bool gb_is_utf8(gb_octets text);

/** Take an octet, which must be `tag`. */
gb_result gb_check_tag(cursor *from, uint8_t tag);
/** Take an A-XDR length: one octet below 0x80, or 0x81 to 0x84 and that many octets. */
gb_result gb_take_length(cursor *from, uint32_t *length);
/** How many octets the shortest form of a length takes, and what they are. */
size_t gb_put_length(uint8_t octets[LENGTH_SIZE], uint32_t length);
/** Decode what stands behind the tag of a simple type, or of a date or time in an octet-string. */
gb_result gb_axdr_content(gb_codec codec, cursor *from, limits size, gb_value *value);
/** Encode the same. */
gb_result gb_axdr_encode_content(gb_codec codec, const gb_value *value, limits size, parts *to);
/** Decode a value behind its A-XDR tag, or a composed one. */
gb_result gb_axdr_decode(gb_codec codec, cursor *from, limits size, gb_value *value);
/** Encode a value with its A-XDR tag. */
gb_result gb_axdr_encode(gb_codec codec, const gb_value *value, limits size, parts *to);
/** Whether a ZCL type id has a simple codec. */
bool gb_zcl_is_simple(uint8_t type);
/** Decode a ZCL value. */
gb_result gb_zcl_decode(gb_codec codec, cursor *from, gb_value *value);
/** Encode a ZCL value. */
gb_result gb_zcl_encode(gb_codec codec, const gb_value *value, parts *to);

/** See how many octets a value of a ZCL type takes, a collection's included. */
gb_result gb_measure_zcl(uint8_t type, const uint8_t *data, size_t size, size_t *consumed);

#endif
