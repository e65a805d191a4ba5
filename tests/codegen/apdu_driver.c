/*
 * Takes APDUs apart for the tests. Each line of standard input is an APDU in hex, "-" for none; each line of
 * output is "refused REASON", or "ok", what every member holds, and the octets that building it again gives.
 */
#include "gb_apdu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096 };

static const char *const reasons[] = {"ok", "truncated", "trailing", "tag", "length", "value"};

static void expect(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

static void print_octets(gb_octets octets)
{
    size_t at;
    for (at = 0; at < octets.size; at++) {
        printf("%02x", octets.data[at]);
    }
}

static void print_descriptor(const gb_apdu_descriptor *descriptor)
{
    gb_octets name;
    name.data = descriptor->logical_name;
    name.size = 6;
    printf("%u:", descriptor->class_id);
    print_octets(name);
    printf(":%d:", descriptor->index);
    if (descriptor->has_selection) {
        printf("%u/", descriptor->selector);
        print_octets(descriptor->parameters);
    }
}

static void print_answer(const gb_apdu_answer *answer)
{
    if (answer->kind == GB_APDU_DATA) {
        printf("d");
        print_octets(answer->data);
    } else if (answer->kind == GB_APDU_RESULT) {
        printf("r%u", answer->result);
    }
}

/* Print each item, and see that putting them one after the other gives the list again. */
static void print_list(const char *name, gb_apdu_item_kind kind, const gb_apdu_list *list)
{
    uint8_t out[MOST];
    size_t at = 0;
    size_t made = 0;
    uint32_t count = 0;
    gb_apdu_item item;
    printf(" %s=", name);
    while (gb_apdu_next(kind, list, &at, &item) == GB_OK) {
        size_t written = 0;
        printf("[%u,%u,", item.service, item.result);
        print_descriptor(&item.descriptor);
        printf(",");
        print_answer(&item.answer);
        printf("]");
        expect(gb_apdu_put_item(kind, &item, out + made, sizeof out - made, &written) == GB_OK, "an item is lost");
        made += written;
        count++;
    }
    expect(at == list->items.size && count == list->count, "the list has other items than it says");
    expect(gb_apdu_next(kind, list, &at, &item) == GB_END, "the list does not end");
    expect(made == list->items.size && (made == 0u || memcmp(out, list->items.data, made) == 0), "other items");
}

static gb_apdu_item_kind descriptors_of(gb_apdu_kind kind)
{
    if (kind == GB_APDU_ACCESS_REQUEST || kind == GB_APDU_ACCESS_RESPONSE) {
        return GB_APDU_ITEM_ACCESS;
    }
    return (unsigned)kind >> 8 == 0xC3u ? GB_APDU_ITEM_METHOD : GB_APDU_ITEM_ATTRIBUTE;
}

static gb_apdu_item_kind results_of(gb_apdu_kind kind)
{
    switch ((unsigned)kind >> 8) {
    case 0xC4u:
        return GB_APDU_ITEM_GET_RESULT;
    case 0xC7u:
        return GB_APDU_ITEM_ACTION_RESPONSE;
    case 0xDAu:
        return GB_APDU_ITEM_ACCESS_RESULT;
    default:
        return GB_APDU_ITEM_RESULT;
    }
}

static void print_apdu(const gb_apdu *apdu)
{
    printf("ok %04X invoke=%lu date=", (unsigned)apdu->kind, (unsigned long)apdu->invoke);
    print_octets(apdu->date_time);
    printf(" descriptor=");
    print_descriptor(&apdu->descriptor);
    printf(" repeated=%d", apdu->has_descriptors);
    print_list("descriptors", descriptors_of(apdu->kind), &apdu->descriptors);
    print_list("values", GB_APDU_ITEM_DATA, &apdu->values);
    print_list("results", results_of(apdu->kind), &apdu->results);
    printf(" answer=");
    print_answer(&apdu->answer);
    printf(" result=%u error=%u counter=%lu", apdu->result, apdu->service_error,
           (unsigned long)apdu->invocation_counter);
    printf(" block=%lu last=%d ", (unsigned long)apdu->block_number, apdu->last_block);
}

/* Build it again: into just enough room, and not into an octet less. */
static void print_again(const gb_apdu *apdu)
{
    uint8_t out[MOST];
    uint8_t *exact;
    gb_octets built;
    size_t written = 0;
    size_t untouched = 77;
    expect(gb_apdu_encode(apdu, out, sizeof out, &written) == GB_OK, "what was taken apart cannot be built");
    exact = malloc(written);
    expect(exact != NULL, "no memory");
    memset(exact, 0xEE, written);
    expect(gb_apdu_encode(apdu, exact, written - 1u, &untouched) == GB_NO_ROOM, "room for too much");
    expect(untouched == 77u && exact[0] == 0xEEu, "an output was touched");
    expect(gb_apdu_encode(apdu, exact, written, &untouched) == GB_OK, "no room for enough");
    built.data = exact;
    built.size = written;
    print_octets(built);
    free(exact);
}

static void answer(const char *hex)
{
    const size_t size = hex[0] == '-' ? 0 : strlen(hex) / 2u;
    uint8_t *data = malloc(size > 0u ? size : 1u); /* exact, so that a sanitizer sees a read too far */
    gb_apdu apdu;
    gb_apdu before;
    gb_result result;
    size_t at;
    expect(data != NULL, "no memory");
    for (at = 0; at < size; at++) {
        unsigned octet = 0;
        expect(sscanf(hex + 2u * at, "%2x", &octet) == 1, "no hex");
        data[at] = (uint8_t)octet;
    }
    memset(&apdu, 0xA5, sizeof apdu);
    before = apdu;
    result = gb_apdu_decode_exact(data, size, &apdu);
    if (result != GB_OK) {
        expect(memcmp(&apdu, &before, sizeof apdu) == 0, "an output was touched");
        expect((size_t)result < sizeof reasons / sizeof reasons[0], "no reason");
        printf("refused %s", reasons[result]);
    } else {
        print_apdu(&apdu);
        print_again(&apdu);
    }
    printf("\n");
    free(data);
}

/* Blocks into a buffer of 10 octets: those of Python's tests. */
static void check_blocks(void)
{
    static const uint8_t three[] = {'a', 'b', 'c'};
    static const uint8_t many[8] = {0};
    uint8_t buffer[10];
    gb_apdu_blocks blocks;
    gb_apdu apdu;
    memset(&blocks, 0, sizeof blocks);
    memset(&apdu, 0, sizeof apdu);
    blocks.buffer = buffer;
    blocks.capacity = sizeof buffer;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_ARGUMENT, "an APDU without block");
    apdu.kind = GB_APDU_GET_RESPONSE_WITH_DATABLOCK;
    apdu.answer.kind = GB_APDU_DATA;
    apdu.answer.data.data = three;
    apdu.answer.data.size = sizeof three;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_VALUE, "block 0");
    apdu.block_number = 1;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_OK && blocks.size == 3u, "the first block");
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_VALUE, "the first block again");
    apdu.block_number = 3;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_VALUE, "a block too soon");
    apdu.block_number = 2;
    apdu.answer.data.size = 0;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_VALUE, "an empty block");
    apdu.answer.kind = GB_APDU_RESULT;
    apdu.last_block = true;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_VALUE, "a result");
    apdu.answer.kind = GB_APDU_DATA;
    apdu.answer.data.data = many;
    apdu.answer.data.size = sizeof many;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_BAD_LENGTH, "too many octets");
    expect(blocks.size == 3u && blocks.block_number == 1u && !blocks.complete, "all as before");
    apdu.answer.data.size = 7;
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_OK && blocks.complete && blocks.size == 10u, "the last block");
    expect(gb_apdu_add_block(&blocks, &apdu) == GB_TRAILING, "a block behind the last");
    expect(memcmp(buffer, three, sizeof three) == 0, "what the blocks held");
}

/* What no APDU can carry. */
static void check_refusals(void)
{
    static const uint8_t no_data[] = {0x06, 0x00};
    gb_apdu apdu;
    uint8_t out[64];
    size_t written = 0;
    memset(&apdu, 0, sizeof apdu);
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_ARGUMENT, "no APDU");
    apdu.kind = GB_APDU_SET_REQUEST_NORMAL;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_VALUE, "no value");
    apdu.answer.kind = GB_APDU_DATA;
    apdu.answer.data.data = no_data;
    apdu.answer.data.size = sizeof no_data;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_VALUE, "half a value");
    apdu.kind = GB_APDU_GET_REQUEST_NORMAL;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_OK && written == 13u, "a request");
    apdu.invoke = 0x10;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_VALUE, "a reserved bit");
    apdu.invoke = 0x100;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_VALUE, "too large an invoke id");
    apdu.kind = GB_APDU_SET_REQUEST_WITH_LIST;
    apdu.invoke = 0;
    apdu.values.count = 1;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_LENGTH, "a value for nothing");
    apdu.descriptors.count = 1;
    expect(gb_apdu_encode(&apdu, out, sizeof out, &written) == GB_BAD_VALUE, "items that are not there");
    expect(gb_apdu_encode(NULL, out, sizeof out, &written) == GB_BAD_ARGUMENT, "no APDU at all");
    expect(gb_apdu_decode_exact(NULL, 1, &apdu) == GB_BAD_ARGUMENT, "no octets at all");
    expect(gb_apdu_skip_data(NULL, 0, &written) == GB_TRUNCATED, "nothing to skip");
}

int main(void)
{
    static char line[2 * MOST + 2];
    check_blocks();
    check_refusals();
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        answer(line);
    }
    return 0;
}
