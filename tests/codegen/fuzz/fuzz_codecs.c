/* A libFuzzer target for all C codecs of a workspace.
 *
 * Two octets choose what is read, most significant first; the others are read. What is accepted is written again,
 * which has to succeed, to fit exactly, to leave a buffer that is an octet too small as it was, and to be read and
 * written the same once more. The sanitizers watch. targets.h is made by targets.py.
 */
#include "gb_bindings.h"

#include "layouts.h"
#include "targets.h"

#include <stdlib.h>
#include <string.h>

#define TARGETS (sizeof targets / sizeof targets[0])
#define MOST_ITEMS 2048
#define MOST_OCTETS 70000

static gb_value items[MOST_ITEMS];
static gb_value more_items[MOST_ITEMS];
static uint8_t first[MOST_OCTETS];
static uint8_t second[MOST_OCTETS];

/* The further targets, behind those of the table. */
enum { APDU, FRAME, ENVELOPE, ALERT, FURTHER };

static void law(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void stays_as_it_was(const uint8_t *octets, size_t size)
{
    size_t at;
    for (at = 0; at < size; at++) {
        law(octets[at] == 0xEE);
    }
}

static void leaf(const struct target *target, const uint8_t *data, size_t size)
{
    gb_value value;
    gb_value again;
    size_t written = 0;
    size_t rewritten = 0;
    uint8_t *small;
    if (gb_decode_exact(target->codec, target->minimum, target->maximum, data, size, &value) != GB_OK) {
        return;
    }
    law(gb_encode(target->codec, target->minimum, target->maximum, &value, first, sizeof first, &written) == GB_OK);
    law(gb_decode_exact(target->codec, target->minimum, target->maximum, first, written, &again) == GB_OK);
    law(gb_encode(target->codec, target->minimum, target->maximum, &again, second, sizeof second, &rewritten) == GB_OK);
    law(written == rewritten && memcmp(first, second, written) == 0);
    small = malloc(written);
    if (written > 0u && small != NULL) {
        memset(small, 0xEE, written);
        law(gb_encode(target->codec, target->minimum, target->maximum, &value, small, written - 1u, &rewritten) ==
            GB_NO_ROOM);
        stays_as_it_was(small, written);
    }
    free(small);
}

static const gb_layout *layout_of(const struct target *target)
{
    size_t at;
    if (target->entry != NULL) {
        return target->entry->layout;
    }
    for (at = 0; at < sizeof hand_made / sizeof hand_made[0]; at++) {
        if (strcmp(hand_made[at].name, target->name) == 0) {
            return hand_made[at].layout;
        }
    }
    abort();
}

static void composed(const struct target *target, const uint8_t *data, size_t size)
{
    const gb_layout *layout = layout_of(target);
    const gb_order *order = target->order.count > 0u ? &target->order : NULL;
    size_t count = 0;
    size_t recount = 0;
    size_t written = 0;
    size_t rewritten = 0;
    uint8_t *small;
    const gb_result result = gb_layout_read_ordered(layout, order, data, size, items, MOST_ITEMS, &count, NULL);
    if (result != GB_OK) {
        law(result == GB_NO_ROOM || gb_layout_measure(layout, order, data, size, &count, NULL) == result);
        return;
    }
    law(gb_layout_write_ordered(layout, order, items, count, first, sizeof first, &written) == GB_OK);
    law(gb_layout_read_ordered(layout, order, first, written, more_items, MOST_ITEMS, &recount, NULL) == GB_OK);
    law(count == recount);
    law(gb_layout_write_ordered(layout, order, more_items, count, second, sizeof second, &rewritten) == GB_OK);
    law(written == rewritten && memcmp(first, second, written) == 0);
    small = malloc(written);
    if (written > 0u && small != NULL) {
        memset(small, 0xEE, written);
        law(gb_layout_write_ordered(layout, order, items, count, small, written - 1u, &rewritten) == GB_NO_ROOM);
        stays_as_it_was(small, written);
    }
    free(small);
}

static void records(bool with_status, const uint8_t *data, size_t size)
{
    gb_record record;
    size_t offset = 0;
    size_t before = 0;
    while ((with_status ? gb_next_response(data, size, &offset, &record)
                        : gb_next_report(data, size, &offset, &record)) == GB_OK) {
        law(offset > before && offset <= size);
        before = offset;
    }
    law(offset == before);
}

static void apdu(const uint8_t *data, size_t size)
{
    gb_apdu found;
    gb_apdu again;
    size_t written = 0;
    size_t rewritten = 0;
    if (gb_apdu_decode_exact(data, size, &found) != GB_OK) {
        return;
    }
    law(gb_apdu_encode(&found, first, sizeof first, &written) == GB_OK);
    law(gb_apdu_decode_exact(first, written, &again) == GB_OK);
    law(gb_apdu_encode(&again, second, sizeof second, &rewritten) == GB_OK);
    law(written == rewritten && memcmp(first, second, written) == 0);
}

static void frame(const uint8_t *data, size_t size)
{
    gb_frame found;
    size_t written = 0;
    if (gb_frame_decode(data, size, &found) == GB_OK) {
        law(gb_frame_encode(&found, first, sizeof first, &written) == GB_OK);
        law(written == size && (size == 0u || memcmp(first, data, size) == 0));
    }
}

static void envelope(const uint8_t *data, size_t size)
{
    static gb_gbz_component components[255];
    gb_gbz message;
    size_t offset = 0;
    size_t written = 0;
    uint8_t count = 0;
    if (gb_gbz_decode_exact(data, size, &message) != GB_OK) {
        return;
    }
    while (count < 255u && gb_gbz_next(&message, &offset, &components[count]) == GB_OK) {
        count++;
    }
    law(count == message.count);
    law(gb_gbz_encode(components, count, first, sizeof first, &written) == GB_OK);
    law(gb_gbz_decode_exact(first, written, &message) == GB_OK && message.count == count);
}

static void alert(const uint8_t *data, size_t size)
{
    gb_gbz_alert found;
    gb_gbz inside;
    size_t written = 0;
    if (gb_gbz_decode_alert(data, size, &found) == GB_OK) {
        law(gb_gbz_encode_alert(&found, first, sizeof first, &written) == GB_OK);
        law(written == size && memcmp(first, data, size) == 0);
        (void)gb_gbz_alert_components(&found, &inside);
    }
}

static void further(size_t number, const uint8_t *data, size_t size)
{
    switch (number) {
    case APDU:
        apdu(data, size);
        break;
    case FRAME:
        frame(data, size);
        break;
    case ENVELOPE:
        envelope(data, size);
        break;
    default:
        alert(data, size);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t number;
    const struct target *target;
    if (size < 2u) {
        return 0;
    }
    number = ((size_t)data[0] << 8 | data[1]) % (TARGETS + FURTHER);
    data += 2;
    size -= 2u;
    if (number >= TARGETS) {
        further(number - TARGETS, data, size);
        return 0;
    }
    target = &targets[number];
    switch (target->kind) {
    case LEAF_TARGET:
        leaf(target, data, size);
        break;
    case LAYOUT_TARGET:
        composed(target, data, size);
        break;
    default:
        records(target->kind == RESPONSES_TARGET, data, size);
        break;
    }
    return 0;
}
