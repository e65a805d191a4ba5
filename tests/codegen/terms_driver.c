/* Reads questions on the catalogue's terms from standard input, one a line, and prints what the C bindings answer.
 *
 *   entry DEVICE AT          ->  SENSE|NON_VALUE|UNIT MULTIPLIER DIVISOR EXPONENT|SIBLING...|CODE=NAME...
 *   number DEVICE AT NUMBER  ->  ALLOWED|NAME|MEANING
 *   name DEVICE AT TEXT      ->  NUMBER|MASK|MEANT, each "-" if there is none
 *   scale M D E NUMBER       ->  RESULT MANTISSA EXPONENT TEXT
 *   raw M D E MANTISSA EXPONENT ->  RESULT NUMBER
 *   siblings DEVICE AT NUMBER... ->  RESULT M D E UNIT
 *   seconds NUMBER           ->  YEAR MONTH DAY WEEKDAY HOUR MINUTE SECOND BACK
 *   masked WHOLE MASK NUMBER ->  FIELD RESULT WHOLE
 *   nothing                  ->  what functions say of null pointers
 *   moment (the 9 fields of a date-time)  ->  RESULT SECONDS
 */
#include "gb_bindings.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const gb_entry *entry_of(const char *device, unsigned at)
{
    if (strcmp(device, "esme") == 0) {
        return &gb_esme_entries[at];
    }
    return strcmp(device, "gsme") == 0 ? &gb_gsme_entries[at] : &gb_gpf_entries[at];
}

static const char *or_dash(const char *text)
{
    return text == NULL ? "-" : text;
}

static void on_entry(const gb_entry *entry)
{
    gb_scale scale;
    const gb_named *named;
    const gb_sibling *sibling;
    size_t at;
    printf("%d|%s|", (int)gb_entry_sense(entry), gb_entry_non_value(entry));
    if (gb_entry_scale(entry, &scale) == GB_OK) {
        printf("%s %" PRIu32 " %" PRIu32 " %d", gb_entry_unit(entry), scale.multiplier, scale.divisor, scale.exponent);
    }
    printf("|");
    for (at = 0; (sibling = gb_entry_sibling(entry, at)) != NULL; at++) {
        uint8_t step;
        printf("%s:%u:%u:%u", gb_entry_sibling_name(entry, at), sibling->role, sibling->cluster, sibling->number);
        for (step = 0; step < sibling->steps; step++) {
            printf(".%u", sibling->path[step]);
        }
        printf(";");
    }
    printf("|");
    for (at = 0; (named = gb_entry_named(entry, at)) != NULL; at++) {
        printf("%" PRIu64 "=%s;", named->code, named->name);
    }
    printf("\n");
}

static void on_name(const gb_entry *entry, const char *name)
{
    int64_t number;
    uint64_t mask;
    gb_entry_number(entry, name, &number) == GB_OK ? printf("%" PRId64 "|", number) : printf("-|");
    gb_entry_mask(entry, name, &mask) == GB_OK ? printf("%" PRIu64 "|", mask) : printf("-|");
    gb_entry_meant(entry, name, &number) == GB_OK ? printf("%" PRId64 "\n", number) : printf("-\n");
}

static void on_scale(gb_scale scale, int64_t number)
{
    gb_value raw = {.kind = GB_KIND_SIGNED};
    gb_decimal value = {0, 0};
    char text[100] = "-";
    size_t written;
    gb_result result;
    raw.as.signed_number = number;
    result = gb_scale_value(&scale, &raw, &value);
    if (result == GB_OK) {
        (void)gb_decimal_text(value, text, sizeof text, &written);
    }
    printf("%d %" PRId64 " %" PRId32 " %s\n", (int)result, value.mantissa, value.exponent, text);
}

static void on_siblings(const gb_entry *entry, const char *rest)
{
    gb_value values[8];
    gb_scale scale = {0, 0, 0};
    size_t count = 0;
    int used = 0;
    unsigned number;
    gb_result result;
    while (count < 8 && sscanf(rest, "%u%n", &number, &used) == 1) {
        const gb_sibling *sibling = gb_entry_sibling(entry, count);
        if (sibling != NULL && sibling->role == (uint8_t)GB_ROLE_SCALER_UNIT) {
            values[count].kind = GB_KIND_SCALER_UNIT;
            values[count].as.scaler_unit.scaler = -2;
            values[count].as.scaler_unit.unit = (uint8_t)number;
        } else {
            values[count].kind = GB_KIND_UNSIGNED;
            values[count].as.number = number;
        }
        count++;
        rest += used;
    }
    result = gb_entry_scale_from(entry, values, count, &scale);
    printf("%d %" PRIu32 " %" PRIu32 " %d %s\n", (int)result, scale.multiplier, scale.divisor, scale.exponent,
           or_dash(gb_entry_unit_from(entry, values, count)));
}

static void on_seconds(uint32_t seconds)
{
    gb_date_time value;
    uint32_t back = 0;
    (void)gb_seconds_to_date_time(seconds, &value);
    (void)gb_date_time_to_seconds(&value, &back);
    printf("%u %u %u %u %u %u %u %" PRIu32 "\n", value.date.year, value.date.month, value.date.day,
           value.date.day_of_week, value.time.hour, value.time.minute, value.time.second, back);
}

static void on_moment(const unsigned field[9], int deviation)
{
    gb_date_time value;
    uint32_t seconds = 0;
    gb_result result;
    value.date.year = (uint16_t)field[0];
    value.date.month = (uint8_t)field[1];
    value.date.day = (uint8_t)field[2];
    value.date.day_of_week = (uint8_t)field[3];
    value.time.hour = (uint8_t)field[4];
    value.time.minute = (uint8_t)field[5];
    value.time.second = (uint8_t)field[6];
    value.time.hundredths = (uint8_t)field[7];
    value.clock_status = (uint8_t)field[8];
    value.deviation = (int16_t)deviation;
    result = gb_date_time_to_seconds(&value, &seconds);
    printf("%d %" PRIu32 "\n", (int)result, seconds);
}

static void on_number(const gb_entry *entry, int64_t number)
{
    printf("%d|%s|%s\n", gb_entry_allows(entry, number), or_dash(gb_entry_name(entry, number)),
           or_dash(gb_entry_meaning(entry, number)));
}

static void on_masked(uint64_t whole, uint64_t mask, uint64_t number)
{
    const uint64_t field = gb_masked(whole, mask);
    const gb_result result = gb_put_masked(mask, number, &whole);
    printf("%" PRIu64 " %d %" PRIu64 "\n", field, (int)result, whole);
}

static void on_nothing(void)
{
    const gb_entry *entry = &gb_esme_entries[0];
    const gb_scale none = {0, 0, 0};
    const gb_decimal one = {1, 0};
    int64_t number;
    gb_decimal value;
    gb_value raw = {.kind = GB_KIND_UNSIGNED};
    char small[2];
    size_t written;
    printf("%d%d%d%d%d%d", gb_entry_allows(NULL, 0), gb_entry_name(NULL, 0) != NULL, gb_entry_named(NULL, 0) != NULL,
           gb_entry_sibling(NULL, 0) != NULL, gb_entry_unit(NULL) != NULL, gb_entry_meaning(NULL, 0) != NULL);
    printf(" %d %d %d %d", (int)gb_entry_number(entry, NULL, &number), (int)gb_entry_scale(NULL, NULL),
           (int)gb_scale_value(&none, &raw, &value), (int)gb_scale_raw(&none, one, &number));
    printf(" %d %d\n", (int)gb_decimal_text(one, small, 1, &written), (int)gb_decimal_text(one, small, 2, &written));
}

static void answer(const char *line)
{
    char device[8];
    char text[256];
    unsigned at, f[9];
    int used = 0, deviation;
    int64_t number;
    uint64_t bits[3];
    int32_t power;
    int16_t exponent;
    gb_scale scale;
    if (sscanf(line, "entry %7s %u", device, &at) == 2) {
        on_entry(entry_of(device, at));
    } else if (sscanf(line, "number %7s %u %" SCNd64, device, &at, &number) == 3) {
        on_number(entry_of(device, at), number);
    } else if (sscanf(line, "name %7s %u %255[^\n]", device, &at, text) == 3) {
        on_name(entry_of(device, at), text);
    } else if (sscanf(line, "siblings %7s %u%n", device, &at, &used) == 2) {
        on_siblings(entry_of(device, at), line + used);
    } else if (sscanf(line, "scale %" SCNu32 " %" SCNu32 " %" SCNd16 " %" SCNd64, &scale.multiplier, &scale.divisor,
                      &exponent, &number) == 4) {
        scale.exponent = exponent;
        on_scale(scale, number);
    } else if (sscanf(line, "raw %" SCNu32 " %" SCNu32 " %" SCNd16 " %" SCNd64 " %" SCNd32, &scale.multiplier,
                      &scale.divisor, &exponent, &number, &power) == 5) {
        gb_decimal value = {number, power};
        int64_t raw = 0;
        scale.exponent = exponent;
        printf("%d ", (int)gb_scale_raw(&scale, value, &raw));
        printf("%" PRId64 "\n", raw);
    } else if (sscanf(line, "moment %u %u %u %u %u %u %u %u %u %d", &f[0], &f[1], &f[2], &f[3], &f[4], &f[5], &f[6],
                      &f[7], &f[8], &deviation) == 10) {
        on_moment(f, deviation);
    } else if (sscanf(line, "masked %" SCNu64 " %" SCNu64 " %" SCNu64, &bits[0], &bits[1], &bits[2]) == 3) {
        on_masked(bits[0], bits[1], bits[2]);
    } else if (strcmp(line, "nothing\n") == 0) {
        on_nothing();
    } else if (sscanf(line, "seconds %u", &at) == 1) {
        on_seconds(at);
    } else {
        printf("what?\n");
    }
}

int main(void)
{
    static char line[400];
    while (fgets(line, sizeof line, stdin) != NULL) {
        answer(line);
    }
    return 0;
}
