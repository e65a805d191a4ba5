/**
 * @file
 * Typed readers of ZCL values of fixed size (ZigBee Cluster Library, "Data types"); as gb_get.h.
 *
 * They give GB_NO_VALUE for the code for "no value", and GB_BAD_VALUE for a bool that is none.
 */
#ifndef GB_GET_ZCL_H
#define GB_GET_ZCL_H

#include "gb_get.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Check the size of a ZCL value. */
static inline gb_result gb_check_zcl(const uint8_t *data, size_t size, size_t width, const void *value)
{
    if (value == NULL || (data == NULL && size > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    return size == width ? GB_OK : (size < width ? GB_TRUNCATED : GB_TRAILING);
}

/** Up to eight octets, least significant first. */
static inline uint64_t gb_get_little(const uint8_t *octets, size_t width)
{
    uint64_t number = 0;
    size_t at;
    for (at = 0; at < width; at++) {
        number |= (uint64_t)octets[at] << (8u * at);
    }
    return number;
}

/** Read a ZCL number; `none` is its code for "no value", if it `has_none`. */
static inline gb_result gb_get_zcl(const uint8_t *data, size_t size, size_t width, bool has_none, uint64_t none,
                                   const void *value, uint64_t *number)
{
    const gb_result result = gb_check_zcl(data, size, width, value);
    if (result == GB_OK) {
        *number = gb_get_little(data, width);
        return has_none && *number == none ? GB_NO_VALUE : GB_OK;
    }
    return result;
}

/** Read a data8. */
static inline gb_result gb_get_data8(const uint8_t *data, size_t size, uint8_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 1, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint8_t)number;
    }
    return result;
}

/** Read a data16. */
static inline gb_result gb_get_data16(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read a data24. */
static inline gb_result gb_get_data24(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 3, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a data32. */
static inline gb_result gb_get_data32(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a data40. */
static inline gb_result gb_get_data40(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 5, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a data48. */
static inline gb_result gb_get_data48(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 6, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a data56. */
static inline gb_result gb_get_data56(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 7, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a data64. */
static inline gb_result gb_get_data64(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 8, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a map8. */
static inline gb_result gb_get_map8(const uint8_t *data, size_t size, uint8_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 1, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint8_t)number;
    }
    return result;
}

/** Read a map16. */
static inline gb_result gb_get_map16(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read a map24. */
static inline gb_result gb_get_map24(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 3, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a map32. */
static inline gb_result gb_get_map32(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, false, 0, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a map40. */
static inline gb_result gb_get_map40(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 5, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a map48. */
static inline gb_result gb_get_map48(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 6, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a map56. */
static inline gb_result gb_get_map56(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 7, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a map64. */
static inline gb_result gb_get_map64(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 8, false, 0, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a uint8. */
static inline gb_result gb_get_uint8(const uint8_t *data, size_t size, uint8_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 1, true, UINT64_MAX >> 56, value, &number);
    if (result == GB_OK) {
        *value = (uint8_t)number;
    }
    return result;
}

/** Read a uint16. */
static inline gb_result gb_get_uint16(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, true, UINT64_MAX >> 48, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read a uint24. */
static inline gb_result gb_get_uint24(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 3, true, UINT64_MAX >> 40, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a uint32. */
static inline gb_result gb_get_uint32(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, true, UINT64_MAX >> 32, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a uint40. */
static inline gb_result gb_get_uint40(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 5, true, UINT64_MAX >> 24, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a uint48. */
static inline gb_result gb_get_uint48(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 6, true, UINT64_MAX >> 16, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a uint56. */
static inline gb_result gb_get_uint56(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 7, true, UINT64_MAX >> 8, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a uint64. */
static inline gb_result gb_get_uint64(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 8, true, UINT64_MAX, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read an int8. */
static inline gb_result gb_get_int8(const uint8_t *data, size_t size, int8_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 1, true, (uint64_t)1 << 7, value, &number);
    if (result == GB_OK) {
        *value = (int8_t)gb_get_signed(number, 1);
    }
    return result;
}

/** Read an int16. */
static inline gb_result gb_get_int16(const uint8_t *data, size_t size, int16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, true, (uint64_t)1 << 15, value, &number);
    if (result == GB_OK) {
        *value = (int16_t)gb_get_signed(number, 2);
    }
    return result;
}

/** Read an int24. */
static inline gb_result gb_get_int24(const uint8_t *data, size_t size, int32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 3, true, (uint64_t)1 << 23, value, &number);
    if (result == GB_OK) {
        *value = (int32_t)gb_get_signed(number, 3);
    }
    return result;
}

/** Read an int32. */
static inline gb_result gb_get_int32(const uint8_t *data, size_t size, int32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, true, (uint64_t)1 << 31, value, &number);
    if (result == GB_OK) {
        *value = (int32_t)gb_get_signed(number, 4);
    }
    return result;
}

/** Read an int40. */
static inline gb_result gb_get_int40(const uint8_t *data, size_t size, int64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 5, true, (uint64_t)1 << 39, value, &number);
    if (result == GB_OK) {
        *value = gb_get_signed(number, 5);
    }
    return result;
}

/** Read an int48. */
static inline gb_result gb_get_int48(const uint8_t *data, size_t size, int64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 6, true, (uint64_t)1 << 47, value, &number);
    if (result == GB_OK) {
        *value = gb_get_signed(number, 6);
    }
    return result;
}

/** Read an int56. */
static inline gb_result gb_get_int56(const uint8_t *data, size_t size, int64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 7, true, (uint64_t)1 << 55, value, &number);
    if (result == GB_OK) {
        *value = gb_get_signed(number, 7);
    }
    return result;
}

/** Read an int64. */
static inline gb_result gb_get_int64(const uint8_t *data, size_t size, int64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 8, true, (uint64_t)1 << 63, value, &number);
    if (result == GB_OK) {
        *value = gb_get_signed(number, 8);
    }
    return result;
}

/** Read an enum8. */
static inline gb_result gb_get_enum8(const uint8_t *data, size_t size, uint8_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 1, true, UINT64_MAX >> 56, value, &number);
    if (result == GB_OK) {
        *value = (uint8_t)number;
    }
    return result;
}

/** Read an enum16. */
static inline gb_result gb_get_enum16(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, true, UINT64_MAX >> 48, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read a utc. */
static inline gb_result gb_get_utc(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, true, UINT64_MAX >> 32, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read a clusterid. */
static inline gb_result gb_get_clusterid(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, true, UINT64_MAX >> 48, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read an attribid. */
static inline gb_result gb_get_attribid(const uint8_t *data, size_t size, uint16_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 2, true, UINT64_MAX >> 48, value, &number);
    if (result == GB_OK) {
        *value = (uint16_t)number;
    }
    return result;
}

/** Read a bacoid. */
static inline gb_result gb_get_bacoid(const uint8_t *data, size_t size, uint32_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 4, true, UINT64_MAX >> 32, value, &number);
    if (result == GB_OK) {
        *value = (uint32_t)number;
    }
    return result;
}

/** Read an eui64. */
static inline gb_result gb_get_eui64(const uint8_t *data, size_t size, uint64_t *value)
{
    uint64_t number = 0;
    const gb_result result = gb_get_zcl(data, size, 8, true, UINT64_MAX, value, &number);
    if (result == GB_OK) {
        *value = number;
    }
    return result;
}

/** Read a bool. */
static inline gb_result gb_get_bool(const uint8_t *data, size_t size, bool *value)
{
    const gb_result result = gb_check_zcl(data, size, 1, value);
    if (result != GB_OK) {
        return result;
    }
    if (data[0] > 1u) {
        return data[0] == 0xFFu ? GB_NO_VALUE : GB_BAD_VALUE;
    }
    *value = data[0] == 1u;
    return GB_OK;
}

#ifdef __cplusplus
}
#endif

#endif
