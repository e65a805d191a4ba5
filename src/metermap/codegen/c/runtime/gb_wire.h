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

static inline size_t left(const cursor *from)
{
    return from->size - from->at;
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

/** Decode a value behind its A-XDR tag, or a composed one. */
gb_result gb_axdr_decode(gb_codec codec, cursor *from, limits size, gb_value *value);
/** Encode a value with its A-XDR tag. */
gb_result gb_axdr_encode(gb_codec codec, const gb_value *value, limits size, parts *to);
/** Decode a ZCL value. */
gb_result gb_zcl_decode(gb_codec codec, cursor *from, gb_value *value);
/** Encode a ZCL value. */
gb_result gb_zcl_encode(gb_codec codec, const gb_value *value, parts *to);

#endif
