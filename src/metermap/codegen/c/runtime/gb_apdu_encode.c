/**
 * @file
 * Building xDLMS APDUs. Each is made twice: once to check and measure it, once to write it, so that nothing is
 * written unless all of it can be. Every loop ends after at most the size of what it is given.
 */
#include "gb_apdu.h"

#include <string.h>

#include "gb_apdu_wire.h"

/** Where octets go; without `out` they are counted. The first measures what the second writes. */
typedef struct sink {
    uint8_t *out;
    size_t size;
} sink;

static void put_octets(sink *to, gb_octets octets)
{
    if (to->out != NULL && octets.size > 0u) {
        memcpy(to->out + to->size, octets.data, octets.size);
    }
    to->size += octets.size;
}

static void put_number(sink *to, uint32_t number, size_t count)
{
    size_t at;
    for (at = count; at > 0u; at--) {
        if (to->out != NULL) {
            to->out[to->size] = (uint8_t)(number >> (8u * (at - 1u)));
        }
        to->size++;
    }
}

static void put_length(sink *to, uint32_t length)
{
    uint32_t count = 1;
    if (length >= 0x80u) {
        while (count < 4u && (length >> (8u * count)) != 0u) {
            count++;
        }
        put_number(to, 0x80u + count, 1);
    }
    put_number(to, length, count);
}

static gb_result put_string(sink *to, gb_octets octets)
{
    if (!are_there(octets.data, octets.size) || octets.size > UINT32_MAX) {
        return GB_BAD_VALUE;
    }
    put_length(to, (uint32_t)octets.size);
    put_octets(to, octets);
    return GB_OK;
}

/** Octets that are one data item. */
static gb_result put_data(sink *to, gb_octets data)
{
    size_t consumed = 0;
    if (!are_there(data.data, data.size) || gb_apdu_skip_data(data.data, data.size, &consumed) != GB_OK ||
        consumed != data.size) {
        return GB_BAD_VALUE;
    }
    put_octets(to, data);
    return GB_OK;
}

static gb_result put_code(sink *to, bool (*is_code)(uint8_t), uint8_t code)
{
    put_number(to, code, 1);
    return is_code(code) ? GB_OK : GB_BAD_VALUE;
}

static void put_address(sink *to, const gb_apdu_descriptor *descriptor)
{
    gb_octets name;
    name.data = descriptor->logical_name;
    name.size = sizeof descriptor->logical_name;
    put_number(to, descriptor->class_id, 2);
    put_octets(to, name);
    put_number(to, (uint8_t)descriptor->index, 1);
}

static gb_result put_selection(sink *to, const gb_apdu_descriptor *descriptor)
{
    put_number(to, descriptor->selector, 1);
    return put_data(to, descriptor->parameters);
}

static gb_result put_attribute(sink *to, const gb_apdu_descriptor *descriptor)
{
    put_address(to, descriptor);
    put_number(to, descriptor->has_selection ? 1u : 0u, 1);
    return descriptor->has_selection ? put_selection(to, descriptor) : GB_OK;
}

static gb_result put_answer(sink *to, gb_result (*put_content)(sink *, gb_octets), const gb_apdu_answer *answer)
{
    switch (answer->kind) {
    case GB_APDU_DATA:
        put_number(to, 0, 1);
        return put_content(to, answer->data);
    case GB_APDU_RESULT:
        put_number(to, 1, 1);
        return put_code(to, gb_apdu_is_data_access_result, answer->result);
    case GB_APDU_NOTHING:
    default:
        return GB_BAD_VALUE;
    }
}

static gb_result put_action_response(sink *to, uint8_t code, const gb_apdu_answer *answer)
{
    const gb_result result = put_code(to, gb_apdu_is_action_result, code);
    put_number(to, answer->kind == GB_APDU_NOTHING ? 0u : 1u, 1);
    return result == GB_OK && answer->kind != GB_APDU_NOTHING ? put_answer(to, put_data, answer) : result;
}

static gb_result put_asked(sink *to, const gb_apdu_item *item)
{
    const bool selects = item->descriptor.has_selection;
    if (item->service < 1u || item->service > 3u || (selects && item->service == 3u)) {
        return GB_BAD_VALUE;
    }
    put_number(to, selects ? item->service + 3u : item->service, 1);
    put_address(to, &item->descriptor);
    return selects ? put_selection(to, &item->descriptor) : GB_OK;
}

static gb_result put_access_result(sink *to, const gb_apdu_item *item)
{
    if (item->service < 1u || item->service > 3u) {
        return GB_BAD_VALUE;
    }
    put_number(to, item->service, 1);
    return put_code(to, item->service == 3u ? gb_apdu_is_action_result : gb_apdu_is_data_access_result, item->result);
}

static gb_result put_item(gb_apdu_item_kind kind, sink *to, const gb_apdu_item *item)
{
    switch (kind) {
    case GB_APDU_ITEM_ATTRIBUTE:
        return put_attribute(to, &item->descriptor);
    case GB_APDU_ITEM_METHOD:
        put_address(to, &item->descriptor);
        return GB_OK;
    case GB_APDU_ITEM_ACCESS:
        return put_asked(to, item);
    case GB_APDU_ITEM_DATA:
        return put_data(to, item->answer.data);
    case GB_APDU_ITEM_GET_RESULT:
        return put_answer(to, put_data, &item->answer);
    case GB_APDU_ITEM_RESULT:
        return put_code(to, gb_apdu_is_data_access_result, item->result);
    case GB_APDU_ITEM_ACTION_RESPONSE:
        return put_action_response(to, item->result, &item->answer);
    case GB_APDU_ITEM_ACCESS_RESULT:
        return put_access_result(to, item);
    default:
        return GB_BAD_ARGUMENT;
    }
}

/** A list whose octets are as many items as it says. */
static gb_result put_list(sink *to, gb_apdu_item_kind kind, const gb_apdu_list *list)
{
    size_t at = 0;
    uint32_t count;
    gb_apdu_item item;
    gb_result result = GB_OK;
    for (count = 0; result == GB_OK && count < list->count; count++) {
        result = gb_apdu_next(kind, list, &at, &item);
    }
    if (result != GB_OK || at != list->items.size) {
        return GB_BAD_VALUE;
    }
    put_length(to, list->count);
    if (list->count > 0u) {
        put_octets(to, list->items);
    }
    return GB_OK;
}

static gb_result put_block(sink *to, bool with_result, const gb_apdu *apdu)
{
    put_number(to, apdu->last_block ? 1u : 0u, 1);
    put_number(to, apdu->block_number, 4);
    if (with_result) {
        return put_answer(to, put_string, &apdu->answer);
    }
    return apdu->answer.kind == GB_APDU_DATA ? put_string(to, apdu->answer.data) : GB_BAD_VALUE;
}

static gb_result put_exception(sink *to, const gb_apdu *apdu)
{
    if (apdu->result < 1u || apdu->result > 2u || apdu->service_error < 1u ||
        apdu->service_error > GB_APDU_COUNTER_ERROR) {
        return GB_BAD_VALUE;
    }
    put_number(to, apdu->result, 1);
    put_number(to, apdu->service_error, 1);
    if (apdu->service_error == GB_APDU_COUNTER_ERROR) {
        put_number(to, apdu->invocation_counter, 4);
    }
    return GB_OK;
}

static gb_result put_invoke(sink *to, bool is_long, uint32_t invoke)
{
    put_number(to, invoke, is_long ? 4u : 1u);
    return (invoke & (is_long ? 0x0F000000u : 0xFFFFFF30u)) == 0u ? GB_OK : GB_BAD_VALUE;
}

static gb_result put_optional(sink *to, gb_apdu_part what, const gb_apdu *apdu)
{
    const bool present = what == PART_OPTIONAL_ASKED ? apdu->has_descriptors : apdu->answer.kind != GB_APDU_NOTHING;
    put_number(to, present ? 1u : 0u, 1);
    if (!present) {
        return GB_OK;
    }
    if (what == PART_OPTIONAL_ASKED) {
        return put_list(to, gb_apdu_items_of(what), &apdu->descriptors);
    }
    return apdu->answer.kind == GB_APDU_DATA ? put_data(to, apdu->answer.data) : GB_BAD_VALUE;
}

static gb_result put_part(sink *to, gb_apdu_part what, const gb_apdu *apdu)
{
    switch (what) {
    case PART_INVOKE:
    case PART_LONG_INVOKE:
        return put_invoke(to, what == PART_LONG_INVOKE, apdu->invoke);
    case PART_DATE_TIME:
        return put_string(to, apdu->date_time);
    case PART_ATTRIBUTE:
        return put_attribute(to, &apdu->descriptor);
    case PART_METHOD:
        put_address(to, &apdu->descriptor);
        return GB_OK;
    case PART_ATTRIBUTES:
    case PART_METHODS:
    case PART_ASKED:
        return put_list(to, gb_apdu_items_of(what), &apdu->descriptors);
    case PART_OPTIONAL_ASKED:
    case PART_OPTIONAL_DATA:
        return put_optional(to, what, apdu);
    case PART_VALUES:
        return put_list(to, gb_apdu_items_of(what), &apdu->values);
    case PART_GET_RESULTS:
    case PART_RESULTS:
    case PART_ACTION_RESPONSES:
    case PART_ACCESS_RESULTS:
        return put_list(to, gb_apdu_items_of(what), &apdu->results);
    case PART_DATA:
        return apdu->answer.kind == GB_APDU_DATA ? put_data(to, apdu->answer.data) : GB_BAD_VALUE;
    case PART_GET_RESULT:
        return put_answer(to, put_data, &apdu->answer);
    case PART_RESULT:
        return put_code(to, gb_apdu_is_data_access_result, apdu->result);
    case PART_ACTION_RESPONSE:
        return put_action_response(to, apdu->result, &apdu->answer);
    case PART_BLOCK_NUMBER:
        put_number(to, apdu->block_number, 4);
        return GB_OK;
    case PART_BLOCK:
    case PART_BLOCK_G:
        return put_block(to, what == PART_BLOCK_G, apdu);
    case PART_EXCEPTION:
        return put_exception(to, apdu);
    case PART_END:
    default:
        return GB_OK;
    }
}

/** Whether the lists that belong together have as many items. */
static bool lists_agree(const gb_apdu_layout *of, const gb_apdu *apdu)
{
    const gb_apdu_list *asked = gb_apdu_asked_of(apdu);
    size_t at;
    for (at = 0; at < GB_APDU_MOST_PARTS; at++) {
        if (of->parts[at] == PART_VALUES && asked != NULL && asked->count != apdu->values.count) {
            return false;
        }
        if (of->parts[at] == PART_ACCESS_RESULTS && apdu->results.count != apdu->values.count) {
            return false;
        }
    }
    return true;
}

static gb_result put_apdu(sink *to, const gb_apdu_layout *of, const gb_apdu *apdu)
{
    const unsigned kind = (unsigned)apdu->kind;
    gb_result result = GB_OK;
    size_t at;
    put_number(to, (kind & 0xFFu) != 0u ? kind : kind >> 8, (kind & 0xFFu) != 0u ? 2u : 1u);
    for (at = 0; at < GB_APDU_MOST_PARTS && of->parts[at] != PART_END && result == GB_OK; at++) {
        result = put_part(to, of->parts[at], apdu);
    }
    return result;
}

gb_result gb_apdu_encode(const gb_apdu *apdu, uint8_t *out, size_t capacity, size_t *written)
{
    const gb_apdu_layout *of;
    sink to;
    gb_result result;
    if (apdu == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    of = gb_apdu_layout_of((unsigned)apdu->kind);
    if (of == NULL) {
        return GB_BAD_ARGUMENT;
    }
    if (!lists_agree(of, apdu)) {
        return GB_BAD_LENGTH;
    }
    to.out = NULL;
    to.size = 0;
    result = put_apdu(&to, of, apdu);
    if (result != GB_OK) {
        return result;
    }
    if (to.size > capacity) {
        return GB_NO_ROOM;
    }
    to.out = out;
    to.size = 0;
    result = put_apdu(&to, of, apdu);
    *written = to.size;
    return result;
}

gb_result gb_apdu_put_item(gb_apdu_item_kind kind, const gb_apdu_item *item, uint8_t *out, size_t capacity,
                           size_t *written)
{
    sink to;
    gb_result result;
    if (item == NULL || written == NULL || !are_there(out, capacity)) {
        return GB_BAD_ARGUMENT;
    }
    to.out = NULL;
    to.size = 0;
    result = put_item(kind, &to, item);
    if (result != GB_OK) {
        return result;
    }
    if (to.size > capacity) {
        return GB_NO_ROOM;
    }
    to.out = out;
    to.size = 0;
    result = put_item(kind, &to, item);
    *written = to.size;
    return result;
}
