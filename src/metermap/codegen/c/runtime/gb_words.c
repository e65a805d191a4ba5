/**
 * @file
 * The names, meanings and units of entries, as words.
 */
#include "gb_terms.h"

/** Whether two texts are equal. The loop ends with the shorter one. */
static bool is_same(const char *one, const char *other)
{
    size_t at = 0;
    while (one[at] != '\0' && one[at] == other[at]) {
        at++;
    }
    return one[at] == other[at];
}

const gb_named *gb_entry_named(const gb_entry *entry, size_t at)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    return at < terms->name_count ? &gb_terms_names[terms->names + at] : NULL;
}

const char *gb_entry_name(const gb_entry *entry, int64_t number)
{
    const gb_named *named;
    size_t at;
    if (gb_entry_sense(entry) != GB_SENSE_CODED) {
        return NULL;
    }
    at = 0;
    for (named = gb_entry_named(entry, at); named != NULL; named = gb_entry_named(entry, ++at)) {
        if (named->code == (uint64_t)number) {
            return named->name;
        }
    }
    return NULL;
}

/** Give the code or mask of a name that only one has. */
static gb_result code_of(const gb_entry *entry, gb_sense sense, const char *name, uint64_t *code)
{
    const gb_named *named;
    const gb_named *only = NULL;
    size_t at;
    if (gb_entry_sense(entry) != sense) {
        return GB_BAD_VALUE;
    }
    at = 0;
    for (named = gb_entry_named(entry, at); named != NULL; named = gb_entry_named(entry, ++at)) {
        if (is_same(named->name, name)) {
            if (only != NULL) {
                return GB_BAD_VALUE;
            }
            only = named;
        }
    }
    if (only == NULL) {
        return GB_BAD_VALUE;
    }
    *code = only->code;
    return GB_OK;
}

gb_result gb_entry_number(const gb_entry *entry, const char *name, int64_t *number)
{
    uint64_t code = 0;
    gb_result result;
    if (entry == NULL || name == NULL || number == NULL) {
        return GB_BAD_ARGUMENT;
    }
    result = code_of(entry, GB_SENSE_CODED, name, &code);
    if (result == GB_OK && !gb_entry_allows(entry, (int64_t)code)) {
        return GB_BAD_VALUE;
    }
    if (result == GB_OK) {
        *number = (int64_t)code;
    }
    return result;
}

gb_result gb_entry_mask(const gb_entry *entry, const char *name, uint64_t *mask)
{
    if (entry == NULL || name == NULL || mask == NULL) {
        return GB_BAD_ARGUMENT;
    }
    return code_of(entry, GB_SENSE_BITMAP, name, mask);
}

const char *gb_entry_meaning(const gb_entry *entry, int64_t number)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    uint16_t at;
    for (at = 0; at < terms->meaning_count; at++) {
        if (gb_terms_meanings[terms->meanings + at] == number) {
            return gb_terms_words[terms->meanings + at];
        }
    }
    return NULL;
}

gb_result gb_entry_meant(const gb_entry *entry, const char *word, int64_t *number)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    uint16_t at;
    if (entry == NULL || word == NULL || number == NULL) {
        return GB_BAD_ARGUMENT;
    }
    for (at = 0; at < terms->meaning_count; at++) {
        if (is_same(gb_terms_words[terms->meanings + at], word)) {
            *number = gb_terms_meanings[terms->meanings + at];
            return GB_OK;
        }
    }
    return GB_BAD_VALUE;
}

const char *gb_entry_non_value(const gb_entry *entry)
{
    return gb_terms_non_values[gb_terms_of(entry)->non_value];
}

const char *gb_entry_unit(const gb_entry *entry)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    return terms->scale.multiplier == 0u ? NULL : gb_terms_units[terms->stated_unit];
}

const char *gb_entry_sibling_name(const gb_entry *entry, size_t at)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    return at < terms->sibling_count ? gb_terms_unit_codes[terms->siblings + at].sibling : NULL;
}

/** Return the symbol of a unit of DLMS/COSEM, null if the table has none; 255 is the count. */
static const char *dlms_unit(uint64_t code)
{
    const char *symbol = code > 255u ? "" : gb_unit_symbol((uint8_t)code);
    return symbol[0] == '\0' && code != 255u ? NULL : symbol;
}

static const char *unit_of(const gb_unit_codes *codes, uint64_t code)
{
    uint16_t at;
    if (codes->names == NULL) {
        return dlms_unit(code);
    }
    for (at = 0; at < codes->count && !(codes->is_metering && code >= 0x80u); at++) {
        if (codes->names[at].code == code) {
            return codes->names[at].name;
        }
    }
    return NULL;
}

const char *gb_entry_unit_from(const gb_entry *entry, const gb_value *values, size_t count)
{
    const gb_entry_terms *terms = gb_terms_of(entry);
    const char *known = gb_terms_units[terms->known_unit];
    const char *unit = known;
    size_t at;
    if (values == NULL || count == 0u || count != terms->sibling_count) {
        return NULL;
    }
    for (at = 0; at < count; at++) {
        const gb_sibling *sibling = &gb_terms_siblings[terms->siblings + at];
        if (sibling->role == (uint8_t)GB_ROLE_UNIT) {
            const bool is_number = values[at].kind == GB_KIND_UNSIGNED;
            unit = is_number ? unit_of(&gb_terms_unit_codes[terms->siblings + at], values[at].as.number) : NULL;
        } else if (sibling->role == (uint8_t)GB_ROLE_SCALER_UNIT) {
            unit = values[at].kind == GB_KIND_SCALER_UNIT ? dlms_unit(values[at].as.scaler_unit.unit) : NULL;
            if (unit != NULL && is_same(unit, "other") && known[0] != '\0') {
                unit = known;
            }
        }
    }
    return unit;
}
