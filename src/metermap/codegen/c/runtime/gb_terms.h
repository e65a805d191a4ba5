/**
 * @file
 * Values in the catalogue's terms: what the bare number of an entry means.
 *
 * A number may have a name or bits with names, it may be a code that stands for no value ("unchanged"), count
 * seconds since 2000, or be a quantity by a scale. All arithmetic is exact, in whole numbers: what a decimal number
 * cannot be, and what does not fit, is refused. Numbers are int64_t; one of 2^63 or more stands there as the
 * same 64 bits. The words stand in files of their own: a program that asks for none links none.
 */
#ifndef GB_TERMS_H
#define GB_TERMS_H

#include "gb_entry.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What the number of an entry is. */
typedef enum gb_sense {
    GB_SENSE_RAW = 0, /**< itself, or no source tells */
    GB_SENSE_CODED,   /**< a code with a name */
    GB_SENSE_BITMAP,  /**< bits with names */
    GB_SENSE_SCALED,  /**< a quantity by a scale */
    GB_SENSE_SECONDS  /**< seconds since 2000-01-01 00:00:00 UTC */
} gb_sense;

/** The value is the raw number times `multiplier` / `divisor`, times 10 to the power of `exponent`. */
typedef struct gb_scale {
    uint32_t multiplier; /**< not 0 */
    uint32_t divisor;    /**< not 0 */
    int16_t exponent;
} gb_scale;

/** A decimal number: `mantissa` times 10 to the power of `exponent`. */
typedef struct gb_decimal {
    int64_t mantissa;
    int32_t exponent;
} gb_decimal;

/** What a number beside a value says of its scale. */
typedef enum gb_role {
    GB_ROLE_SCALER_UNIT = 0, /**< exponent and unit */
    GB_ROLE_EXPONENT,
    GB_ROLE_MULTIPLIER,
    GB_ROLE_DIVISOR,
    GB_ROLE_TRAILING_DIGITS, /**< bits 4 to 7 count the digits behind the decimal point */
    GB_ROLE_UNIT             /**< a code; see gb_entry_unit_from */
} gb_role;

/** Where a number is that scales another. */
typedef struct gb_sibling {
    const uint16_t *path; /**< the way to it in the same whole; null for an attribute */
    uint16_t cluster;     /**< of an attribute of Smart Energy; 0 for one of the same COSEM object */
    uint16_t number;      /**< of the attribute */
    uint8_t steps;        /**< how many steps the path has */
    uint8_t lowest_bit;   /**< of a packed number */
    uint8_t bit_width;    /**< 0: all of it */
    uint8_t role;         /**< gb_role */
} gb_sibling;

/** The ends of a range; both belong to it. */
typedef struct gb_range {
    int64_t low;
    int64_t high;
} gb_range;

/** A code, or the mask of a bitmap, with its name. */
typedef struct gb_named {
    uint64_t code; /**< the 64 bits of the number */
    const char *name;
} gb_named;

/** The terms of entries: where theirs begin in the tables, and how many there are. */
typedef struct gb_entry_terms {
    gb_range bounds; /**< of the type */
    gb_scale scale;  /**< as stated; the multiplier is 0 if none is */
    uint16_t names;
    uint16_t name_count;
    uint16_t meanings;
    uint16_t meaning_count;
    uint16_t ranges;
    uint16_t range_count;
    uint16_t siblings;
    uint16_t sibling_count;
    uint16_t stated_unit; /**< of the stated scale */
    uint16_t known_unit;  /**< where no sibling tells it, or only that it is another */
    uint16_t non_value;
    uint8_t sense;    /**< gb_sense */
    bool is_number;   /**< whether the value is a whole number, as `bounds` say */
    bool is_unsigned; /**< whether its 64 bits are an unsigned number */
} gb_entry_terms;

/** The name of a unit's code. */
typedef struct gb_unit_name {
    uint16_t code;
    const char *name;
} gb_unit_name;

/** What the code of a unit means: one row for each sibling. */
typedef struct gb_unit_codes {
    const gb_unit_name *names; /**< null for those of DLMS/COSEM, and for what is no unit */
    uint16_t count;
    bool is_metering;          /**< from 0x80 on the numbers are binary-coded decimals */
    const char *sibling;       /**< the standard's name of the sibling */
} gb_unit_codes;

/*
 * The tables. Programs use the functions below.
 */
extern const gb_entry_terms gb_terms_rows[];
extern const gb_range gb_terms_ranges[];
extern const int64_t gb_terms_meanings[];
extern const gb_sibling gb_terms_siblings[];
extern const gb_named gb_terms_names[];
extern const char *const gb_terms_words[]; /* of the meanings, side by side */
extern const char *const gb_terms_units[];
extern const char *const gb_terms_non_values[];
extern const gb_unit_codes gb_terms_unit_codes[]; /* of the siblings, side by side */

/** Return the terms of an entry; of none, those of a value that is no number. */
static inline const gb_entry_terms *gb_terms_of(const gb_entry *entry)
{
    return &gb_terms_rows[entry == NULL ? 0u : entry->terms];
}

/** Return what the number of an entry is. */
static inline gb_sense gb_entry_sense(const gb_entry *entry)
{
    return (gb_sense)gb_terms_of(entry)->sense;
}

/*
 * Names and meanings.
 */

/** Return the name of a code, null if it has none. The names of bits are those of gb_entry_named. */
const char *gb_entry_name(const gb_entry *entry, int64_t number);

/** Give the code of a name; GB_BAD_VALUE if none or several have it, or if the mapping does not allow the code. */
gb_result gb_entry_number(const gb_entry *entry, const char *name, int64_t *number);

/** Return the name at a place of the list of an entry's codes or masks; null behind the last. */
const gb_named *gb_entry_named(const gb_entry *entry, size_t at);

/** Give the mask of a bitmap's bits; GB_BAD_VALUE if none or several have the name, or if it is no bitmap. */
gb_result gb_entry_mask(const gb_entry *entry, const char *name, uint64_t *mask);

/** Return the number in the bits of a mask, such as 1 for a single bit that is set. */
uint64_t gb_masked(uint64_t whole, uint64_t mask);

/** Put a number into the bits of a mask; GB_BAD_VALUE if it does not fit. */
gb_result gb_put_masked(uint64_t mask, uint64_t number, uint64_t *whole);

/** Return what a number means if it stands for no value, such as "unchanged"; null if it is one. */
const char *gb_entry_meaning(const gb_entry *entry, int64_t number);

/** Give the number that stands for a meaning; GB_BAD_VALUE if there is none. */
gb_result gb_entry_meant(const gb_entry *entry, const char *word, int64_t *number);

/** Return what the kind GB_KIND_NONE means for an entry: "no value", or as the mapping calls it. */
const char *gb_entry_non_value(const gb_entry *entry);

/*
 * Ranges.
 */

/** Whether a number may be written as a value: the type holds it, the mapping allows it, it means nothing else. */
bool gb_entry_allows(const gb_entry *entry, int64_t number);

/*
 * Scales.
 */

/** Give the scale that the mapping states; GB_NO_VALUE if it states none. */
gb_result gb_entry_scale(const gb_entry *entry, gb_scale *scale);

/** Return the unit of the stated scale, "" for a count; null if no scale is stated. */
const char *gb_entry_unit(const gb_entry *entry);

/** Return where the scale of an entry is, at a place of the list; null behind the last. */
const gb_sibling *gb_entry_sibling(const gb_entry *entry, size_t at);

/** Return the standard's name of that, null behind the last. */
const char *gb_entry_sibling_name(const gb_entry *entry, size_t at);

/** Find the item of a sibling that travels in the same whole; as gb_entry_find. */
gb_result gb_sibling_find(const gb_sibling *sibling, const gb_value *items, size_t count, const uint16_t *elements,
                          size_t given, size_t *found);

/**
 * Give the scale that the siblings make.
 *
 * @param values  the value of each sibling, in the order of gb_entry_sibling
 * @param count   how many there are
 * @return GB_BAD_ARGUMENT for another number or kind of values; GB_NO_VALUE if one of them is none;
 *         GB_BAD_VALUE if one of them does not scale
 */
gb_result gb_entry_scale_from(const gb_entry *entry, const gb_value *values, size_t count, gb_scale *scale);

/** Return the unit that the siblings tell; null if no table has the code, or the values are not those of siblings. */
const char *gb_entry_unit_from(const gb_entry *entry, const gb_value *values, size_t count);

/**
 * Give the decimal number that a raw number stands for, with the decimals of the scale as far as they fit.
 *
 * @return GB_BAD_VALUE if no decimal number is exactly that, GB_NO_ROOM if no mantissa of 64 bits is,
 *         GB_NO_VALUE for GB_KIND_NONE
 */
gb_result gb_scale_value(const gb_scale *scale, const gb_value *raw, gb_decimal *value);

/** Give the raw number of a decimal; GB_BAD_VALUE if it is no whole number, GB_NO_ROOM if int64_t does not hold it. */
gb_result gb_scale_raw(const gb_scale *scale, gb_decimal value, int64_t *raw);

/** Write a decimal as text with an end mark, such as "-12.50"; `written` is without the mark. */
gb_result gb_decimal_text(gb_decimal value, char *out, size_t capacity, size_t *written);

/*
 * Times.
 */

/** Give the date and time, in UTC, of seconds since 2000-01-01 00:00:00 UTC. */
gb_result gb_seconds_to_date_time(uint32_t seconds, gb_date_time *value);

/**
 * Give the seconds since 2000-01-01 00:00:00 UTC of a date-time, by its deviation.
 *
 * @return GB_BAD_VALUE if something would be lost: a wildcard, hundredths, another day's day of week, a clock
 *         status (also of daylight saving); or a moment outside of 32 bits
 */
gb_result gb_date_time_to_seconds(const gb_date_time *value, uint32_t *seconds);

#ifdef __cplusplus
}
#endif

#endif
