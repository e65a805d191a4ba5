/**
 * @file
 * Profile buffers of numbers, column by column. Every loop ends after at most the columns, or the rows, that there are.
 */
#include "gb_rows.h"

#include "gb_get.h"
#include "gb_wire.h"

#define MOST_STRIDE (2u + 9u * GB_MOST_COLUMNS)

/** The rows of a buffer, all of one length. */
typedef struct grid {
    const uint8_t *first; /* of the first row */
    size_t rows;
    size_t stride;        /* octets of a row */
    whole_number types[GB_MOST_COLUMNS];
} grid;

/** What a column holds, boolean and floating point as the octets they are; the size is 0 if it is not fixed. */
static whole_number type_of(gb_codec codec)
{
    whole_number type = whole_number_of(codec);
    if (codec == GB_AXDR_BOOLEAN) {
        type.size = 1;
    } else if (codec == GB_AXDR_FLOAT32) {
        type.size = 4;
    } else if (codec == GB_AXDR_FLOAT64) {
        type.size = 8;
    }
    return type;
}

/** A tag that must stand at a place of each row. */
typedef struct expected {
    size_t offset;
    unsigned tag;
} expected;

/** Whether tag and count of the structure and three tags are as expected in all rows. */
static bool are_everywhere(const grid *all, unsigned head, const expected three[3])
{
    const size_t stride = all->stride;
    const size_t end = all->rows * stride;
    const uint8_t *rows = all->first;
    const uint8_t *a = rows + three[0].offset;
    const uint8_t *b = rows + three[1].offset;
    const uint8_t *c = rows + three[2].offset;
    const unsigned tag_a = three[0].tag;
    const unsigned tag_b = three[1].tag;
    const unsigned tag_c = three[2].tag;
    unsigned differences = 0;
    size_t at;
    for (at = 0; at != end; at += stride) {
        differences |= (gb_get_big16(rows + at) ^ head) | (a[at] ^ tag_a) | (b[at] ^ tag_b) | (c[at] ^ tag_c);
    }
    return differences == 0u;
}

/** Whether the rows begin alike and the tags of all columns are right, three columns at a time. */
static bool tags_are_right(const grid *all, const gb_column *columns, size_t count)
{
    const unsigned head = 0x0200u | (unsigned)count;
    expected places[3];
    size_t offset = 2;
    size_t used = 0;
    size_t at;
    for (at = 0; at < count; at++) {
        places[used].offset = offset;
        places[used].tag = tag_of(columns[at].codec);
        for (used++; at + 1u == count && used < 3u; used++) {
            places[used] = places[0]; /* to fill up the last three */
        }
        if (used == 3u && !are_everywhere(all, head, places)) {
            return false;
        }
        used %= 3u;
        offset += 1u + all->types[at].size;
    }
    return true;
}

/** Find the first fault of rows in reading order. */
static gb_result first_fault(const gb_column *columns, size_t count, cursor from, size_t rows)
{
    static const limits unlimited = {0, GB_UNLIMITED};
    gb_value value;
    size_t row;
    size_t at;
    for (row = 0; row < rows; row++) {
        uint32_t members = 0;
        gb_result result = gb_check_tag(&from, 0x02);
        result = result == GB_OK ? gb_take_length(&from, &members) : result;
        result = result == GB_OK && members != count ? GB_BAD_LENGTH : result;
        result = result == GB_OK && members > left(&from) ? GB_TRUNCATED : result;
        for (at = 0; at < count && result == GB_OK; at++) {
            result = gb_axdr_decode(columns[at].codec, &from, unlimited, &value);
        }
        if (result != GB_OK) {
            return result;
        }
    }
    return left(&from) > 0u ? GB_TRAILING : GB_NO_CODEC; /* a length in long form: the rows are right, and not equally long */
}

static void give_u8(const grid *all, size_t offset, uint8_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const uint8_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = *at;
        at += stride;
    }
}

static void give_i8(const grid *all, size_t offset, int8_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const int8_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = (int8_t)gb_get_signed(*at, 1);
        at += stride;
    }
}

static void give_u16(const grid *all, size_t offset, uint16_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const uint16_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = gb_get_big16(at);
        at += stride;
    }
}

static void give_i16(const grid *all, size_t offset, int16_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const int16_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = (int16_t)gb_get_signed(gb_get_big16(at), 2);
        at += stride;
    }
}

static void give_u32(const grid *all, size_t offset, uint32_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const uint32_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = gb_get_big32(at);
        at += stride;
    }
}

static void give_i32(const grid *all, size_t offset, int32_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const int32_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = (int32_t)gb_get_signed(gb_get_big32(at), 4);
        at += stride;
    }
}

static void give_u64(const grid *all, size_t offset, uint64_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const uint64_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = gb_get_big64(at);
        at += stride;
    }
}

static void give_i64(const grid *all, size_t offset, int64_t *to)
{
    const uint8_t *at = all->first + offset;
    const size_t stride = all->stride;
    const int64_t *end = to + all->rows;
    for (; to != end; to++) {
        *to = gb_get_signed(gb_get_big64(at), 8);
        at += stride;
    }
}

/** Three columns at once, which profiles of registers have. */
static void give_three_u32(const grid *all, size_t offset, const gb_column three[3])
{
    const uint8_t *at = all->first + offset;
    uint32_t *a = three[0].to.u32;
    uint32_t *b = three[1].to.u32;
    uint32_t *c = three[2].to.u32;
    size_t row;
    for (row = 0; row < all->rows; row++) {
        a[row] = gb_get_big32(at);
        b[row] = gb_get_big32(at + 5);
        c[row] = gb_get_big32(at + 10);
        at += all->stride;
    }
}

static bool are_three_u32(const grid *all, const gb_column *columns, size_t at, size_t count)
{
    size_t next;
    if (count - at < 3u) {
        return false;
    }
    for (next = at; next < at + 3u; next++) {
        if (all->types[next].size != 4u || all->types[next].is_signed || columns[next].to.u32 == NULL) {
            return false;
        }
    }
    return true;
}

static void give_unsigned(const grid *all, size_t offset, const gb_column *column, size_t width)
{
    if (width == 1u && column->to.u8 != NULL) {
        give_u8(all, offset, column->to.u8);
    } else if (width == 2u && column->to.u16 != NULL) {
        give_u16(all, offset, column->to.u16);
    } else if (width == 4u && column->to.u32 != NULL) {
        give_u32(all, offset, column->to.u32);
    } else if (width == 8u && column->to.u64 != NULL) {
        give_u64(all, offset, column->to.u64);
    }
}

static void give_signed(const grid *all, size_t offset, const gb_column *column, size_t width)
{
    if (width == 1u && column->to.i8 != NULL) {
        give_i8(all, offset, column->to.i8);
    } else if (width == 2u && column->to.i16 != NULL) {
        give_i16(all, offset, column->to.i16);
    } else if (width == 4u && column->to.i32 != NULL) {
        give_i32(all, offset, column->to.i32);
    } else if (width == 8u && column->to.i64 != NULL) {
        give_i64(all, offset, column->to.i64);
    }
}

static void give_all(const grid *all, const gb_column *columns, size_t count)
{
    size_t offset = 3; /* behind the first tag */
    size_t at = 0;
    while (at < count) {
        if (are_three_u32(all, columns, at, count)) {
            give_three_u32(all, offset, columns + at);
            offset += 15;
            at += 3;
            continue;
        }
        if (all->types[at].is_signed) {
            give_signed(all, offset, &columns[at], all->types[at].size);
        } else {
            give_unsigned(all, offset, &columns[at], all->types[at].size);
        }
        offset += 1u + all->types[at].size;
        at++;
    }
}

/** Find the length of a row: tag, count, and tag and content of each column; false if a column has no fixed size. */
static bool measure(grid *all, const gb_column *columns, size_t count)
{
    size_t at;
    all->stride = 2;
    for (at = 0; at < count; at++) {
        all->types[at] = type_of(columns[at].codec);
        all->stride += 1u + all->types[at].size;
        if (all->types[at].size == 0u) {
            return false;
        }
    }
    return true;
}

/** The tag and the number of rows; the cursor stands behind them. */
static gb_result take_rows(cursor *from, uint32_t *rows)
{
    gb_result result = gb_check_tag(from, 0x01);
    result = result == GB_OK ? gb_take_length(from, rows) : result;
    return result == GB_OK && *rows > left(from) ? GB_TRUNCATED : result;
}

gb_result gb_rows_read(const gb_column *columns, size_t count, const uint8_t *data, size_t size, size_t capacity,
                       size_t *rows)
{
    cursor from = {data, size, 0};
    grid all;
    uint32_t found = 0;
    gb_result result;
    if (columns == NULL || rows == NULL || !are_there(data, size) || count == 0u || count > GB_MOST_COLUMNS) {
        return GB_BAD_ARGUMENT;
    }
    if (!measure(&all, columns, count)) {
        return GB_NO_CODEC;
    }
    result = take_rows(&from, &found);
    if (result != GB_OK) {
        return result;
    }
    all.rows = found;
    all.first = data + from.at;
    if (all.rows > SIZE_MAX / MOST_STRIDE || left(&from) != all.rows * all.stride ||
        !tags_are_right(&all, columns, count)) {
        return first_fault(columns, count, from, found);
    }
    if (found > capacity) {
        return GB_NO_ROOM;
    }
    give_all(&all, columns, count);
    *rows = found;
    return GB_OK;
}
