/**
 * @file
 * Typed readers of A-XDR values of fixed size: the compiler makes a comparison and a load of each, without a table.
 *
 * All read the one value that the whole of `data` is: GB_TRUNCATED if octets are missing, GB_BAD_TAG for another
 * A-XDR tag, GB_TRAILING if more follow, GB_BAD_ARGUMENT for a null pointer. The output stays as it was unless the result is GB_OK. Floating point is given as its bits.
 */
#ifndef GB_GET_H
#define GB_GET_H

#include "gb_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Check tag and size of an A-XDR value whose content takes `width` octets. */
static inline gb_result gb_check_axdr(const uint8_t *data, size_t size, uint8_t tag, size_t width, const void *value)
{
    if (value == NULL || (data == NULL && size > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    if (size == width + 1u) {
        return data[0] == tag ? GB_OK : GB_BAD_TAG;
    }
    if (size == 0u) {
        return GB_TRUNCATED;
    }
    if (data[0] != tag) {
        return GB_BAD_TAG;
    }
    return size < width + 1u ? GB_TRUNCATED : GB_TRAILING;
}

/** Two octets, most significant first. */
static inline uint16_t gb_get_big16(const uint8_t *octets)
{
    return (uint16_t)((unsigned)octets[0] << 8 | octets[1]);
}

/** Four octets, most significant first. */
static inline uint32_t gb_get_big32(const uint8_t *octets)
{
    return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
}

/** Eight octets, most significant first. */
static inline uint64_t gb_get_big64(const uint8_t *octets)
{
    return (uint64_t)gb_get_big32(octets) << 32 | gb_get_big32(octets + 4);
}

/** The two's complement number that the low `width` octets hold. */
static inline int64_t gb_get_signed(uint64_t number, size_t width)
{
    const uint64_t sign = (uint64_t)1 << (8u * width - 1u);
    const uint64_t magnitude = (number ^ sign) & (sign | (sign - 1u)); /* counted from the most negative */
    return magnitude >= sign ? (int64_t)(magnitude - sign) : -(int64_t)(sign - 1u - magnitude) - 1;
}

/* A-XDR, IEC 61334-6; the tags are those of the Green Book, "Data" ------------------------------ */

/** Read a boolean. */
static inline gb_result gb_get_boolean(const uint8_t *data, size_t size, bool *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_BOOLEAN & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = data[1] != 0u;
    }
    return result;
}

/** Read a double-long. */
static inline gb_result gb_get_double_long(const uint8_t *data, size_t size, int32_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DOUBLE_LONG & 0xFF, 4, value);
    if (result == GB_OK) {
        *value = (int32_t)gb_get_signed(gb_get_big32(data + 1), 4);
    }
    return result;
}

/** Read a double-long-unsigned. */
static inline gb_result gb_get_double_long_unsigned(const uint8_t *data, size_t size, uint32_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DOUBLE_LONG_UNSIGNED & 0xFF, 4, value);
    if (result == GB_OK) {
        *value = gb_get_big32(data + 1);
    }
    return result;
}

/** Read a bcd. */
static inline gb_result gb_get_bcd(const uint8_t *data, size_t size, int8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_BCD & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = (int8_t)gb_get_signed(data[1], 1);
    }
    return result;
}

/** Read an integer. */
static inline gb_result gb_get_integer(const uint8_t *data, size_t size, int8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_INTEGER & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = (int8_t)gb_get_signed(data[1], 1);
    }
    return result;
}

/** Read a long. */
static inline gb_result gb_get_long(const uint8_t *data, size_t size, int16_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_LONG & 0xFF, 2, value);
    if (result == GB_OK) {
        *value = (int16_t)gb_get_signed(gb_get_big16(data + 1), 2);
    }
    return result;
}

/** Read an unsigned. */
static inline gb_result gb_get_unsigned(const uint8_t *data, size_t size, uint8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_UNSIGNED & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = data[1];
    }
    return result;
}

/** Read a long-unsigned. */
static inline gb_result gb_get_long_unsigned(const uint8_t *data, size_t size, uint16_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_LONG_UNSIGNED & 0xFF, 2, value);
    if (result == GB_OK) {
        *value = gb_get_big16(data + 1);
    }
    return result;
}

/** Read a long64. */
static inline gb_result gb_get_long64(const uint8_t *data, size_t size, int64_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_LONG64 & 0xFF, 8, value);
    if (result == GB_OK) {
        *value = (int64_t)gb_get_signed(gb_get_big64(data + 1), 8);
    }
    return result;
}

/** Read a long64-unsigned. */
static inline gb_result gb_get_long64_unsigned(const uint8_t *data, size_t size, uint64_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_LONG64_UNSIGNED & 0xFF, 8, value);
    if (result == GB_OK) {
        *value = gb_get_big64(data + 1);
    }
    return result;
}

/** Read an enum. */
static inline gb_result gb_get_enum(const uint8_t *data, size_t size, uint8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_ENUM & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = data[1];
    }
    return result;
}

/** Read the bits of a float32. */
static inline gb_result gb_get_float32(const uint8_t *data, size_t size, uint32_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_FLOAT32 & 0xFF, 4, value);
    if (result == GB_OK) {
        *value = gb_get_big32(data + 1);
    }
    return result;
}

/** Read the bits of a float64. */
static inline gb_result gb_get_float64(const uint8_t *data, size_t size, uint64_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_FLOAT64 & 0xFF, 8, value);
    if (result == GB_OK) {
        *value = gb_get_big64(data + 1);
    }
    return result;
}

/** Read a delta-integer. */
static inline gb_result gb_get_delta_integer(const uint8_t *data, size_t size, int8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_INTEGER & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = (int8_t)gb_get_signed(data[1], 1);
    }
    return result;
}

/** Read a delta-long. */
static inline gb_result gb_get_delta_long(const uint8_t *data, size_t size, int16_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_LONG & 0xFF, 2, value);
    if (result == GB_OK) {
        *value = (int16_t)gb_get_signed(gb_get_big16(data + 1), 2);
    }
    return result;
}

/** Read a delta-double-long. */
static inline gb_result gb_get_delta_double_long(const uint8_t *data, size_t size, int32_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_DOUBLE_LONG & 0xFF, 4, value);
    if (result == GB_OK) {
        *value = (int32_t)gb_get_signed(gb_get_big32(data + 1), 4);
    }
    return result;
}

/** Read a delta-unsigned. */
static inline gb_result gb_get_delta_unsigned(const uint8_t *data, size_t size, uint8_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_UNSIGNED & 0xFF, 1, value);
    if (result == GB_OK) {
        *value = data[1];
    }
    return result;
}

/** Read a delta-long-unsigned. */
static inline gb_result gb_get_delta_long_unsigned(const uint8_t *data, size_t size, uint16_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_LONG_UNSIGNED & 0xFF, 2, value);
    if (result == GB_OK) {
        *value = gb_get_big16(data + 1);
    }
    return result;
}

/** Read a delta-double-long-unsigned. */
static inline gb_result gb_get_delta_double_long_unsigned(const uint8_t *data, size_t size, uint32_t *value)
{
    const gb_result result = gb_check_axdr(data, size, GB_AXDR_DELTA_DOUBLE_LONG_UNSIGNED & 0xFF, 4, value);
    if (result == GB_OK) {
        *value = gb_get_big32(data + 1);
    }
    return result;
}

#ifdef __cplusplus
}
#endif

#endif
