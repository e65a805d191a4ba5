/*
 * The cases of benchmarks.c_codecs: our readers and decoders written by hand for one buffer, on the same octets.
 * Each line of output: case, nanoseconds a value by hand, nanoseconds of ours. The rounds are taken in turn.
 */
#define _POSIX_C_SOURCE 199309L
#include "gb_bindings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 48, COLUMNS = 3, ROW = 17, ROUNDS = 9, TIMES = 20000, ATTRIBUTES = 10, RECORD = 10 };

static uint8_t buffer[2 + ROWS * ROW];
static uint8_t response[ATTRIBUTES * RECORD];
static uint8_t number[5] = {0x06, 0x00, 0x01, 0xE2, 0x40};
static uint32_t table[COLUMNS][ROWS];
static uint64_t summations[ATTRIBUTES];
static volatile uint64_t sink;

/* By hand: what somebody writes for this one buffer, with every octet checked and the outputs kept on error. */

static uint32_t big32(const uint8_t *octets)
{
    return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
}

static int number_by_hand(const uint8_t *data, size_t size, uint32_t *value)
{
    if (size != 5 || data[0] != 0x06) {
        return -1;
    }
    *value = big32(data + 1);
    return 0;
}

static int rows_by_hand(const uint8_t *data, size_t size, uint32_t *a, uint32_t *b, uint32_t *c, size_t room)
{
    size_t row;
    if (size < 2 || data[0] != 0x01 || data[1] >= 0x80 || data[1] > room || size != 2u + (size_t)data[1] * ROW) {
        return -1;
    }
    for (row = 0; row < data[1]; row++) {
        const uint8_t *at = data + 2 + row * ROW;
        if (at[0] != 0x02 || at[1] != 0x03 || at[2] != 0x06 || at[7] != 0x06 || at[12] != 0x06) {
            return -1;
        }
    }
    for (row = 0; row < data[1]; row++) {
        const uint8_t *at = data + 2 + row * ROW;
        a[row] = big32(at + 3);
        b[row] = big32(at + 8);
        c[row] = big32(at + 13);
    }
    return 0;
}

static int response_by_hand(const uint8_t *data, size_t size, uint64_t *values)
{
    uint64_t found[ATTRIBUTES];
    size_t at, octet;
    if (size != ATTRIBUTES * RECORD) {
        return -1;
    }
    for (at = 0; at < ATTRIBUTES; at++) {
        const uint8_t *record = data + at * RECORD;
        if (record[0] != at || record[1] != 0 || record[2] != 0 || record[3] != 0x25) {
            return -1;
        }
        found[at] = 0;
        for (octet = 6; octet > 0; octet--) {
            found[at] = found[at] << 8 | record[3 + octet];
        }
    }
    memcpy(values, found, sizeof found);
    return 0;
}

/* Each case reads once; the result goes where the compiler must keep it. */

static void hand_number(void)
{
    uint32_t value = 0;
    sink += (uint64_t)number_by_hand(number, sizeof number, &value) + value;
}

static void ours_number(void)
{
    uint32_t value = 0;
    sink += (uint64_t)gb_get_double_long_unsigned(number, sizeof number, &value) + value;
}

static void ours_entry(void)
{
    uint32_t value = 0;
    const gb_entry *entry = &gb_esme_entries[GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE];
    sink += (uint64_t)gb_read_u32(entry, number, sizeof number, &value) + value;
}

static void hand_rows(void)
{
    sink += (uint64_t)rows_by_hand(buffer, sizeof buffer, table[0], table[1], table[2], ROWS) + table[2][ROWS - 1];
}

static void ours_rows(void)
{
    size_t rows = 0;
    const gb_column columns[COLUMNS] = {
        {GB_AXDR_DOUBLE_LONG_UNSIGNED, {.u32 = table[0]}},
        {GB_AXDR_DOUBLE_LONG_UNSIGNED, {.u32 = table[1]}},
        {GB_AXDR_DOUBLE_LONG_UNSIGNED, {.u32 = table[2]}},
    };
    sink += (uint64_t)gb_rows_read(columns, COLUMNS, buffer, sizeof buffer, ROWS, &rows) + table[2][ROWS - 1];
}

static void hand_response(void)
{
    sink += (uint64_t)response_by_hand(response, sizeof response, summations) + summations[ATTRIBUTES - 1];
}

static void ours_response(void)
{
    size_t offset = 0, count = 0;
    gb_record record;
    while (count < ATTRIBUTES && gb_next_response(response, sizeof response, &offset, &record) == GB_OK) {
        if (record.attribute != count || record.type != 0x25u ||
            gb_get_uint48(record.value.data, record.value.size, &summations[count]) != GB_OK) {
            exit(1);
        }
        count++;
    }
    sink += summations[ATTRIBUTES - 1];
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double nanoseconds(void (*work)(void), int values)
{
    int time;
    const double start = seconds();
    for (time = 0; time < TIMES; time++) {
        work();
    }
    return (seconds() - start) * 1e9 / TIMES / values;
}

static void compare(const char *name, void (*hand)(void), void (*ours)(void), int values)
{
    double by_hand = 1e9, by_us = 1e9;
    int round;
    for (round = 0; round < ROUNDS; round++) {
        const double one = nanoseconds(hand, values);
        const double other = nanoseconds(ours, values);
        by_hand = one < by_hand ? one : by_hand;
        by_us = other < by_us ? other : by_us;
    }
    printf("%s\t%.3f\t%.3f\n", name, by_hand, by_us);
}

int main(void)
{
    size_t at;
    buffer[0] = 0x01;
    buffer[1] = ROWS;
    for (at = 0; at < ROWS; at++) {
        uint8_t *row = buffer + 2 + at * ROW;
        row[0] = 0x02;
        row[1] = COLUMNS;
        row[2] = row[7] = row[12] = 0x06;
        row[6] = row[11] = row[16] = (uint8_t)at;
    }
    for (at = 0; at < ATTRIBUTES; at++) {
        uint8_t *record = response + at * RECORD;
        record[0] = (uint8_t)at;
        record[3] = 0x25;
        record[4] = (uint8_t)at;
    }
    compare("uint32", hand_number, ours_number, 1);
    compare("uint32 by its entry", hand_number, ours_entry, 1);
    compare("buffer 48 x 3", hand_rows, ours_rows, ROWS * COLUMNS);
    compare("response of ten", hand_response, ours_response, ATTRIBUTES);
    return 0;
}
