/**
 * @file
 * What the two files of the APDUs share; no header for users.
 */
#ifndef GB_APDU_WIRE_H
#define GB_APDU_WIRE_H

#include "gb_apdu.h"
#include "gb_wire.h"

enum {
    GB_APDU_MOST_PARTS = 6,
    GB_APDU_COUNTER_ERROR = 6 /* the service-error that tells the invocation counter */
};

/** What an APDU is made of, in the order of the octets. */
typedef enum gb_apdu_part {
    PART_END = 0,
    PART_INVOKE,
    PART_LONG_INVOKE,
    PART_DATE_TIME,
    PART_ATTRIBUTE,
    PART_METHOD,
    PART_ATTRIBUTES,
    PART_METHODS,
    PART_ASKED,
    PART_OPTIONAL_ASKED,
    PART_VALUES,
    PART_DATA,
    PART_OPTIONAL_DATA,
    PART_GET_RESULT,
    PART_GET_RESULTS,
    PART_RESULT,
    PART_RESULTS,
    PART_ACTION_RESPONSE,
    PART_ACTION_RESPONSES,
    PART_ACCESS_RESULTS,
    PART_BLOCK_NUMBER,
    PART_BLOCK,
    PART_BLOCK_G,
    PART_EXCEPTION
} gb_apdu_part;

/** An APDU and its parts; PART_END behind the last, which leaves room for it. */
typedef struct gb_apdu_layout {
    gb_apdu_kind kind;
    gb_apdu_part parts[GB_APDU_MOST_PARTS];
} gb_apdu_layout;

/** The layout of an APDU by tag and choice; NULL if there is none. */
const gb_apdu_layout *gb_apdu_layout_of(unsigned kind);
/** Whether the tag is that of an APDU; `has_choice` receives whether a choice follows it. */
bool gb_apdu_is_tag(unsigned tag, bool *has_choice);
/** What the items of a list are. */
gb_apdu_item_kind gb_apdu_items_of(gb_apdu_part list);
/** The list that goes with `values`: none where an ACCESS response repeats no request. */
const gb_apdu_list *gb_apdu_asked_of(const gb_apdu *apdu);
/** Whether a code is an Action-Result. */
bool gb_apdu_is_action_result(uint8_t code);
/** Whether a code is a Data-Access-Result. */
bool gb_apdu_is_data_access_result(uint8_t code);

/** A number of elements, each of an octet or more: more than octets are left is GB_TRUNCATED. */
gb_result gb_apdu_take_count(cursor *from, uint32_t *count);
/** A length and that many octets. */
gb_result gb_apdu_take_octets(cursor *from, gb_octets *octets);
/** A data item with all that is in it. */
gb_result gb_apdu_take_data(cursor *from, gb_octets *data);

#endif
