/**
 * @file
 * Profile buffers whose columns are numbers of fixed size, read column by column into arrays of the caller.
 *
 * A buffer is an A-XDR array of structures (class 7, "buffer"). Where each column has one type of fixed size, all rows
 * are equally long: the tags are compared in bulk, and the numbers go straight into arrays of their own type. For
 * everything else there is gb_layout_read_ordered.
 */
#ifndef GB_ROWS_H
#define GB_ROWS_H

#include "gb_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

#define GB_MOST_COLUMNS 32u /**< how many columns a row may have here */

/** One column: its type, and where its values go: the member of `to` that is as wide as the type, or null to skip it. */
typedef struct gb_column {
    gb_codec codec; /**< an A-XDR type of 1, 2, 4 or 8 octets: whole numbers, enum, boolean, floating point */
    union {
        uint8_t *u8;   /**< unsigned, enum; boolean, as it was sent */
        int8_t *i8;    /**< integer */
        uint16_t *u16; /**< long-unsigned */
        int16_t *i16;  /**< long */
        uint32_t *u32; /**< double-long-unsigned, the bits of float32 */
        int32_t *i32;  /**< double-long */
        uint64_t *u64; /**< long64-unsigned, the bits of float64 */
        int64_t *i64;  /**< long64 */
    } to;
} gb_column;

/**
 * Read the whole buffer that `data` is.
 *
 * @param columns   the columns in the order of capture_objects
 * @param count     how many there are, 1 to GB_MOST_COLUMNS
 * @param data      the octets; may be null if `size` is 0
 * @param size      how many there are
 * @param capacity  how many values each array has room for
 * @param rows      receives how many rows there are
 * @return as gb_layout_read_ordered; GB_NO_ROOM for more rows than room; GB_NO_CODEC for a type of another kind,
 *         and for rows with a count in long form, which are not equally long
 */
gb_result gb_rows_read(const gb_column *columns, size_t count, const uint8_t *data, size_t size, size_t capacity,
                       size_t *rows);

#ifdef __cplusplus
}
#endif

#endif
