/**
 * @file
 * What the numbers of entries are: ranges, scales from siblings, masks. No words.
 */
#include "gb_terms.h"

/** Whether a number is in a range, of entries whose 64 bits are signed or unsigned. */
static bool is_in(const gb_entry_terms *terms, gb_range range, int64_t number)
{
    if (terms->is_unsigned) {
        return (uint64_t)range.low <= (uint64_t)number && (uint64_t)number <= (uint64_t)range.high;
    }
    return range.low <= number && number <= range.high;
}

bool gb_entry_allows(const gb_entry *entry, int64_t number)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    bool allowed = terms->range_count == 0u;
    uint16_t at;
    for (at = 0; at < terms->range_count && !allowed; at++) {
        allowed = is_in(terms, gb_terms_ranges[terms->ranges + at], number);
    }
    for (at = 0; at < terms->meaning_count && allowed; at++) {
        allowed = gb_terms_meanings[terms->meanings + at] != number;
    }
    return allowed && terms->is_number && is_in(terms, terms->bounds, number);
}

gb_result gb_entry_scale(const gb_entry *entry, gb_scale *scale)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    if (entry == NULL || scale == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (terms->scale.multiplier == 0u) {
        return GB_NO_VALUE;
    }
    *scale = terms->scale;
    return GB_OK;
}

const gb_sibling *gb_entry_sibling(const gb_entry *entry, size_t at)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    return at < terms->sibling_count ? &gb_terms_siblings[terms->siblings + at] : NULL;
}

gb_result gb_sibling_find(const gb_sibling *sibling, const gb_value *items, size_t count, const uint16_t *elements,
                          size_t given, size_t *found)
{
    gb_entry entry = {0};
    if (sibling == NULL || sibling->path == NULL) {
        return GB_BAD_ARGUMENT;
    }
    entry.path = sibling->path;
    entry.steps = sibling->steps;
    return gb_entry_find(&entry, NULL, items, count, elements, given, found);
}

/** Give the number that a sibling's value is. */
static gb_result number_of(const gb_sibling *sibling, const gb_value *value, int64_t *number)
{
    if (value->kind == GB_KIND_NONE || value->kind == GB_KIND_ABSENT) {
        return GB_NO_VALUE;
    }
    if (value->kind == GB_KIND_SIGNED) {
        *number = value->as.signed_number;
        return GB_OK;
    }
    if (value->kind != GB_KIND_UNSIGNED) {
        return GB_BAD_ARGUMENT;
    }
    {
        uint64_t whole = value->as.number;
        if (sibling->bit_width != 0u && sibling->bit_width < 64u) {
            whole = (whole >> sibling->lowest_bit) & (((uint64_t)1 << sibling->bit_width) - 1u);
        }
        if (whole > (uint64_t)INT64_MAX) {
            return GB_BAD_VALUE;
        }
        *number = (int64_t)whole;
    }
    return GB_OK;
}

/** What the siblings have said so far. */
typedef struct said {
    int64_t exponent;
    int64_t digits;
    int64_t multiplier;
    int64_t divisor;
} said;

static gb_result hear(const gb_sibling *sibling, const gb_value *value, said *all)
{
    int64_t number = 0;
    gb_result result;
    if (sibling->role == (uint8_t)GB_ROLE_SCALER_UNIT && value->kind == GB_KIND_SCALER_UNIT) {
        all->exponent = value->as.scaler_unit.scaler;
        return GB_OK;
    }
    result = number_of(sibling, value, &number);
    if (result != GB_OK) {
        return result;
    }
    switch (sibling->role) {
    case GB_ROLE_EXPONENT:
        all->exponent = number;
        break;
    case GB_ROLE_MULTIPLIER:
        all->multiplier = number;
        break;
    case GB_ROLE_DIVISOR:
        all->divisor = number;
        break;
    case GB_ROLE_TRAILING_DIGITS:
        all->digits = (number / 16) % 16;
        break;
    case GB_ROLE_UNIT:
        break;
    default:
        return GB_BAD_ARGUMENT; /* a scaler_unit that is a bare number */
    }
    return GB_OK;
}

gb_result gb_entry_scale_from(const gb_entry *entry, const gb_value *values, size_t count, gb_scale *scale)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    said all = {0, 0, 1, 1};
    size_t at;
    if (entry == NULL || values == NULL || scale == NULL || count == 0u || count != terms->sibling_count) {
        return GB_BAD_ARGUMENT;
    }
    for (at = 0; at < count; at++) {
        gb_result result = hear(&gb_terms_siblings[terms->siblings + at], &values[at], &all);
        if (result != GB_OK) {
            return result;
        }
    }
    if (all.multiplier < 1 || all.multiplier > (int64_t)UINT32_MAX || all.divisor < 1 ||
        all.divisor > (int64_t)UINT32_MAX || all.exponent < (int64_t)INT16_MIN + 15 || all.exponent > INT16_MAX) {
        return GB_BAD_VALUE;
    }
    scale->multiplier = (uint32_t)all.multiplier;
    scale->divisor = (uint32_t)all.divisor;
    scale->exponent = (int16_t)(all.exponent - all.digits);
    return GB_OK;
}

uint64_t gb_masked(uint64_t whole, uint64_t mask)
{
    const uint64_t lowest = mask & (~mask + 1u);
    return lowest == 0u ? 0u : (whole & mask) / lowest;
}

gb_result gb_put_masked(uint64_t mask, uint64_t number, uint64_t *whole)
{
    const uint64_t lowest = mask & (~mask + 1u);
    if (whole == NULL || lowest == 0u) {
        return GB_BAD_ARGUMENT;
    }
    if (number > mask / lowest || ((number * lowest) & ~mask) != 0u) {
        return GB_BAD_VALUE;
    }
    *whole = (*whole & ~mask) | (number * lowest);
    return GB_OK;
}
