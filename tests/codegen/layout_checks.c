/* Checks of layouts, rows and typed readers in C; the argument names the group. Prints what fails. */
#include "gb_bindings.h"

#include "layouts.h"

#include <stdio.h>
#include <string.h>

#define OCTETS(text) (const uint8_t *)(text), sizeof(text) - 1
#define CHECK(condition) check(condition, __LINE__, #condition)
#define ROOM 32

static gb_value items[ROOM];
static size_t count;
static uint8_t out[64];
static size_t written;

static void check(bool holds, int line, const char *condition)
{
    if (!holds) {
        printf("line %d: %s\n", line, condition);
    }
}

static gb_result read(const gb_layout *layout, const uint8_t *data, size_t size)
{
    return gb_layout_read(layout, data, size, items, ROOM, &count, NULL);
}

static gb_result write(const gb_layout *layout)
{
    return gb_layout_write(layout, items, count, out, sizeof out, &written);
}

static void arguments(void)
{
    gb_order order = {NULL, 3, NULL};
    size_t consumed = 99;
    count = 99;
    CHECK(gb_layout_read(NULL, OCTETS("\x00"), items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_read(&pair, NULL, 1, items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_read(&pair, NULL, 0, items, ROOM, &count, NULL) == GB_TRUNCATED);
    CHECK(gb_layout_read(&pair, OCTETS("\x02"), NULL, 1, &count, NULL) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_read(&pair, OCTETS("\x02"), items, ROOM, NULL, NULL) == GB_BAD_ARGUMENT && count == 99);
    CHECK(gb_layout_measure(&pair, NULL, OCTETS("\x02\x02\x12\x00\x01\x0A\x01\x41\xFF"), &count, NULL) == GB_TRAILING && count == 99);
    CHECK(gb_layout_measure(&pair, NULL, OCTETS("\x02\x02\x12\x00\x01\x0A\x01\x41\xFF"), &count, &consumed) == GB_OK);
    CHECK(count == 3 && consumed == 8);
    CHECK(gb_layout_read_ordered(&unordered, &order, OCTETS("\x02\x03"), items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_write(&pair, NULL, 0, out, sizeof out, &written) == GB_TRUNCATED);
    CHECK(gb_layout_write(&pair, NULL, 1, out, sizeof out, &written) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_write(&cases[0], items, 1, NULL, 1, &written) == GB_BAD_ARGUMENT);
    CHECK(read(&payload.children[5], OCTETS("\x00\x00\x00")) == GB_BAD_ARGUMENT); /* a variant of no payload */
    CHECK(read(&blocks.children[0], OCTETS("\x00")) == GB_BAD_ARGUMENT);          /* a list of no payload */
}

/* A structure of unknown order with two more in it: one itself, one an element of an array. */
static void orders_inside(void)
{
    static const gb_layout scale[] = {LEAF(GB_AXDR_INTEGER), LEAF(GB_AXDR_ENUM)};
    static const gb_layout keys[] = {LEAF(GB_AXDR_UNSIGNED), LEAF(GB_AXDR_BOOLEAN)};
    static const gb_layout key = {COMPOSED(GB_SHAPE_UNORDERED, keys, 2)};
    static const gb_layout members[] = {
        {COMPOSED(GB_SHAPE_UNORDERED, scale, 2)},
        {COMPOSED(GB_SHAPE_ARRAY, &key, 1), .maximum = GB_UNLIMITED},
        LEAF(GB_AXDR_LONG_UNSIGNED),
    };
    static const gb_layout whole = {COMPOSED(GB_SHAPE_UNORDERED, members, 3)};
    static const uint8_t last_first[] = {2, 1, 0}, swapped[] = {1, 0}, wrong[] = {0, 0};
    static const gb_order inner = {swapped, 2, NULL}, faulty = {wrong, 2, NULL};
    static const gb_order *const both[] = {NULL, &inner, &inner};
    static const gb_order *const one[] = {NULL, NULL, &inner};
    static const gb_order *const bad[] = {NULL, &inner, &faulty};
    const gb_order known = {last_first, 3, both}, half = {last_first, 3, one}, broken = {last_first, 3, bad};
    const gb_order none = {last_first, 3, NULL};
    static const uint8_t data[] = {0x02, 0x03, 0x12, 0x00, 0x07, 0x01, 0x02, 0x02, 0x02, 0x03, 0x01, 0x11, 0x05,
                                   0x02, 0x02, 0x03, 0x00, 0x11, 0x06, 0x02, 0x02, 0x16, 0x1E, 0x0F, 0xFF};
    const uint16_t to_scaler[] = {2, 1};
    size_t found = 0;
    CHECK(gb_layout_read_ordered(&whole, &known, data, sizeof data, items, ROOM, &count, NULL) == GB_OK && count == 12);
    CHECK(gb_items_find(items, count, to_scaler, 2, &found) == GB_OK && items[found].as.signed_number == -1);
    CHECK(gb_layout_write_ordered(&whole, &known, items, count, out, sizeof out, &written) == GB_OK);
    CHECK(written == sizeof data && memcmp(out, data, sizeof data) == 0);
    CHECK(gb_layout_write_ordered(&whole, &half, items, count, out, sizeof out, &written) == GB_NEEDS_ORDER);
    CHECK(gb_layout_read_ordered(&whole, &none, data, sizeof data, items, ROOM, &count, NULL) == GB_NEEDS_ORDER);
    CHECK(gb_layout_read_ordered(&whole, &half, data, sizeof data, items, ROOM, &count, NULL) == GB_NEEDS_ORDER);
    CHECK(gb_layout_read_ordered(&whole, &broken, data, sizeof data, items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
}

/* An entry's path has the numbers of the layout, the items stand as they were sent. */
static void ordered_entries(void)
{
    static const gb_layout numbers[] = {LEAF(GB_AXDR_LONG_UNSIGNED), LEAF(GB_AXDR_LONG_UNSIGNED)};
    static const gb_layout row = {COMPOSED(GB_SHAPE_UNORDERED, numbers, 2)};
    static const gb_layout rows = {COMPOSED(GB_SHAPE_BUFFER, &row, 1), .maximum = GB_UNLIMITED};
    static const uint16_t to_first[] = {GB_ANY_ELEMENT, 0}, to_second[] = {GB_ANY_ELEMENT, 1};
    static const uint8_t as_listed[] = {0, 1}, swapped[] = {1, 0}, second_alone[] = {1}, twice[] = {0, 0};
    const gb_order listed = {as_listed, 2, NULL}, other = {swapped, 2, NULL}, alone = {second_alone, 1, NULL};
    const gb_order doubled = {twice, 2, NULL};
    static const uint8_t data[] = {0x01, 0x01, 0x02, 0x02, 0x12, 0x00, 0x07, 0x12, 0x00, 0x05};
    static const uint8_t short_row[] = {0x01, 0x01, 0x02, 0x01, 0x12, 0x00, 0x07};
    const gb_entry first = {.layout = &rows, .path = to_first, .steps = 2};
    const gb_entry second = {.layout = &rows, .path = to_second, .steps = 2};
    const uint16_t element = 0;
    size_t found = 0;
    CHECK(gb_entry_read(&first, &listed, data, sizeof data, items, ROOM, &count) == GB_OK);
    CHECK(gb_entry_find(&first, &listed, items, count, &element, 1, &found) == GB_OK && items[found].as.number == 7);
    CHECK(gb_entry_find(&second, &listed, items, count, &element, 1, &found) == GB_OK && items[found].as.number == 5);
    CHECK(gb_entry_read(&first, &other, data, sizeof data, items, ROOM, &count) == GB_OK);
    CHECK(gb_entry_find(&first, &other, items, count, &element, 1, &found) == GB_OK && items[found].as.number == 5);
    CHECK(gb_entry_find(&second, &other, items, count, &element, 1, &found) == GB_OK && items[found].as.number == 7);
    CHECK(gb_entry_find(&second, NULL, items, count, &element, 1, &found) == GB_NEEDS_ORDER);
    CHECK(gb_entry_read(&first, &alone, short_row, sizeof short_row, items, ROOM, &count) == GB_OK);
    CHECK(gb_entry_find(&second, &alone, items, count, &element, 1, &found) == GB_OK && items[found].as.number == 7);
    CHECK(gb_entry_find(&first, &alone, items, count, &element, 1, &found) == GB_NO_VALUE);
    CHECK(gb_layout_read_ordered(&row, &alone, short_row + 2, 5, items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
    CHECK(gb_layout_read_ordered(&row, &doubled, data + 2, 8, items, ROOM, &count, NULL) == GB_BAD_ARGUMENT);
}

static void misfits(void)
{
    CHECK(read(&pairs, OCTETS("\x01\x01\x02\x02\x12\x00\x01\x0A\x01\x41")) == GB_OK && count == 4 && write(&pairs) == GB_OK);
    count = 3;
    CHECK(write(&pairs) == GB_TRUNCATED);
    count = 5;
    items[4] = items[3];
    CHECK(write(&pairs) == GB_TRAILING);
    count = 4;
    items[0].as.members.count = 4;
    CHECK(write(&pairs) == GB_BAD_LENGTH);
    items[0].as.members.count = 1;
    items[1].as.members.count = 3;
    CHECK(write(&pairs) == GB_BAD_LENGTH);
    items[1].as.members.count = 2;
    items[2].kind = GB_KIND_ABSENT;
    CHECK(write(&pairs) == GB_BAD_VALUE);
    items[2].kind = GB_KIND_UNSIGNED;
    items[2].as.number = 65536;
    CHECK(write(&pairs) == GB_BAD_VALUE);
    items[2].as.number = 1;
    items[3].as.octets.size = 0;
    CHECK(write(&pairs) == GB_BAD_LENGTH);
    items[0].kind = GB_KIND_STRUCTURE;
    CHECK(write(&pairs) == GB_BAD_VALUE);
    CHECK(read(&any, OCTETS("\x11\x05")) == GB_OK && write(&any) == GB_OK && written == 2);
    items[0].type = 0;
    CHECK(write(&any) == GB_BAD_TAG);
    items[0].type = GB_AXDR_DATE_TIME;
    CHECK(write(&any) == GB_BAD_TAG);
    CHECK(read(&choice, OCTETS("\x10\x00\x01")) == GB_OK && write(&choice) == GB_OK);
    items[0].type = GB_AXDR_UNSIGNED;
    CHECK(write(&choice) == GB_BAD_TAG);
}

static void presence(void)
{
    CHECK(read(&payload, OCTETS("\x01\x07\x08\x10\x34\x12\x05\x00\x00\x02")) == GB_OK && count == 9);
    CHECK(write(&payload) == GB_OK && written == 10 && memcmp(out, "\x01\x07\x08\x10\x34\x12\x05\x00\x00\x02", 10) == 0);
    items[2].kind = GB_KIND_ABSENT; /* where control says that it is there */
    CHECK(write(&payload) == GB_BAD_VALUE);
    items[2].kind = GB_KIND_UNSIGNED;
    items[1].as.number = 0; /* control says that it is not */
    CHECK(write(&payload) == GB_BAD_VALUE);
    items[1].as.number = 1;
    items[4].as.number = 0x20; /* two are counted, one is there */
    CHECK(write(&payload) == GB_BAD_LENGTH);
    items[4].as.number = 0x10;
    items[1].as.number = 0x81; /* another variant */
    CHECK(write(&payload) == GB_BAD_VALUE);
    items[1].as.number = 1;
    items[8].kind = GB_KIND_ABSENT; /* the last may be missing */
    CHECK(write(&payload) == GB_OK && written == 9);
    CHECK(read(&blocks, OCTETS("\x01\x02\x00")) == GB_OK && write(&blocks) == GB_OK && written == 3);
}

static void closed_fields(void)
{
    static const gb_layout two[] = {
        {.codec = GB_ZCL_UINT8, .maximum = GB_UNLIMITED, .present = octets_remain},
        {.codec = GB_ZCL_UINT16, .maximum = GB_UNLIMITED, .present = octets_remain},
    };
    static const gb_layout both = {COMPOSED(GB_SHAPE_PAYLOAD, two, 2)};
    CHECK(read(&both, OCTETS("\x05\x06\x00")) == GB_OK && write(&both) == GB_OK);
    items[1].kind = GB_KIND_ABSENT; /* what follows would be read in its place */
    CHECK(write(&both) == GB_BAD_VALUE);
    items[2].kind = GB_KIND_ABSENT;
    CHECK(write(&both) == GB_OK && written == 0);
}

static void paths(void)
{
    size_t found = 99;
    const uint16_t second_text[] = {1, 1};
    const uint16_t none[] = {2};
    const uint16_t into[] = {0, 0, 0};
    CHECK(read(&pairs, OCTETS("\x01\x02\x02\x02\x12\x00\x01\x0A\x01\x41\x02\x02\x12\x00\x02\x0A\x01\x42")) == GB_OK && count == 7);
    CHECK(gb_items_next(items, count, 1) == 4 && gb_items_next(items, count, 0) == 7);
    CHECK(gb_items_find(items, count, second_text, 2, &found) == GB_OK && found == 6 && items[6].as.octets.data[0] == 'B');
    CHECK(gb_items_find(items, count, NULL, 0, &found) == GB_OK && found == 0);
    CHECK(gb_items_find(items, count, none, 1, &found) == GB_BAD_ARGUMENT && found == 0);
    CHECK(gb_items_find(items, count, into, 3, &found) == GB_BAD_ARGUMENT);
    CHECK(gb_items_find(items, 5, second_text, 2, &found) == GB_BAD_ARGUMENT);
    items[1].as.members.count = UINT32_MAX;
    CHECK(gb_items_find(items, count, second_text, 2, &found) == GB_BAD_ARGUMENT);
    items[0].kind = GB_KIND_NONE;
    CHECK(gb_items_find(items, count, second_text, 2, &found) == GB_NO_VALUE && found == 0);
}

static void entries(void)
{
    static const uint16_t way[] = {GB_ANY_ELEMENT, 1};
    static const gb_entry entry = {.layout = &pairs, .path = way, .steps = 2};
    static const uint16_t elements[] = {1};
    size_t found = 99;
    CHECK(gb_entry_read(&entry, NULL, OCTETS("\x01\x02\x02\x02\x12\x00\x01\x0A\x01\x41\x02\x02\x12\x00\x02\x0A\x01\x42"),
                        items, ROOM, &count) == GB_OK);
    CHECK(gb_entry_find(&entry, NULL, items, count, elements, 1, &found) == GB_OK && found == 6);
    CHECK(gb_entry_find(&entry, NULL, items, count, NULL, 0, &found) == GB_BAD_ARGUMENT);
    CHECK(gb_entry_find(&entry, NULL, items, count, elements, 2, &found) == GB_BAD_ARGUMENT && found == 6);
    CHECK(gb_entry_write(&entry, NULL, items, count, out, sizeof out, &written) == GB_OK && written == 18);
    CHECK(gb_entry_read(gb_esme_entry(GB_ESME_SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE), NULL, OCTETS("\x00"), items, ROOM,
                        &count) == GB_NO_CODEC);
}

#define ROW(text) "\x02\x03\x06\x00\x00" text "\x10\xFF\xFE\x14\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFD"

static void rows(void)
{
    uint32_t u32[2] = {77, 77};
    int16_t i16[2] = {77, 77};
    int64_t i64[2] = {77, 77};
    size_t found = 99;
    gb_column three[3];
    memset(three, 0, sizeof three);
    three[0].codec = GB_AXDR_DOUBLE_LONG_UNSIGNED;
    three[0].to.u32 = u32;
    three[1].codec = GB_AXDR_LONG;
    three[1].to.i16 = i16;
    three[2].codec = GB_AXDR_LONG64;
    three[2].to.i64 = i64;
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x02" ROW("\x01\x02") ROW("\xFF\xFF")), 1, &found) == GB_NO_ROOM);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x02" ROW("\x01\x02") ROW("\xFF\xFF") "\x00"), 2, &found) == GB_TRAILING);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x02" ROW("\x01\x02")), 2, &found) == GB_TRUNCATED);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x7F" ROW("\x01\x02")), 200, &found) == GB_TRUNCATED);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x01\x02\x02\x06\x00\x00\x00\x00"), 2, &found) == GB_BAD_LENGTH);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x01\x02\x03\x06\x00\x00\x00\x00\x12\x00\x00"), 2, &found) == GB_BAD_TAG);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x01\x02\x03\x06\x00\x00\x00\x00\x10\x00"), 2, &found) == GB_TRUNCATED);
    CHECK(gb_rows_read(three, 3, OCTETS("\x02\x01"), 2, &found) == GB_BAD_TAG);
    CHECK(gb_rows_read(three, 3, NULL, 0, 2, &found) == GB_TRUNCATED);
    CHECK(gb_rows_read(three, 0, OCTETS("\x01\x00"), 2, &found) == GB_BAD_ARGUMENT);
    CHECK(found == 99 && u32[0] == 77 && i16[0] == 77 && i64[1] == 77);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x02" ROW("\x01\x02") ROW("\xFF\xFF")), 2, &found) == GB_OK && found == 2);
    CHECK(u32[0] == 258 && u32[1] == 65535 && i16[0] == -2 && i16[1] == -2 && i64[0] == -3 && i64[1] == -3);
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x00"), 2, &found) == GB_OK && found == 0);
    three[2].codec = GB_AXDR_DATE_TIME;
    CHECK(gb_rows_read(three, 3, OCTETS("\x01\x00"), 2, &found) == GB_NO_CODEC);
}

/* Registers side by side go another way: four columns, of which one is skipped. */
static void register_rows(void)
{
    uint32_t u32[4][2] = {{77, 77}, {77, 77}, {77, 77}, {77, 77}};
    size_t found = 99;
    size_t at;
    gb_column four[4];
    memset(four, 0, sizeof four);
    for (at = 0; at < 4; at++) {
        four[at].codec = GB_AXDR_DOUBLE_LONG_UNSIGNED;
        four[at].to.u32 = at == 3 ? NULL : u32[at];
    }
#define FOUR(last) "\x02\x04\x06\x00\x00\x00\x01\x06\x01\x00\x00\x02\x06\x00\x00\x01\x03" last "\x00\x00\x00\x04"
    CHECK(gb_rows_read(four, 4, OCTETS("\x01\x02" FOUR("\x06") FOUR("\x06")), 2, &found) == GB_OK && found == 2);
    CHECK(u32[0][1] == 1 && u32[1][0] == 0x01000002 && u32[2][1] == 0x103 && u32[3][0] == 77);
    CHECK(gb_rows_read(four, 4, OCTETS("\x01\x02" FOUR("\x06") FOUR("\x05")), 2, &found) == GB_BAD_TAG);
    CHECK(gb_rows_read(four, 4, OCTETS("\x01\x01\x02\x81\x04\x06\x00\x00\x00\x01\x06\x00\x00\x00\x02\x06\x00\x00\x00\x03\x06\x00\x00\x00\x04"),
                       2, &found) == GB_NO_CODEC);
}

static void typed(void)
{
    uint32_t u32 = 77;
    int32_t i32 = 77;
    int64_t i64 = 77;
    uint64_t u64 = 77;
    int8_t i8 = 77;
    bool boolean = true;
    CHECK(gb_get_double_long_unsigned(OCTETS("\x06\x01\x02\x03\x04"), &u32) == GB_OK && u32 == 0x01020304);
    CHECK(gb_get_double_long_unsigned(OCTETS("\x05\x01\x02\x03\x04"), &u32) == GB_BAD_TAG);
    CHECK(gb_get_double_long_unsigned(OCTETS("\x05\x01"), &u32) == GB_BAD_TAG);
    CHECK(gb_get_double_long_unsigned(OCTETS("\x06\x01\x02\x03"), &u32) == GB_TRUNCATED);
    CHECK(gb_get_double_long_unsigned(OCTETS("\x06\x01\x02\x03\x04\x05"), &u32) == GB_TRAILING);
    CHECK(gb_get_double_long_unsigned(NULL, 0, &u32) == GB_TRUNCATED && gb_get_double_long_unsigned(NULL, 5, &u32) == GB_BAD_ARGUMENT);
    CHECK(gb_get_double_long_unsigned(OCTETS("\x06\x01\x02\x03\x04"), NULL) == GB_BAD_ARGUMENT && u32 == 0x01020304);
    CHECK(gb_get_double_long(OCTETS("\x05\x80\x00\x00\x00"), &i32) == GB_OK && i32 == INT32_MIN);
    CHECK(gb_get_long64(OCTETS("\x14\x80\x00\x00\x00\x00\x00\x00\x00"), &i64) == GB_OK && i64 == INT64_MIN);
    CHECK(gb_get_integer(OCTETS("\x0F\xFF"), &i8) == GB_OK && i8 == -1);
    CHECK(gb_get_boolean(OCTETS("\x03\xFF"), &boolean) == GB_OK && boolean);
    CHECK(gb_get_uint48(OCTETS("\x01\x02\x03\x04\x05\x06"), &u64) == GB_OK && u64 == 0x060504030201u);
    CHECK(gb_get_uint48(OCTETS("\xFF\xFF\xFF\xFF\xFF\xFF"), &u64) == GB_NO_VALUE && u64 == 0x060504030201u);
    CHECK(gb_get_uint64(OCTETS("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), &u64) == GB_NO_VALUE);
    CHECK(gb_get_map64(OCTETS("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), &u64) == GB_OK && u64 == UINT64_MAX);
    CHECK(gb_get_int24(OCTETS("\xFF\xFF\x80"), &i32) == GB_OK && i32 == -8323073);
    CHECK(gb_get_int24(OCTETS("\x00\x00\x80"), &i32) == GB_NO_VALUE);
    CHECK(gb_get_int64(OCTETS("\x01\x00\x00\x00\x00\x00\x00\x80"), &i64) == GB_OK && i64 == INT64_MIN + 1);
    CHECK(gb_get_bool(OCTETS("\x02"), &boolean) == GB_BAD_VALUE && gb_get_bool(OCTETS("\xFF"), &boolean) == GB_NO_VALUE && boolean);
    CHECK(gb_get_utc(OCTETS("\x01\x00"), &u32) == GB_TRUNCATED);
}

int main(int argument_count, char **given)
{
    const char *group = argument_count > 1 ? given[1] : "";
    static const struct {
        const char *name;
        void (*run)(void);
    } groups[] = {{"arguments", arguments}, {"orders_inside", orders_inside}, {"ordered_entries", ordered_entries}, {"misfits", misfits}, {"presence", presence}, {"closed_fields", closed_fields},
                  {"paths", paths},         {"entries", entries}, {"rows", rows},         {"register_rows", register_rows},
                  {"typed", typed}};
    size_t at;
    (void)hand_made; /* the driver's */
    for (at = 0; at < sizeof groups / sizeof groups[0]; at++) {
        if (strcmp(groups[at].name, group) == 0) {
            groups[at].run();
            printf("done\n");
        }
    }
    return 0;
}
