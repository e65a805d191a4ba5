/**
 * @file
 * Profile buffers of numbers, column by column. Every loop ends after at most the columns or the rows that there are.
 */
#include "gb_rows.h"

#include "gb_get.h"
#include "gb_wire.h"

/** The rows of a buffer, all of one length. */
typedef struct grid {
    const uint8_t *first; /* of the first row */
    size_t rows;
    size_t stride;        /* octets of a row */
} grid;

/** How many octets the content of a column takes; 0 if it has no fixed size. */
static size_t width_of(gb_codec codec)
{
    if (codec == GB_AXDR_BOOLEAN) {
        return 1;
    }
    if (codec == GB_AXDR_FLOAT32) {
        return 4;
    }
    return codec == GB_AXDR_FLOAT64 ? 8u : whole_number_of(codec).size;
}

/** Whether an octet is the same in all rows. */
static bool is_everywhere(const grid *all, size_t offset, uint8_t octet)
{
    const uint8_t *at = all->first + offset;
    unsigned differences = 0;
    size_t row;
    for (row = 0; row < all->rows; row++) {
        differences |= (unsigned)(at[row * all->stride] ^ octet);
    }
    return differences == 0u;
}

static bool tags_are_right(const grid *all, const gb_column *columns, size_t count)
{
    size_t offset = 2;
    size_t at;
    if (!is_everywhere(all, 0, 0x02) || !is_everywhere(all, 1, (uint8_t)count)) {
        return false;
    }
    for (at = 0; at < count; at++) {
        if (!is_everywhere(all, offset, tag_of(columns[at].codec))) {
            return false;
        }
        offset += 1u + width_of(columns[at].codec);
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

static void give8(const grid *all, size_t offset, const gb_column *column, bool is_signed)
{
    size_t row;
    if (is_signed ? column->to.i8 == NULL : column->to.u8 == NULL) {
        return;
    }
    for (row = 0; row < all->rows; row++) {
        const uint8_t octet = all->first[row * all->stride + offset];
        if (is_signed) {
            column->to.i8[row] = (int8_t)gb_get_signed(octet, 1);
        } else {
            column->to.u8[row] = octet;
        }
    }
}

static void give16(const grid *all, size_t offset, const gb_column *column, bool is_signed)
{
    size_t row;
    if (is_signed ? column->to.i16 == NULL : column->to.u16 == NULL) {
        return;
    }
    for (row = 0; row < all->rows; row++) {
        const uint16_t number = gb_get_big16(all->first + row * all->stride + offset);
        if (is_signed) {
            column->to.i16[row] = (int16_t)gb_get_signed(number, 2);
        } else {
            column->to.u16[row] = number;
        }
    }
}

static void give32(const grid *all, size_t offset, const gb_column *column, bool is_signed)
{
    size_t row;
    if (is_signed ? column->to.i32 == NULL : column->to.u32 == NULL) {
        return;
    }
    for (row = 0; row < all->rows; row++) {
        const uint32_t number = gb_get_big32(all->first + row * all->stride + offset);
        if (is_signed) {
            column->to.i32[row] = (int32_t)gb_get_signed(number, 4);
        } else {
            column->to.u32[row] = number;
        }
    }
}

static void give64(const grid *all, size_t offset, const gb_column *column, bool is_signed)
{
    size_t row;
    if (is_signed ? column->to.i64 == NULL : column->to.u64 == NULL) {
        return;
    }
    for (row = 0; row < all->rows; row++) {
        const uint64_t number = gb_get_big64(all->first + row * all->stride + offset);
        if (is_signed) {
            column->to.i64[row] = gb_get_signed(number, 8);
        } else {
            column->to.u64[row] = number;
        }
    }
}

static void give_column(const grid *all, size_t offset, const gb_column *column)
{
    const bool is_signed = whole_number_of(column->codec).is_signed;
    switch (width_of(column->codec)) {
    case 1:
        give8(all, offset, column, is_signed);
        break;
    case 2:
        give16(all, offset, column, is_signed);
        break;
    case 4:
        give32(all, offset, column, is_signed);
        break;
    default:
        give64(all, offset, column, is_signed);
        break;
    }
}

/** The length of a row: tag, count, and tag and content of each column; 0 if a column has no fixed size. */
static size_t stride_of(const gb_column *columns, size_t count)
{
    size_t stride = 2;
    size_t at;
    for (at = 0; at < count; at++) {
        const size_t width = width_of(columns[at].codec);
        if (width == 0u) {
            return 0;
        }
        stride += 1u + width;
    }
    return stride;
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
    size_t offset = 3;
    size_t at;
    gb_result result;
    if (columns == NULL || rows == NULL || !are_there(data, size) || count == 0u || count > GB_MOST_COLUMNS) {
        return GB_BAD_ARGUMENT;
    }
    all.stride = stride_of(columns, count);
    if (all.stride == 0u) {
        return GB_NO_CODEC;
    }
    result = take_rows(&from, &found);
    if (result != GB_OK) {
        return result;
    }
    all.rows = found;
    all.first = data + from.at;
    if (left(&from) / all.stride != found || left(&from) % all.stride != 0u || !tags_are_right(&all, columns, count)) {
        return first_fault(columns, count, from, found);
    }
    if (found > capacity) {
        return GB_NO_ROOM;
    }
    for (at = 0; at < count; at++) {
        give_column(&all, offset, &columns[at]);
        offset += 1u + width_of(columns[at].codec);
    }
    *rows = found;
    return GB_OK;
}
