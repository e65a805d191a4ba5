/**
 * @file
 * Codecs of A-XDR (DLMS/COSEM data, IEC 61334-6) and of ZCL (ZigBee Smart Energy attributes).
 *
 * C99; no heap, no recursion, no floating point, no state. Buffers are the caller's. A function
 * that does not return GB_OK leaves its outputs as they were. Decoded strings point into the input.
 *
 * Rules where meters differ, the same as in the Python bindings:
 * - A-XDR boolean: 0x00 is false, any other octet is true; true is written as 0x01.
 * - ZCL bool: 0, 1, or the non-value 0xFF; anything else is refused.
 * - A length may be in short or long form, of up to four octets; it is written in the shortest.
 * - The unused bits of a bit string are 0. visible-string is ASCII; utf8-string and the ZCL strings
 *   are strictly UTF-8.
 * - Date and time fields are checked one by one, not against a calendar. Month, day and day of week
 *   of a COSEM date may be 0: GB messages carry an all-zero date-time.
 * - The ZCL code for "no value" decodes to the kind GB_KIND_NONE.
 */
#ifndef GB_CODEC_H
#define GB_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a function has to say. */
typedef enum gb_result {
    GB_OK = 0,        /**< done */
    GB_TRUNCATED,     /**< the octets end before the value does */
    GB_TRAILING,      /**< the value ends before the octets do */
    GB_BAD_TAG,       /**< another type stands there */
    GB_BAD_LENGTH,    /**< a length that the type or its stated size does not allow */
    GB_BAD_VALUE,     /**< a content that the type does not allow, or that it cannot carry */
    GB_NO_VALUE,      /**< well formed, and says that there is no value */
    GB_NO_CODEC,      /**< the entry or the type has no codec */
    GB_NO_ROOM,       /**< the output buffer is too small */
    GB_BAD_ARGUMENT,  /**< a null pointer, no such item, or the function is for another type */
    GB_END,           /**< no further record */
    GB_NEEDS_WHOLE,   /**< the entry is a part of an attribute, and only the whole can be written */
    GB_NEEDS_ORDER    /**< nobody states the order of the members, and the caller gave none */
} gb_result;

/** No upper limit for the size of a string. */
#define GB_UNLIMITED UINT32_MAX

/** A codec: 0x01 and the A-XDR tag, 0x02 and the ZCL type id, or 0x03 for a composed A-XDR value. */
typedef enum gb_codec {
    GB_CODEC_NONE = 0,
    GB_AXDR_NULL_DATA = 0x0100,
    GB_AXDR_ARRAY = 0x0101,     /**< type of an item; see gb_layout.h */
    GB_AXDR_STRUCTURE = 0x0102, /**< type of an item; see gb_layout.h */
    GB_AXDR_BOOLEAN = 0x0103,
    GB_AXDR_BIT_STRING = 0x0104,
    GB_AXDR_DOUBLE_LONG = 0x0105,
    GB_AXDR_DOUBLE_LONG_UNSIGNED = 0x0106,
    GB_AXDR_OCTET_STRING = 0x0109,
    GB_AXDR_VISIBLE_STRING = 0x010A,
    GB_AXDR_UTF8_STRING = 0x010C,
    GB_AXDR_BCD = 0x010D,
    GB_AXDR_INTEGER = 0x010F,
    GB_AXDR_LONG = 0x0110,
    GB_AXDR_UNSIGNED = 0x0111,
    GB_AXDR_LONG_UNSIGNED = 0x0112,
    GB_AXDR_COMPACT_ARRAY = 0x0113, /**< type of an item; see gb_layout.h */
    GB_AXDR_LONG64 = 0x0114,
    GB_AXDR_LONG64_UNSIGNED = 0x0115,
    GB_AXDR_ENUM = 0x0116,
    GB_AXDR_FLOAT32 = 0x0117,
    GB_AXDR_FLOAT64 = 0x0118,
    GB_AXDR_DATE_TIME_TAGGED = 0x0119,
    GB_AXDR_DATE_TAGGED = 0x011A,
    GB_AXDR_TIME_TAGGED = 0x011B,
    GB_AXDR_DELTA_INTEGER = 0x011C,
    GB_AXDR_DELTA_LONG = 0x011D,
    GB_AXDR_DELTA_DOUBLE_LONG = 0x011E,
    GB_AXDR_DELTA_UNSIGNED = 0x011F,
    GB_AXDR_DELTA_LONG_UNSIGNED = 0x0120,
    GB_AXDR_DELTA_DOUBLE_LONG_UNSIGNED = 0x0121,
    GB_AXDR_DONT_CARE = 0x01FF,
    GB_ZCL_DATA8 = 0x0208,
    GB_ZCL_DATA16 = 0x0209,
    GB_ZCL_DATA24 = 0x020A,
    GB_ZCL_DATA32 = 0x020B,
    GB_ZCL_DATA40 = 0x020C,
    GB_ZCL_DATA48 = 0x020D,
    GB_ZCL_DATA56 = 0x020E,
    GB_ZCL_DATA64 = 0x020F,
    GB_ZCL_BOOL = 0x0210,
    GB_ZCL_MAP8 = 0x0218,
    GB_ZCL_MAP16 = 0x0219,
    GB_ZCL_MAP24 = 0x021A,
    GB_ZCL_MAP32 = 0x021B,
    GB_ZCL_MAP40 = 0x021C,
    GB_ZCL_MAP48 = 0x021D,
    GB_ZCL_MAP56 = 0x021E,
    GB_ZCL_MAP64 = 0x021F,
    GB_ZCL_UINT8 = 0x0220,
    GB_ZCL_UINT16 = 0x0221,
    GB_ZCL_UINT24 = 0x0222,
    GB_ZCL_UINT32 = 0x0223,
    GB_ZCL_UINT40 = 0x0224,
    GB_ZCL_UINT48 = 0x0225,
    GB_ZCL_UINT56 = 0x0226,
    GB_ZCL_UINT64 = 0x0227,
    GB_ZCL_INT8 = 0x0228,
    GB_ZCL_INT16 = 0x0229,
    GB_ZCL_INT24 = 0x022A,
    GB_ZCL_INT32 = 0x022B,
    GB_ZCL_INT40 = 0x022C,
    GB_ZCL_INT48 = 0x022D,
    GB_ZCL_INT56 = 0x022E,
    GB_ZCL_INT64 = 0x022F,
    GB_ZCL_ENUM8 = 0x0230,
    GB_ZCL_ENUM16 = 0x0231,
    GB_ZCL_SEMI = 0x0238,
    GB_ZCL_SINGLE = 0x0239,
    GB_ZCL_DOUBLE = 0x023A,
    GB_ZCL_OCTSTR = 0x0241,
    GB_ZCL_STRING = 0x0242,
    GB_ZCL_OCTSTR16 = 0x0243,
    GB_ZCL_STRING16 = 0x0244,
    GB_ZCL_ARRAY = 0x0248,  /**< type of an item; see gb_layout.h */
    GB_ZCL_STRUCT = 0x024C, /**< type of an item; see gb_layout.h */
    GB_ZCL_SET = 0x0250,    /**< type of an item; see gb_layout.h */
    GB_ZCL_BAG = 0x0251,    /**< type of an item; see gb_layout.h */
    GB_ZCL_TOD = 0x02E0,
    GB_ZCL_DATE = 0x02E1,
    GB_ZCL_UTC = 0x02E2,
    GB_ZCL_CLUSTERID = 0x02E8,
    GB_ZCL_ATTRIBID = 0x02E9,
    GB_ZCL_BACOID = 0x02EA,
    GB_ZCL_EUI64 = 0x02F0,
    GB_ZCL_KEY128 = 0x02F1,
    GB_AXDR_DATE_TIME = 0x0300,   /**< in an octet-string of 12 */
    GB_AXDR_DATE = 0x0301,        /**< in an octet-string of 5 */
    GB_AXDR_TIME = 0x0302,        /**< in an octet-string of 4 */
    GB_AXDR_SCALER_UNIT = 0x0303  /**< structure of integer and enum */
} gb_codec;

/** Which member of a gb_value holds the value. */
typedef enum gb_kind {
    GB_KIND_NONE = 0,     /**< null-data, or the ZCL code for "no value" */
    GB_KIND_BOOLEAN,      /**< `as.boolean` */
    GB_KIND_UNSIGNED,     /**< `as.number`; for UTC: seconds since 2000-01-01 00:00:00 UTC */
    GB_KIND_SIGNED,       /**< `as.signed_number` */
    GB_KIND_FLOAT16,      /**< `as.number` holds the bits of an IEEE 754 binary16 */
    GB_KIND_FLOAT32,      /**< `as.number` holds the bits of an IEEE 754 binary32 */
    GB_KIND_FLOAT64,      /**< `as.number` holds the bits of an IEEE 754 binary64 */
    GB_KIND_OCTETS,       /**< `as.octets` */
    GB_KIND_TEXT,         /**< `as.octets`, checked to be text */
    GB_KIND_BITS,         /**< `as.bits` */
    GB_KIND_DATE_TIME,    /**< `as.date_time` */
    GB_KIND_DATE,         /**< `as.date` */
    GB_KIND_TIME,         /**< `as.time` */
    GB_KIND_SCALER_UNIT,  /**< `as.scaler_unit` */
    GB_KIND_ABSENT,       /**< a field of a payload that is not there */
    GB_KIND_STRUCTURE,    /**< `as.members`; the members are the items that follow */
    GB_KIND_ARRAY         /**< `as.members`; the elements are the items that follow */
} gb_kind;

/** Octets in a buffer of somebody else. */
typedef struct gb_octets {
    const uint8_t *data;
    size_t size;
} gb_octets;

/** Bits; bit 0 is the most significant bit of the first octet. */
typedef struct gb_bits {
    const uint8_t *data;
    uint32_t count;
} gb_bits;

#define GB_ANY_YEAR 0xFFFFu       /**< year: not specified */
#define GB_ANY 0xFFu              /**< any other field of a date or time, and clock status: not specified */
#define GB_MONTH_DST_END 0xFDu    /**< month: daylight saving ends */
#define GB_MONTH_DST_BEGIN 0xFEu  /**< month: daylight saving begins */
#define GB_DAY_SECOND_LAST 0xFDu  /**< day: the second last of the month */
#define GB_DAY_LAST 0xFEu         /**< day: the last of the month */
#define GB_NO_DEVIATION INT16_MIN /**< deviation: not specified */

/** A date. `day_of_week` counts from 1, Monday. */
typedef struct gb_date {
    uint16_t year;
    uint8_t month;
    uint8_t day;
    uint8_t day_of_week;
} gb_date;

/** A time of day. */
typedef struct gb_time {
    uint8_t hour;
    uint8_t minute;
    uint8_t second;
    uint8_t hundredths;
} gb_time;

/** A COSEM date-time. `deviation` is in minutes from local time to UTC (-60 for an hour east of Greenwich). */
typedef struct gb_date_time {
    gb_date date;
    gb_time time;
    int16_t deviation;
    uint8_t clock_status;
} gb_date_time;

/** The raw number times 10 to the power of `scaler` is in `unit`, a code of the Blue Book. */
typedef struct gb_scaler_unit {
    int8_t scaler;
    uint8_t unit;
} gb_scaler_unit;

/** How many items are members of this one; of a compact array also its type description. */
typedef struct gb_members {
    const uint8_t *description; /**< A-XDR TypeDescription of an element; null for all other types */
    uint32_t description_size;
    uint32_t count;
} gb_members;

/** A decoded value, or one to encode. */
typedef struct gb_value {
    gb_kind kind;
    uint16_t type; /**< gb_codec that it came from; to encode, it is needed only in self-describing data and choices */
    union {
        bool boolean;
        uint64_t number;
        int64_t signed_number;
        gb_octets octets;
        gb_bits bits;
        gb_date_time date_time;
        gb_date date;
        gb_time time;
        gb_scaler_unit scaler_unit;
        gb_members members;
    } as;
} gb_value;

/**
 * Decode the value at the start of `data`; more octets may follow.
 *
 * @param codec     the type
 * @param minimum   least size of a string, in octets or bits
 * @param maximum   greatest size of a string; GB_UNLIMITED for none
 * @param data      the octets; may be null if `size` is 0
 * @param size      how many there are
 * @param value     receives the value
 * @param consumed  receives how many octets it took
 */
gb_result gb_decode(gb_codec codec, uint32_t minimum, uint32_t maximum, const uint8_t *data, size_t size,
                    gb_value *value, size_t *consumed);

/** Decode the value that the whole of `data` is; GB_TRAILING if octets follow it. */
gb_result gb_decode_exact(gb_codec codec, uint32_t minimum, uint32_t maximum, const uint8_t *data, size_t size,
                          gb_value *value);

/** Encode a value into `out`; its octets may not overlap with it. `written` receives how many octets it took. */
gb_result gb_encode(gb_codec codec, uint32_t minimum, uint32_t maximum, const gb_value *value, uint8_t *out,
                    size_t capacity, size_t *written);

/** Return the symbol of a COSEM unit, "" for a count (255) and for a code that the table lacks. */
const char *gb_unit_symbol(uint8_t unit);

/** Return a bit of a bit string; false beyond its end. */
static inline bool gb_bit(gb_bits bits, uint32_t index)
{
    return index < bits.count && (bits.data[index / 8u] & (0x80u >> (index % 8u))) != 0u;
}

/** One attribute of a ZCL payload. With a `status` other than 0 there is no type and no value. */
typedef struct gb_record {
    uint16_t attribute;
    uint8_t status;
    uint8_t type;
    gb_octets value;
} gb_record;

/**
 * Cut the next record off a Read Attributes Response: id, status and, if that is 0, type and value.
 *
 * @param offset  where the record begins, 0 for the first; moves behind it
 * @return GB_OK; GB_END behind the last record; GB_NO_CODEC for a type that no codec can measure
 */
gb_result gb_next_response(const uint8_t *data, size_t size, size_t *offset, gb_record *record);

/** Cut the next record off a Report Attributes or a Write Attributes command: id, type, value. */
gb_result gb_next_report(const uint8_t *data, size_t size, size_t *offset, gb_record *record);

/**
 * Cut the next record off a Write Attributes Response: status and id of an attribute that was not written.
 *
 * A status of 0 stands alone and has no id: all were written. GB_BAD_VALUE if it does not.
 */
gb_result gb_next_write_response(const uint8_t *data, size_t size, size_t *offset, gb_record *record);

#ifdef __cplusplus
}
#endif

#endif
