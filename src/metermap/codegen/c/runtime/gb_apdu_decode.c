/**
 * @file
 * Taking xDLMS APDUs apart. Every loop ends after at most the size of its input.
 */
#include "gb_apdu.h"

#include <string.h>

#include "gb_apdu_wire.h"

enum {
    ADDRESS_SIZE = 9
};

static gb_result take_octet(cursor *from, uint8_t *octet)
{
    const uint8_t *found;
    const gb_result result = take(from, 1, &found);
    if (result == GB_OK) {
        *octet = *found;
    }
    return result;
}

static gb_result take_number(cursor *from, uint32_t *number)
{
    const uint8_t *octets;
    const gb_result result = take(from, 4, &octets);
    if (result == GB_OK) {
        *number = (uint32_t)big_endian(octets, 4);
    }
    return result;
}

static gb_result take_presence(cursor *from, bool *present)
{
    uint8_t octet = 0;
    const gb_result result = take_octet(from, &octet);
    if (result != GB_OK) {
        return result;
    }
    *present = octet == 1u;
    return octet > 1u ? GB_BAD_VALUE : GB_OK;
}

static gb_result take_code(cursor *from, bool (*is_code)(uint8_t), uint8_t *code)
{
    const gb_result result = take_octet(from, code);
    if (result != GB_OK) {
        return result;
    }
    return is_code(*code) ? GB_OK : GB_BAD_VALUE;
}

static gb_result take_address(cursor *from, gb_apdu_descriptor *descriptor)
{
    const uint8_t *octets;
    const gb_result result = take(from, ADDRESS_SIZE, &octets);
    if (result != GB_OK) {
        return result;
    }
    descriptor->class_id = (uint16_t)big_endian(octets, 2);
    memcpy(descriptor->logical_name, octets + 2, sizeof descriptor->logical_name);
    descriptor->index = (int8_t)sign_extended(octets[ADDRESS_SIZE - 1], 1);
    return GB_OK;
}

static gb_result take_selection(cursor *from, gb_apdu_descriptor *descriptor)
{
    const gb_result result = take_octet(from, &descriptor->selector);
    descriptor->has_selection = true;
    return result == GB_OK ? gb_apdu_take_data(from, &descriptor->parameters) : result;
}

static gb_result take_attribute(cursor *from, gb_apdu_descriptor *descriptor)
{
    bool present = false;
    gb_result result = take_address(from, descriptor);
    if (result == GB_OK) {
        result = take_presence(from, &present);
    }
    return result == GB_OK && present ? take_selection(from, descriptor) : result;
}

/** Octets under choice 0, a Data-Access-Result under choice 1. */
static gb_result take_answer(cursor *from, gb_result (*take_content)(cursor *, gb_octets *), gb_apdu_answer *answer)
{
    uint8_t choice = 0;
    const gb_result result = take_octet(from, &choice);
    if (result != GB_OK) {
        return result;
    }
    if (choice > 1u) {
        return GB_BAD_TAG;
    }
    answer->kind = choice == 0u ? GB_APDU_DATA : GB_APDU_RESULT;
    return choice == 0u ? take_content(from, &answer->data) : take_code(from, gb_apdu_is_data_access_result, &answer->result);
}

static gb_result take_action_response(cursor *from, uint8_t *code, gb_apdu_answer *answer)
{
    bool present = false;
    gb_result result = take_code(from, gb_apdu_is_action_result, code);
    if (result == GB_OK) {
        result = take_presence(from, &present);
    }
    return result == GB_OK && present ? take_answer(from, gb_apdu_take_data, answer) : result;
}

/** Choices 1 to 3: GET, SET, ACTION; 4 and 5: GET and SET with selection. */
static gb_result take_asked(cursor *from, gb_apdu_item *item)
{
    uint8_t choice = 0;
    gb_result result = take_octet(from, &choice);
    if (result != GB_OK) {
        return result;
    }
    if (choice < 1u || choice > 5u) {
        return GB_BAD_TAG;
    }
    item->service = choice > 3u ? (uint8_t)(choice - 3u) : choice;
    result = take_address(from, &item->descriptor);
    return result == GB_OK && choice > 3u ? take_selection(from, &item->descriptor) : result;
}

static gb_result take_access_result(cursor *from, gb_apdu_item *item)
{
    const gb_result result = take_octet(from, &item->service);
    if (result != GB_OK) {
        return result;
    }
    if (item->service < 1u || item->service > 3u) {
        return GB_BAD_TAG;
    }
    return take_code(from, item->service == 3u ? gb_apdu_is_action_result : gb_apdu_is_data_access_result, &item->result);
}

static gb_result take_item(gb_apdu_item_kind kind, cursor *from, gb_apdu_item *item)
{
    switch (kind) {
    case GB_APDU_ITEM_ATTRIBUTE:
        return take_attribute(from, &item->descriptor);
    case GB_APDU_ITEM_METHOD:
        return take_address(from, &item->descriptor);
    case GB_APDU_ITEM_ACCESS:
        return take_asked(from, item);
    case GB_APDU_ITEM_DATA:
        item->answer.kind = GB_APDU_DATA;
        return gb_apdu_take_data(from, &item->answer.data);
    case GB_APDU_ITEM_GET_RESULT:
        return take_answer(from, gb_apdu_take_data, &item->answer);
    case GB_APDU_ITEM_RESULT:
        return take_code(from, gb_apdu_is_data_access_result, &item->result);
    case GB_APDU_ITEM_ACTION_RESPONSE:
        return take_action_response(from, &item->result, &item->answer);
    case GB_APDU_ITEM_ACCESS_RESULT:
        return take_access_result(from, item);
    default:
        return GB_BAD_ARGUMENT;
    }
}

static gb_result take_items(gb_apdu_item_kind kind, cursor *from, gb_apdu_list *list)
{
    const size_t start = from->at;
    uint32_t taken;
    for (taken = 0; taken < list->count; taken++) {
        gb_apdu_item item;
        gb_result result;
        memset(&item, 0, sizeof item);
        result = take_item(kind, from, &item);
        if (result != GB_OK) {
            return result;
        }
    }
    list->items.data = from->data + start;
    list->items.size = from->at - start;
    return GB_OK;
}

/** A list; `expected`, if there is one, is the list that it has as many items as. */
static gb_result take_list(gb_apdu_item_kind kind, cursor *from, const gb_apdu_list *expected, gb_apdu_list *list)
{
    gb_result result = gb_take_length(from, &list->count);
    if (result != GB_OK) {
        return result;
    }
    if (expected != NULL && expected->count != list->count) {
        return GB_BAD_LENGTH;
    }
    return list->count > left(from) ? GB_TRUNCATED : take_items(kind, from, list);
}

static gb_result take_block(cursor *from, bool with_result, gb_apdu *apdu)
{
    uint8_t last = 0;
    gb_result result = take_octet(from, &last);
    apdu->last_block = last != 0u;
    if (result == GB_OK) {
        result = take_number(from, &apdu->block_number);
    }
    if (result != GB_OK) {
        return result;
    }
    if (with_result) {
        return take_answer(from, gb_apdu_take_octets, &apdu->answer);
    }
    apdu->answer.kind = GB_APDU_DATA;
    return gb_apdu_take_octets(from, &apdu->answer.data);
}

static gb_result take_exception(cursor *from, gb_apdu *apdu)
{
    gb_result result = take_octet(from, &apdu->result);
    if (result == GB_OK && (apdu->result < 1u || apdu->result > 2u)) {
        result = GB_BAD_VALUE;
    }
    if (result == GB_OK) {
        result = take_octet(from, &apdu->service_error);
    }
    if (result != GB_OK) {
        return result;
    }
    if (apdu->service_error < 1u || apdu->service_error > GB_APDU_COUNTER_ERROR) {
        return GB_BAD_TAG;
    }
    return apdu->service_error == GB_APDU_COUNTER_ERROR ? take_number(from, &apdu->invocation_counter) : GB_OK;
}

static gb_result take_invoke(cursor *from, bool is_long, uint32_t *invoke)
{
    uint8_t octet = 0;
    gb_result result;
    if (is_long) {
        result = take_number(from, invoke);
        return result == GB_OK && (*invoke & 0x0F000000u) != 0u ? GB_BAD_VALUE : result;
    }
    result = take_octet(from, &octet);
    *invoke = octet;
    return result == GB_OK && (octet & 0x30u) != 0u ? GB_BAD_VALUE : result;
}

static gb_result take_optional(cursor *from, gb_apdu_part what, gb_apdu *apdu)
{
    bool present = false;
    const gb_result result = take_presence(from, &present);
    if (result != GB_OK || !present) {
        return result;
    }
    if (what == PART_OPTIONAL_ASKED) {
        apdu->has_descriptors = true;
        return take_list(gb_apdu_items_of(what), from, NULL, &apdu->descriptors);
    }
    apdu->answer.kind = GB_APDU_DATA;
    return gb_apdu_take_data(from, &apdu->answer.data);
}

static gb_result take_part(cursor *from, gb_apdu_part what, gb_apdu *apdu)
{
    switch (what) {
    case PART_INVOKE:
    case PART_LONG_INVOKE:
        return take_invoke(from, what == PART_LONG_INVOKE, &apdu->invoke);
    case PART_DATE_TIME:
        return gb_apdu_take_octets(from, &apdu->date_time);
    case PART_ATTRIBUTE:
        return take_attribute(from, &apdu->descriptor);
    case PART_METHOD:
        return take_address(from, &apdu->descriptor);
    case PART_ATTRIBUTES:
    case PART_METHODS:
    case PART_ASKED:
        return take_list(gb_apdu_items_of(what), from, NULL, &apdu->descriptors);
    case PART_OPTIONAL_ASKED:
    case PART_OPTIONAL_DATA:
        return take_optional(from, what, apdu);
    case PART_VALUES:
        return take_list(gb_apdu_items_of(what), from, gb_apdu_asked_of(apdu), &apdu->values);
    case PART_ACCESS_RESULTS:
        return take_list(gb_apdu_items_of(what), from, &apdu->values, &apdu->results);
    case PART_GET_RESULTS:
    case PART_RESULTS:
    case PART_ACTION_RESPONSES:
        return take_list(gb_apdu_items_of(what), from, NULL, &apdu->results);
    case PART_DATA:
        apdu->answer.kind = GB_APDU_DATA;
        return gb_apdu_take_data(from, &apdu->answer.data);
    case PART_GET_RESULT:
        return take_answer(from, gb_apdu_take_data, &apdu->answer);
    case PART_RESULT:
        return take_code(from, gb_apdu_is_data_access_result, &apdu->result);
    case PART_ACTION_RESPONSE:
        return take_action_response(from, &apdu->result, &apdu->answer);
    case PART_BLOCK_NUMBER:
        return take_number(from, &apdu->block_number);
    case PART_BLOCK:
    case PART_BLOCK_G:
        return take_block(from, what == PART_BLOCK_G, apdu);
    case PART_EXCEPTION:
        return take_exception(from, apdu);
    case PART_END:
    default:
        return GB_OK;
    }
}

/** The tag, and the choice if the tag has choices. */
static gb_result take_kind(cursor *from, const gb_apdu_layout **found)
{
    uint8_t tag = 0;
    uint8_t choice = 0;
    bool has_choice = false;
    gb_result result = take_octet(from, &tag);
    if (result != GB_OK) {
        return result;
    }
    if (!gb_apdu_is_tag(tag, &has_choice)) {
        return GB_BAD_TAG;
    }
    if (has_choice) {
        result = take_octet(from, &choice);
    }
    if (result != GB_OK) {
        return result;
    }
    *found = gb_apdu_layout_of((unsigned)tag << 8 | choice);
    return *found == NULL || (has_choice && choice == 0u) ? GB_BAD_TAG : GB_OK;
}

gb_result gb_apdu_decode_exact(const uint8_t *data, size_t size, gb_apdu *apdu)
{
    const gb_apdu_layout *of = NULL;
    cursor from;
    gb_apdu found;
    gb_result result;
    size_t at;
    if (apdu == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    memset(&found, 0, sizeof found);
    from.data = data;
    from.size = size;
    from.at = 0;
    result = take_kind(&from, &of);
    if (result != GB_OK) {
        return result;
    }
    found.kind = of->kind;
    for (at = 0; at < GB_APDU_MOST_PARTS && of->parts[at] != PART_END && result == GB_OK; at++) {
        result = take_part(&from, of->parts[at], &found);
    }
    if (result != GB_OK) {
        return result;
    }
    if (left(&from) > 0u) {
        return GB_TRAILING;
    }
    *apdu = found;
    return GB_OK;
}

gb_result gb_apdu_next(gb_apdu_item_kind kind, const gb_apdu_list *list, size_t *offset, gb_apdu_item *item)
{
    cursor from;
    gb_apdu_item found;
    gb_result result;
    if (list == NULL || offset == NULL || item == NULL || !are_there(list->items.data, list->items.size) ||
        *offset > list->items.size) {
        return GB_BAD_ARGUMENT;
    }
    if (*offset == list->items.size) {
        return GB_END;
    }
    memset(&found, 0, sizeof found);
    from.data = list->items.data;
    from.size = list->items.size;
    from.at = *offset;
    result = take_item(kind, &from, &found);
    if (result == GB_OK) {
        *item = found;
        *offset = from.at;
    }
    return result;
}
