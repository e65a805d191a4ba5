/**
 * @file
 * Scales and times in whole numbers: a number is taken apart into its twos, its fives and the rest, so that
 * what a power of ten does is counted and not calculated. Every loop takes a factor of a 64-bit number, or ends
 * as soon as 64 bits are full.
 */
#include "gb_terms.h"

#define DAYS_OF_400_YEARS 146097
#define SECONDS_OF_A_DAY 86400

/** core * 2^twos * 5^fives; neither 2 nor 5 divides core, unless it is 0. */
typedef struct factors {
    uint64_t core;
    int32_t twos;
    int32_t fives;
} factors;

static factors factors_of(uint64_t number)
{
    factors all = {number, 0, 0};
    while (all.core != 0u && all.core % 2u == 0u) {
        all.core /= 2u;
        all.twos++;
    }
    while (all.core != 0u && all.core % 5u == 0u) {
        all.core /= 5u;
        all.fives++;
    }
    return all;
}

static uint64_t common(uint64_t one, uint64_t other)
{
    while (other != 0u) {
        const uint64_t rest = one % other;
        one = other;
        other = rest;
    }
    return one;
}

/** Multiply if 64 bits hold it. */
static bool times(uint64_t *number, uint64_t factor)
{
    if (factor != 0u && *number > UINT64_MAX / factor) {
        return false;
    }
    *number *= factor;
    return true;
}

/** Multiply by a power if 64 bits hold it; `number` is not 0. */
static bool times_power(uint64_t *number, uint64_t base, int32_t power)
{
    for (; power > 0; power--) {
        if (!times(number, base)) {
            return false;
        }
    }
    return true;
}

/** Give number * multiplier / divisor, whose divisor may have no factors but 2 and 5; no argument is 0. */
static gb_result ratio(uint64_t number, uint32_t multiplier, uint32_t divisor, factors *result)
{
    const factors up = factors_of(multiplier);
    const factors down = factors_of(divisor);
    factors all = factors_of(number);
    uint64_t over = up.core;
    uint64_t below = down.core;
    uint64_t shared = common(over, below);
    over /= shared;
    below /= shared;
    shared = common(all.core, below);
    all.core /= shared;
    below /= shared;
    if (below != 1u) {
        return GB_BAD_VALUE;
    }
    all.twos += up.twos - down.twos;
    all.fives += up.fives - down.fives;
    if (!times(&all.core, over)) {
        return GB_NO_ROOM;
    }
    *result = all;
    return GB_OK;
}

static uint64_t absolute(int64_t number)
{
    return number < 0 ? (uint64_t)-(number + 1) + 1u : (uint64_t)number;
}

/** Give a number its sign if it then fits. */
static bool with_sign(uint64_t number, bool is_negative, int64_t *result)
{
    if (number > (uint64_t)INT64_MAX + (is_negative ? 1u : 0u)) {
        return false;
    }
    *result = is_negative && number != 0u ? -(int64_t)(number - 1u) - 1 : (int64_t)number;
    return true;
}

/** How many decimals a number over this divisor has. */
static int32_t places(const gb_scale *scale)
{
    const uint64_t shared = common(scale->multiplier, scale->divisor);
    const factors down = factors_of(scale->divisor / shared);
    return down.twos > down.fives ? down.twos : down.fives;
}

/** Give a number that is not 0; `exponent` is as the scale has it. */
static gb_result scaled(const gb_scale *scale, uint64_t number, bool is_negative, gb_decimal *value)
{
    factors all;
    int32_t exponent;
    int64_t mantissa;
    gb_result result = ratio(number, scale->multiplier, scale->divisor, &all);
    if (result != GB_OK) {
        return result;
    }
    exponent = all.twos < all.fives ? all.twos : all.fives;
    if (!times_power(&all.core, 2u, all.twos - exponent) || !times_power(&all.core, 5u, all.fives - exponent) ||
        !with_sign(all.core, is_negative, &mantissa)) {
        return GB_NO_ROOM;
    }
    for (; exponent > -places(scale) && mantissa <= INT64_MAX / 10 && mantissa >= INT64_MIN / 10; exponent--) {
        mantissa *= 10;
    }
    value->mantissa = mantissa;
    value->exponent = exponent + scale->exponent;
    return GB_OK;
}

gb_result gb_scale_value(const gb_scale *scale, const gb_value *raw, gb_decimal *value)
{
    bool is_negative;
    uint64_t number;
    if (scale == NULL || raw == NULL || value == NULL || scale->multiplier == 0u || scale->divisor == 0u) {
        return GB_BAD_ARGUMENT;
    }
    if (raw->kind == GB_KIND_NONE) {
        return GB_NO_VALUE;
    }
    if (raw->kind != GB_KIND_SIGNED && raw->kind != GB_KIND_UNSIGNED) {
        return GB_BAD_ARGUMENT;
    }
    is_negative = raw->kind == GB_KIND_SIGNED && raw->as.signed_number < 0;
    number = raw->kind == GB_KIND_SIGNED ? absolute(raw->as.signed_number) : raw->as.number;
    if (number == 0u) {
        value->mantissa = 0;
        value->exponent = scale->exponent - places(scale);
        return GB_OK;
    }
    return scaled(scale, number, is_negative, value);
}

gb_result gb_scale_raw(const gb_scale *scale, gb_decimal value, int64_t *raw)
{
    factors all;
    int64_t power;
    gb_result result;
    if (scale == NULL || raw == NULL || scale->multiplier == 0u || scale->divisor == 0u) {
        return GB_BAD_ARGUMENT;
    }
    if (value.mantissa == 0) {
        *raw = 0;
        return GB_OK;
    }
    result = ratio(absolute(value.mantissa), scale->divisor, scale->multiplier, &all);
    if (result != GB_OK) {
        return result;
    }
    power = (int64_t)value.exponent - scale->exponent;
    if (power + all.twos < 0 || power + all.fives < 0) {
        return GB_BAD_VALUE;
    }
    /* More than 64 factors never fit. */
    power = power > 128 ? 128 : power;
    if (!times_power(&all.core, 2u, (int32_t)power + all.twos) ||
        !times_power(&all.core, 5u, (int32_t)power + all.fives) || !with_sign(all.core, value.mantissa < 0, raw)) {
        return GB_NO_ROOM;
    }
    return GB_OK;
}

/** Write the digits of a number from its last to its first; return how many there are, at most 20. */
static size_t digits_of(uint64_t number, char digits[20])
{
    size_t count = 0;
    do {
        digits[count] = (char)('0' + (int)(number % 10u));
        number /= 10u;
        count++;
    } while (number != 0u && count < 20u);
    return count;
}

gb_result gb_decimal_text(gb_decimal value, char *out, size_t capacity, size_t *written)
{
    char digits[20];
    const size_t count = digits_of(absolute(value.mantissa), digits);
    const bool is_zero = value.mantissa == 0;
    const size_t zeros = value.exponent > 0 && !is_zero ? (size_t)value.exponent : 0u;
    const size_t decimals = value.exponent < 0 ? (size_t)-(int64_t)value.exponent : 0u;
    const size_t places_all = count + zeros > decimals ? count + zeros : decimals + 1u;
    const size_t length = places_all + (decimals != 0u ? 1u : 0u) + (value.mantissa < 0 ? 1u : 0u);
    size_t at = 0;
    size_t place;
    if (out == NULL || written == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (length >= capacity) {
        return GB_NO_ROOM;
    }
    if (value.mantissa < 0) {
        out[at++] = '-';
    }
    /* Places count from the last digit: the decimals first, and 0 where the number has no digit. */
    for (place = places_all; place > 0u; place--) {
        const size_t digit = place - 1u;
        if (decimals != 0u && place == decimals) {
            out[at++] = '.';
        }
        out[at++] = digit >= zeros && digit - zeros < count ? digits[digit - zeros] : '0';
    }
    out[at] = '\0';
    *written = at;
    return GB_OK;
}

/** Return the days from 2000-01-01 to a day of a year from 1600 on; years begin in March. */
static int32_t days_to(int32_t year, int32_t month, int32_t day)
{
    const int32_t since = year - 1600 - (month < 3 ? 1 : 0);
    const int32_t of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    return since * 365 + since / 4 - since / 100 + since / 400 + of_year - DAYS_OF_400_YEARS + 60;
}

static bool is_leap(uint16_t year)
{
    return year % 4u == 0u && (year % 100u != 0u || year % 400u == 0u);
}

static uint8_t days_of(uint16_t year, uint8_t month)
{
    static const uint8_t days[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return (uint8_t)(days[month] + (month == 2u && is_leap(year) ? 1u : 0u));
}

gb_result gb_seconds_to_date_time(uint32_t seconds, gb_date_time *value)
{
    const int32_t days = (int32_t)(seconds / SECONDS_OF_A_DAY);
    const uint32_t rest = seconds % SECONDS_OF_A_DAY;
    uint16_t year = (uint16_t)(2000 + days / 366);
    uint8_t month = 1;
    gb_date_time found = {0};
    if (value == NULL) {
        return GB_BAD_ARGUMENT;
    }
    while (days_to(year + 1, 1, 1) <= days) {
        year++;
    }
    while (month < 12u && days_to(year, month + 1, 1) <= days) {
        month++;
    }
    found.date.year = year;
    found.date.month = month;
    found.date.day = (uint8_t)(days - days_to(year, month, 1) + 1);
    found.date.day_of_week = (uint8_t)((days + 5) % 7 + 1); /* 2000-01-01 was a Saturday */
    found.time.hour = (uint8_t)(rest / 3600u);
    found.time.minute = (uint8_t)(rest / 60u % 60u);
    found.time.second = (uint8_t)(rest % 60u);
    *value = found;
    return GB_OK;
}

/** Whether the fields are a date of the calendar and a time of day, and nothing more. */
static bool is_moment(const gb_date_time *value)
{
    const gb_date *date = &value->date;
    const gb_time *time = &value->time;
    if (date->year < 1999u || date->year > 2137u || date->month < 1u || date->month > 12u || date->day < 1u ||
        date->day > days_of(date->year, date->month)) {
        return false;
    }
    return time->hour < 24u && time->minute < 60u && time->second < 60u && time->hundredths == 0u &&
           value->deviation > -1440 && value->deviation < 1440 && value->clock_status == 0u;
}

gb_result gb_date_time_to_seconds(const gb_date_time *value, uint32_t *seconds)
{
    int32_t days;
    int64_t moment;
    if (value == NULL || seconds == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (!is_moment(value)) {
        return GB_BAD_VALUE;
    }
    days = days_to(value->date.year, value->date.month, value->date.day);
    /* 371 days more are whole weeks, and no date here is below 0 with them. */
    if (value->date.day_of_week != (days + 371 + 5) % 7 + 1) {
        return GB_BAD_VALUE;
    }
    moment = (int64_t)days * SECONDS_OF_A_DAY + value->time.hour * 3600 + value->time.minute * 60 +
             value->time.second + (int64_t)value->deviation * 60;
    if (moment < 0 || moment > (int64_t)UINT32_MAX) {
        return GB_BAD_VALUE;
    }
    *seconds = (uint32_t)moment;
    return GB_OK;
}
