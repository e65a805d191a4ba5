/**
 * @file
 * What each xDLMS APDU is made of, and putting blocks together. Loops are over the table.
 */
#include "gb_apdu.h"

#include <string.h>

#include "gb_apdu_wire.h"

static const gb_apdu_layout layouts[] = {
    {GB_APDU_DATA_NOTIFICATION, {PART_LONG_INVOKE, PART_DATE_TIME, PART_DATA}},
    {GB_APDU_GET_REQUEST_NORMAL, {PART_INVOKE, PART_ATTRIBUTE}},
    {GB_APDU_GET_REQUEST_NEXT, {PART_INVOKE, PART_BLOCK_NUMBER}},
    {GB_APDU_GET_REQUEST_WITH_LIST, {PART_INVOKE, PART_ATTRIBUTES}},
    {GB_APDU_SET_REQUEST_NORMAL, {PART_INVOKE, PART_ATTRIBUTE, PART_DATA}},
    {GB_APDU_SET_REQUEST_WITH_FIRST_DATABLOCK, {PART_INVOKE, PART_ATTRIBUTE, PART_BLOCK}},
    {GB_APDU_SET_REQUEST_WITH_DATABLOCK, {PART_INVOKE, PART_BLOCK}},
    {GB_APDU_SET_REQUEST_WITH_LIST, {PART_INVOKE, PART_ATTRIBUTES, PART_VALUES}},
    {GB_APDU_SET_REQUEST_WITH_LIST_AND_FIRST_DATABLOCK, {PART_INVOKE, PART_ATTRIBUTES, PART_BLOCK}},
    {GB_APDU_ACTION_REQUEST_NORMAL, {PART_INVOKE, PART_METHOD, PART_OPTIONAL_DATA}},
    {GB_APDU_ACTION_REQUEST_NEXT_PBLOCK, {PART_INVOKE, PART_BLOCK_NUMBER}},
    {GB_APDU_ACTION_REQUEST_WITH_LIST, {PART_INVOKE, PART_METHODS, PART_VALUES}},
    {GB_APDU_ACTION_REQUEST_WITH_FIRST_PBLOCK, {PART_INVOKE, PART_METHOD, PART_BLOCK}},
    {GB_APDU_ACTION_REQUEST_WITH_LIST_AND_FIRST_PBLOCK, {PART_INVOKE, PART_METHODS, PART_BLOCK}},
    {GB_APDU_ACTION_REQUEST_WITH_PBLOCK, {PART_INVOKE, PART_BLOCK}},
    {GB_APDU_GET_RESPONSE_NORMAL, {PART_INVOKE, PART_GET_RESULT}},
    {GB_APDU_GET_RESPONSE_WITH_DATABLOCK, {PART_INVOKE, PART_BLOCK_G}},
    {GB_APDU_GET_RESPONSE_WITH_LIST, {PART_INVOKE, PART_GET_RESULTS}},
    {GB_APDU_SET_RESPONSE_NORMAL, {PART_INVOKE, PART_RESULT}},
    {GB_APDU_SET_RESPONSE_DATABLOCK, {PART_INVOKE, PART_BLOCK_NUMBER}},
    {GB_APDU_SET_RESPONSE_LAST_DATABLOCK, {PART_INVOKE, PART_RESULT, PART_BLOCK_NUMBER}},
    {GB_APDU_SET_RESPONSE_LAST_DATABLOCK_WITH_LIST, {PART_INVOKE, PART_RESULTS, PART_BLOCK_NUMBER}},
    {GB_APDU_SET_RESPONSE_WITH_LIST, {PART_INVOKE, PART_RESULTS}},
    {GB_APDU_ACTION_RESPONSE_NORMAL, {PART_INVOKE, PART_ACTION_RESPONSE}},
    {GB_APDU_ACTION_RESPONSE_WITH_PBLOCK, {PART_INVOKE, PART_BLOCK}},
    {GB_APDU_ACTION_RESPONSE_WITH_LIST, {PART_INVOKE, PART_ACTION_RESPONSES}},
    {GB_APDU_ACTION_RESPONSE_NEXT_PBLOCK, {PART_INVOKE, PART_BLOCK_NUMBER}},
    {GB_APDU_EXCEPTION_RESPONSE, {PART_EXCEPTION}},
    {GB_APDU_ACCESS_REQUEST, {PART_LONG_INVOKE, PART_DATE_TIME, PART_ASKED, PART_VALUES}},
    {GB_APDU_ACCESS_RESPONSE,
     {PART_LONG_INVOKE, PART_DATE_TIME, PART_OPTIONAL_ASKED, PART_VALUES, PART_ACCESS_RESULTS}},
};

const gb_apdu_layout *gb_apdu_layout_of(unsigned kind)
{
    size_t at;
    for (at = 0; at < sizeof layouts / sizeof layouts[0]; at++) {
        if ((unsigned)layouts[at].kind == kind) {
            return &layouts[at];
        }
    }
    return NULL;
}

/** Whether the tag is that of an APDU; `has_choice` receives whether a choice follows it. */
bool gb_apdu_is_tag(unsigned tag, bool *has_choice)
{
    size_t at;
    for (at = 0; at < sizeof layouts / sizeof layouts[0]; at++) {
        if ((unsigned)layouts[at].kind >> 8 == tag) {
            *has_choice = ((unsigned)layouts[at].kind & 0xFFu) != 0u;
            return true;
        }
    }
    return false;
}

bool gb_apdu_is_action_result(uint8_t code)
{
    return code <= 4u || code == 9u || (code >= 11u && code <= 16u) || code == 250u;
}

bool gb_apdu_is_data_access_result(uint8_t code)
{
    return gb_apdu_is_action_result(code) || (code >= 17u && code <= 19u);
}

/** What the items of a list are. */
gb_apdu_item_kind gb_apdu_items_of(gb_apdu_part list)
{
    switch (list) {
    case PART_ATTRIBUTES:
        return GB_APDU_ITEM_ATTRIBUTE;
    case PART_METHODS:
        return GB_APDU_ITEM_METHOD;
    case PART_ASKED:
    case PART_OPTIONAL_ASKED:
        return GB_APDU_ITEM_ACCESS;
    case PART_GET_RESULTS:
        return GB_APDU_ITEM_GET_RESULT;
    case PART_RESULTS:
        return GB_APDU_ITEM_RESULT;
    case PART_ACTION_RESPONSES:
        return GB_APDU_ITEM_ACTION_RESPONSE;
    case PART_ACCESS_RESULTS:
        return GB_APDU_ITEM_ACCESS_RESULT;
    default:
        return GB_APDU_ITEM_DATA;
    }
}

/** The list that goes with `values` or `results`: none where an ACCESS response repeats no request. */
const gb_apdu_list *gb_apdu_asked_of(const gb_apdu *apdu)
{
    return apdu->kind != GB_APDU_ACCESS_RESPONSE || apdu->has_descriptors ? &apdu->descriptors : NULL;
}

static bool has_block(gb_apdu_kind kind)
{
    const gb_apdu_layout *of = gb_apdu_layout_of((unsigned)kind);
    size_t at;
    for (at = 0; of != NULL && at < GB_APDU_MOST_PARTS; at++) {
        if (of->parts[at] == PART_BLOCK || of->parts[at] == PART_BLOCK_G) {
            return true;
        }
    }
    return false;
}

gb_result gb_apdu_add_block(gb_apdu_blocks *blocks, const gb_apdu *apdu)
{
    const gb_apdu_answer *answer;
    if (blocks == NULL || apdu == NULL || !has_block(apdu->kind) || !are_there(blocks->buffer, blocks->capacity) ||
        blocks->size > blocks->capacity) {
        return GB_BAD_ARGUMENT;
    }
    answer = &apdu->answer;
    if (blocks->complete) {
        return GB_TRAILING;
    }
    if (apdu->block_number == 0u || apdu->block_number - 1u != blocks->block_number || answer->kind != GB_APDU_DATA ||
        (answer->data.size == 0u && !apdu->last_block)) {
        return GB_BAD_VALUE;
    }
    if (answer->data.size > blocks->capacity - blocks->size) {
        return GB_BAD_LENGTH;
    }
    if (answer->data.size > 0u) {
        memcpy(blocks->buffer + blocks->size, answer->data.data, answer->data.size);
    }
    blocks->size += answer->data.size;
    blocks->block_number = apdu->block_number;
    blocks->complete = apdu->last_block;
    return GB_OK;
}
