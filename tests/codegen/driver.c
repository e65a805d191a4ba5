/* Reads codecs and octets from standard input, a case a line, and prints what the C bindings make of them.
 *
 *   decode CODEC MINIMUM MAXIMUM HEX   ->  ok CONSUMED VALUE AGAIN   or   refused REASON
 *   part ENTRY HEX                     ->  ok VALUE WHOLE refused-REASON AGAIN
 *   layout NAME ORDER HEX              ->  ok CONSUMED ITEM,ITEM,... AGAIN   or   refused REASON
 *   find PART ORDER ELEMENTS HEX       ->  ok ITEM,ITEM,...          or   refused REASON
 *   responses HEX, reports HEX         ->  ok RECORD...              or   refused REASON
 *
 * NAME is one of layouts.h, the constant of an entry, for the layout of its whole, or "#" and the number of a row of the
 * vectors' table or of transfers.h, where there is one. PART is the number of a row of the table `parts` of transfers.h,
 * ELEMENTS a number for each list on the way to it, an octet each. ORDER is the numbers of members in hex, "-" for none. An item is
 * TYPE=VALUE, the type in hex, or absent. CODEC is a number, HEX may be "-" for no octets. A value is in the notation of
 * vectors.py, text in hex.
 */
#include "gb_bindings.h"

#include "layouts.h"
#ifdef VECTORS
#include "vector_layouts.h"
#endif

#ifdef WITH_TRANSFERS
#include "transfers.h" /* made by proving/transfers.py: an entry for each layout of a workspace */
#endif

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 70000

static uint8_t octets[LONGEST];
static uint8_t again[LONGEST];
static char line[2 * LONGEST + 100];

static const char *reason(gb_result result)
{
    static const char *const names[] = {"ok",       "truncated", "trailing", "tag",      "length", "value",
                                        "no-value", "no-codec",  "no-room",  "argument", "end",
                                        "needs-whole", "needs-order"};
    return names[result];
}

static size_t parsed(const char *hex)
{
    size_t count = 0;
    unsigned octet;
    while (sscanf(hex, "%2x", &octet) == 1) {
        octets[count++] = (uint8_t)octet;
        hex += 2;
    }
    return count;
}

static void print_hex(const uint8_t *data, size_t count)
{
    size_t at;
    for (at = 0; at < count; at++) {
        printf("%02x", data[at]);
    }
}

static void print_field(unsigned field, unsigned any, const char *mark)
{
    if (field == any) {
        printf("*%s", mark);
    } else {
        printf("%u%s", field, mark);
    }
}

static void print_date(gb_date date)
{
    print_field(date.year, GB_ANY_YEAR, "-");
    print_field(date.month, GB_ANY, "-");
    print_field(date.day, GB_ANY, "-");
    print_field(date.day_of_week, GB_ANY, "");
}

static void print_time(gb_time time)
{
    print_field(time.hour, GB_ANY, "-");
    print_field(time.minute, GB_ANY, "-");
    print_field(time.second, GB_ANY, "-");
    print_field(time.hundredths, GB_ANY, "");
}

static void print_value(const gb_value *value)
{
    uint32_t bit;
    switch (value->kind) {
    case GB_KIND_NONE:
        printf("none");
        break;
    case GB_KIND_BOOLEAN:
        printf("%s", value->as.boolean ? "true" : "false");
        break;
    case GB_KIND_UNSIGNED:
        printf("%" PRIu64, value->as.number);
        break;
    case GB_KIND_SIGNED:
        printf("%" PRId64, value->as.signed_number);
        break;
    case GB_KIND_FLOAT16:
        printf("float:%04" PRIx64, value->as.number);
        break;
    case GB_KIND_FLOAT32:
        printf("float:%08" PRIx64, value->as.number);
        break;
    case GB_KIND_FLOAT64:
        printf("float:%016" PRIx64, value->as.number);
        break;
    case GB_KIND_OCTETS:
        printf("octets:");
        print_hex(value->as.octets.data, value->as.octets.size);
        break;
    case GB_KIND_TEXT:
        printf("text:");
        print_hex(value->as.octets.data, value->as.octets.size);
        break;
    case GB_KIND_BITS:
        printf("bits:");
        for (bit = 0; bit < value->as.bits.count; bit++) {
            printf("%d", gb_bit(value->as.bits, bit));
        }
        break;
    case GB_KIND_DATE_TIME:
        printf("date-time:");
        print_date(value->as.date_time.date);
        printf("_");
        print_time(value->as.date_time.time);
        if (value->as.date_time.deviation == GB_NO_DEVIATION) {
            printf("_*_");
        } else {
            printf("_%d_", value->as.date_time.deviation);
        }
        print_field(value->as.date_time.clock_status, GB_ANY, "");
        break;
    case GB_KIND_DATE:
        printf("date:");
        print_date(value->as.date);
        break;
    case GB_KIND_TIME:
        printf("time:");
        print_time(value->as.time);
        break;
    case GB_KIND_SCALER_UNIT:
        printf("scaler_unit:%d_%u", value->as.scaler_unit.scaler, value->as.scaler_unit.unit);
        break;
    case GB_KIND_ABSENT:
        printf("absent");
        break;
    case GB_KIND_STRUCTURE:
        printf("structure:%" PRIu32, value->as.members.count);
        break;
    case GB_KIND_ARRAY:
        printf("array:%" PRIu32, value->as.members.count);
        break;
    }
}

static void decode(gb_codec codec, uint32_t minimum, uint32_t maximum, const uint8_t *data, size_t size)
{
    gb_value value;
    size_t consumed = 0;
    size_t written = 0;
    gb_result result = gb_decode_exact(codec, minimum, maximum, data, size, &value);
    if (result != GB_OK) {
        printf("refused %s\n", reason(result));
        return;
    }
    if (gb_decode(codec, minimum, maximum, data, size, &value, &consumed) != GB_OK) {
        printf("inconsistent\n");
        return;
    }
    printf("ok %zu ", consumed);
    print_value(&value);
    result = gb_encode(codec, minimum, maximum, &value, again, sizeof again, &written);
    if (result != GB_OK) {
        printf(" refused-%s\n", reason(result));
        return;
    }
    printf(" ");
    print_hex(again, written);
    printf("\n");
}

/* The entry of a constant of either device. */
static const gb_entry *named(const char *name)
{
    size_t at;
    for (at = 0; at < GB_ESME_COUNT; at++) {
        if (strcmp(gb_esme_texts[at].name, name) == 0) {
            return &gb_esme_entries[at];
        }
    }
    for (at = 0; at < GB_GSME_COUNT; at++) {
        if (strcmp(gb_gsme_texts[at].name, name) == 0) {
            return &gb_gsme_entries[at];
        }
    }
    return NULL;
}

/* Decode a part and its attribute; try to encode the part; put it back into the attribute, and encode that. */
static void part(const gb_entry *entry, const uint8_t *data, size_t size)
{
    gb_value value;
    gb_value whole;
    size_t written = 0;
    gb_result result = gb_entry_decode(entry, data, size, &value);
    if (result != GB_OK || gb_entry_decode_whole(entry, data, size, &whole) != GB_OK) {
        printf("refused %s\n", reason(result));
        return;
    }
    printf("ok ");
    print_value(&value);
    printf(" ");
    print_value(&whole);
    result = gb_entry_encode(entry, &value, again, sizeof again, &written);
    printf(" refused-%s ", reason(result));
    result = gb_entry_put_part(entry, &value, &whole);
    if (result == GB_OK) {
        result = gb_entry_encode_whole(entry, &whole, again, sizeof again, &written);
    }
    print_hex(again, result == GB_OK ? written : 0);
    printf("\n");
}

static const gb_layout *layout_of(const char *name)
{
    const gb_entry *entry;
    size_t at;
#ifdef VECTORS
    if (name[0] == '#') {
        return &vector_layouts[strtoul(name + 1, NULL, 10)];
    }
#endif
    for (at = 0; at < sizeof hand_made / sizeof hand_made[0]; at++) {
        if (strcmp(hand_made[at].name, name) == 0) {
            return hand_made[at].layout;
        }
    }
#ifdef WITH_TRANSFERS
    if (name[0] == '#') {
        return transfers[strtoul(name + 1, NULL, 10)]->layout;
    }
#endif
    entry = named(name);
    return entry == NULL ? NULL : entry->layout;
}

static bool is_untouched(const void *data, size_t size)
{
    const uint8_t *octet = data;
    size_t at;
    for (at = 0; at < size; at++) {
        if (octet[at] != 0xEE) {
            return false;
        }
    }
    return true;
}

/* Write the items again, also into too little room, which must stay as it was. */
static void write_again(const gb_layout *layout, const gb_order *order, const gb_value *items, size_t count)
{
    size_t written = 0;
    uint8_t *exact;
    gb_result result = gb_layout_write_ordered(layout, order, items, count, again, sizeof again, &written);
    if (result != GB_OK) {
        printf(" refused-%s\n", reason(result));
        return;
    }
    exact = malloc(written + 1u);
    memset(exact, 0xEE, written + 1u);
    if (written > 0u) {
        result = gb_layout_write_ordered(layout, order, items, count, exact, written - 1u, &written);
        if (result != GB_NO_ROOM || !is_untouched(exact, written)) {
            printf(" touched");
        }
    }
    free(exact);
    printf(" ");
    print_hex(again, written);
    printf("\n");
}

static void read_layout(const gb_layout *layout, const gb_order *order, const uint8_t *data, size_t size)
{
    size_t count = 0;
    size_t consumed = 0;
    size_t at;
    gb_value *items;
    gb_result result = gb_layout_measure(layout, order, data, size, &count, NULL);
    items = malloc((count + 1u) * sizeof *items);
    memset(items, 0xEE, (count + 1u) * sizeof *items);
    if (result != GB_OK) {
        /* Reading must say the same, and touch nothing. */
        if (gb_layout_read_ordered(layout, order, data, size, items, 1, &count, NULL) == GB_OK ||
            !is_untouched(items, sizeof *items) || count != 0) {
            printf("inconsistent ");
        }
        printf("refused %s\n", reason(result));
        free(items);
        return;
    }
    if (gb_layout_read_ordered(layout, order, data, size, items, count - 1u, &count, NULL) != GB_NO_ROOM ||
        !is_untouched(items, count * sizeof *items)) {
        printf("inconsistent ");
    }
    if (gb_layout_read_ordered(layout, order, data, size, items, count, &count, &consumed) != GB_OK) {
        printf("inconsistent ");
    }
    printf("ok %zu ", consumed);
    for (at = 0; at < count; at++) {
        printf("%s", at == 0 ? "" : ",");
        if (items[at].kind != GB_KIND_ABSENT) {
            printf("%04x=", items[at].type);
        }
        print_value(&items[at]);
    }
    write_again(layout, order, items, count);
    free(items);
}

#define PLACES 32

/* An order as in ``020100,1:0100``: numbers of members, then the order inside those at some places. */
static gb_order parsed_order(char *text)
{
    static uint8_t numbers[PLACES], inner_numbers[PLACES][PLACES];
    static gb_order inner[PLACES];
    static const gb_order *inside[PLACES];
    const gb_order order = {numbers, parsed(text), inside};
    char *next = text;
    memset(inside, 0, sizeof inside);
    memcpy(numbers, octets, order.count);
    while ((next = strchr(next, ',')) != NULL) {
        const size_t place = (size_t)strtoul(next + 1, &next, 10);
        inner[place].count = parsed(next + 1);
        inner[place].numbers = inner_numbers[place];
        memcpy(inner_numbers[place], octets, inner[place].count);
        inside[place] = &inner[place];
    }
    return order;
}

static void ask_layout(void)
{
    const gb_layout *layout = layout_of(strtok(NULL, " "));
    char *order_text = strtok(NULL, " ");
    const char *hex = strtok(NULL, " \n");
    const gb_order order = parsed_order(order_text);
    size_t size;
    uint8_t *exact;
    size = parsed(hex);
    exact = malloc(size == 0 ? 1 : size);
    memcpy(exact, octets, size);
    if (layout == NULL) {
        printf("no layout\n");
    } else {
        read_layout(layout, strcmp(order_text, "-") == 0 ? NULL : &order, size == 0 ? NULL : exact, size);
    }
    free(exact);
}

#ifdef WITH_TRANSFERS
/* Read the whole that an entry is a part of, and print the entry's item and what is in it. */
static void find_part(const gb_entry *entry, const gb_order *order, const uint16_t *elements, size_t given,
                      const uint8_t *data, size_t size)
{
    size_t count = 0, at = 0, end;
    gb_value *items;
    gb_result result = gb_layout_measure(entry->layout, order, data, size, &count, NULL);
    items = malloc((count + 1u) * sizeof *items);
    if (result == GB_OK) {
        result = gb_entry_read(entry, order, data, size, items, count, &count);
    }
    if (result == GB_OK) {
        result = gb_entry_find(entry, order, items, count, elements, given, &at);
    }
    if (result != GB_OK) {
        printf("refused %s\n", reason(result));
    } else {
        printf("ok ");
        end = gb_items_next(items, count, at);
        for (; at < end; at++) {
            print_value(&items[at]);
            printf("%s", at + 1u < end ? "," : "\n");
        }
    }
    free(items);
}

static void ask_part(void)
{
    const gb_entry *entry = parts[strtoul(strtok(NULL, " "), NULL, 10)];
    char *order_text = strtok(NULL, " ");
    const size_t given = parsed(strtok(NULL, " "));
    const char *hex = strtok(NULL, " \n");
    uint16_t elements[PLACES];
    size_t size, at;
    gb_order order;
    for (at = 0; at < given; at++) {
        elements[at] = octets[at];
    }
    order = parsed_order(order_text);
    size = parsed(hex);
    find_part(entry, strcmp(order_text, "-") == 0 ? NULL : &order, elements, given, octets, size);
}
#endif

/* Write a record again; it must give the octets that it was cut from, which end at `offset`. */
static void put_again(bool with_status, const gb_record *record, const uint8_t *data, size_t offset)
{
    size_t written = 0;
    const gb_result result = with_status ? gb_frame_put_response(record, again, sizeof again, &written)
                                         : gb_frame_put_report(record, again, sizeof again, &written);
    if (result != GB_OK || written > offset || memcmp(again, data + offset - written, written) != 0) {
        printf(" changed");
    }
}

static void records(bool with_status, const uint8_t *data, size_t size)
{
    gb_record record;
    size_t offset = 0;
    gb_result result;
    printf("ok");
    while ((result = with_status ? gb_next_response(data, size, &offset, &record)
                                 : gb_next_report(data, size, &offset, &record)) == GB_OK) {
        put_again(with_status, &record, data, offset);
        printf(" %04x_%02x_", record.attribute, record.status);
        if (record.status != 0) {
            printf("-_-");
        } else {
            printf("%02x_", record.type);
            print_hex(record.value.data, record.value.size);
        }
    }
    printf(" %s\n", reason(result));
}

int main(void)
{
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *command = strtok(line, " \n");
        if (strcmp(command, "decode") == 0) {
            const unsigned codec = (unsigned)strtoul(strtok(NULL, " "), NULL, 10);
            const uint32_t minimum = (uint32_t)strtoul(strtok(NULL, " "), NULL, 10);
            const uint32_t maximum = (uint32_t)strtoul(strtok(NULL, " "), NULL, 10);
            const size_t size = parsed(strtok(NULL, " \n"));
            /* A buffer of just the right size, so that a sanitizer sees a read beyond its end. */
            uint8_t *exact = malloc(size == 0 ? 1 : size);
            memcpy(exact, octets, size);
            decode((gb_codec)codec, minimum, maximum, size == 0 ? NULL : exact, size);
            free(exact);
        } else if (strcmp(command, "layout") == 0) {
            ask_layout();
#ifdef WITH_TRANSFERS
        } else if (strcmp(command, "find") == 0) {
            ask_part();
#endif
        } else if (strcmp(command, "part") == 0) {
            const gb_entry *entry = named(strtok(NULL, " "));
            part(entry, octets, parsed(strtok(NULL, " \n")));
        } else {
            const size_t size = parsed(strtok(NULL, " \n"));
            uint8_t *exact = malloc(size == 0 ? 1 : size);
            memcpy(exact, octets, size);
            records(strcmp(command, "responses") == 0, exact, size);
            free(exact);
        }
    }
    return 0;
}
