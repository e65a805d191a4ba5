/**
 * @file
 * The xDLMS APDUs of logical name referencing (IEC 62056-5-3, the DLMS UA Green Book): built and taken apart.
 *
 * GET, SET and ACTION in all their forms, ACCESS, data-notification, exception-response;
 * general-block-transfer is not among them. Values are octets, the A-XDR data as it travels: gb_decode or
 * the function of an item decodes them. C99; no heap, no recursion, no state. Buffers are the caller's. A
 * function that does not return GB_OK leaves its outputs as they were. Decoded octets point into the input.
 *
 * Security is the caller's: ciphering, MAC and signature wrap a whole APDU, so they are applied to what
 * gb_apdu_encode gave, and taken off before gb_apdu_decode_exact.
 *
 * Rules where peers differ, the same as in the Python bindings:
 * - A BOOLEAN (last-block): any octet but 0 is true; true is written as 0x01.
 * - An OPTIONAL is 0x00 or 0x01; any other octet is refused, and so is a code that an enumeration lacks.
 * - Reserved bits of invoke-id-and-priority are 0; others are refused.
 * - Lists that belong together have as many items.
 */
#ifndef GB_APDU_H
#define GB_APDU_H

#include "gb_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How many arrays, structures and compact arrays may stand in one another. */
#define GB_APDU_MOST_NESTING 16u

/** The APDUs: the tag, and the choice within it where there is one. */
typedef enum gb_apdu_kind {
    GB_APDU_DATA_NOTIFICATION = 0x0F00,
    GB_APDU_GET_REQUEST_NORMAL = 0xC001,
    GB_APDU_GET_REQUEST_NEXT = 0xC002,
    GB_APDU_GET_REQUEST_WITH_LIST = 0xC003,
    GB_APDU_SET_REQUEST_NORMAL = 0xC101,
    GB_APDU_SET_REQUEST_WITH_FIRST_DATABLOCK = 0xC102,
    GB_APDU_SET_REQUEST_WITH_DATABLOCK = 0xC103,
    GB_APDU_SET_REQUEST_WITH_LIST = 0xC104,
    GB_APDU_SET_REQUEST_WITH_LIST_AND_FIRST_DATABLOCK = 0xC105,
    GB_APDU_ACTION_REQUEST_NORMAL = 0xC301,
    GB_APDU_ACTION_REQUEST_NEXT_PBLOCK = 0xC302,
    GB_APDU_ACTION_REQUEST_WITH_LIST = 0xC303,
    GB_APDU_ACTION_REQUEST_WITH_FIRST_PBLOCK = 0xC304,
    GB_APDU_ACTION_REQUEST_WITH_LIST_AND_FIRST_PBLOCK = 0xC305,
    GB_APDU_ACTION_REQUEST_WITH_PBLOCK = 0xC306,
    GB_APDU_GET_RESPONSE_NORMAL = 0xC401,
    GB_APDU_GET_RESPONSE_WITH_DATABLOCK = 0xC402,
    GB_APDU_GET_RESPONSE_WITH_LIST = 0xC403,
    GB_APDU_SET_RESPONSE_NORMAL = 0xC501,
    GB_APDU_SET_RESPONSE_DATABLOCK = 0xC502,
    GB_APDU_SET_RESPONSE_LAST_DATABLOCK = 0xC503,
    GB_APDU_SET_RESPONSE_LAST_DATABLOCK_WITH_LIST = 0xC504,
    GB_APDU_SET_RESPONSE_WITH_LIST = 0xC505,
    GB_APDU_ACTION_RESPONSE_NORMAL = 0xC701,
    GB_APDU_ACTION_RESPONSE_WITH_PBLOCK = 0xC702,
    GB_APDU_ACTION_RESPONSE_WITH_LIST = 0xC703,
    GB_APDU_ACTION_RESPONSE_NEXT_PBLOCK = 0xC704,
    GB_APDU_EXCEPTION_RESPONSE = 0xD800,
    GB_APDU_ACCESS_REQUEST = 0xD900,
    GB_APDU_ACCESS_RESPONSE = 0xDA00
} gb_apdu_kind;

/** What stands where there may be data. */
typedef enum gb_apdu_answer_kind {
    GB_APDU_NOTHING = 0, /**< an optional that is absent */
    GB_APDU_DATA,        /**< `data` */
    GB_APDU_RESULT       /**< `result`, a Data-Access-Result: why there is no data */
} gb_apdu_answer_kind;

/** Get-Data-Result: the octets of data (or of a block), or why there are none. */
typedef struct gb_apdu_answer {
    gb_apdu_answer_kind kind;
    gb_octets data;
    uint8_t result;
} gb_apdu_answer;

/** Cosem-Attribute-Descriptor with its selection, or Cosem-Method-Descriptor (`index` is the method). */
typedef struct gb_apdu_descriptor {
    uint16_t class_id;
    uint8_t logical_name[6];
    int8_t index;
    bool has_selection;
    uint8_t selector;
    gb_octets parameters; /**< of the selection: one data item */
} gb_apdu_descriptor;

/** What the items of a list are. */
typedef enum gb_apdu_item_kind {
    GB_APDU_ITEM_ATTRIBUTE = 0,   /**< `descriptor` */
    GB_APDU_ITEM_METHOD,          /**< `descriptor` */
    GB_APDU_ITEM_ACCESS,          /**< `service` (1 GET, 2 SET, 3 ACTION) and `descriptor` */
    GB_APDU_ITEM_DATA,            /**< `answer.data` */
    GB_APDU_ITEM_GET_RESULT,      /**< `answer` */
    GB_APDU_ITEM_RESULT,          /**< `result`, a Data-Access-Result */
    GB_APDU_ITEM_ACTION_RESPONSE, /**< `result`, an Action-Result, and `answer` */
    GB_APDU_ITEM_ACCESS_RESULT    /**< `service` and `result` */
} gb_apdu_item_kind;

/** One item of a list. */
typedef struct gb_apdu_item {
    uint8_t service;
    uint8_t result;
    gb_apdu_descriptor descriptor;
    gb_apdu_answer answer;
} gb_apdu_item;

/** A list: its items one after the other as they travel. gb_apdu_next takes them out, gb_apdu_put_item makes them. */
typedef struct gb_apdu_list {
    gb_octets items;
    uint32_t count;
} gb_apdu_list;

/**
 * An APDU, taken apart or to be built. Which members hold something depends on `kind`; others are 0.
 */
typedef struct gb_apdu {
    gb_apdu_kind kind;
    uint32_t invoke;               /**< (long-)invoke-id-and-priority: one octet, or four as a number */
    gb_octets date_time;           /**< ACCESS, data-notification */
    gb_apdu_descriptor descriptor; /**< what is read, written or invoked */
    bool has_descriptors;          /**< ACCESS response: whether the request is repeated */
    gb_apdu_list descriptors;      /**< attributes, methods, or what ACCESS asks for */
    gb_apdu_list values;           /**< data: values, parameters, the list of data of ACCESS */
    gb_apdu_list results;          /**< results or responses of a list */
    gb_apdu_answer answer;         /**< value, parameters, returned data, body, raw data of a block */
    uint8_t result;                /**< Data-Access-Result or Action-Result; exception-response: state-error */
    uint8_t service_error;         /**< exception-response */
    uint32_t invocation_counter;   /**< exception-response with service-error 6 */
    bool last_block;
    uint32_t block_number;
} gb_apdu;

/** Take apart the APDU that the whole of `data` is. */
gb_result gb_apdu_decode_exact(const uint8_t *data, size_t size, gb_apdu *apdu);

/** Build an APDU into `out`; its octets may not overlap with it. `written` receives how many octets it took. */
gb_result gb_apdu_encode(const gb_apdu *apdu, uint8_t *out, size_t capacity, size_t *written);

/**
 * Take the next item out of a list.
 *
 * @param kind    what the items are
 * @param offset  where the item begins, 0 for the first; moves behind it
 * @return GB_OK; GB_END behind the last item
 */
gb_result gb_apdu_next(gb_apdu_item_kind kind, const gb_apdu_list *list, size_t *offset, gb_apdu_item *item);

/** Write one item of a list to `out`. `written` receives how many octets it took. */
gb_result gb_apdu_put_item(gb_apdu_item_kind kind, const gb_apdu_item *item, uint8_t *out, size_t capacity,
                           size_t *written);

/** Measure the data item at the start of `data`: tags, lengths, counts and depth are checked, contents are not. */
gb_result gb_apdu_skip_data(const uint8_t *data, size_t size, size_t *consumed);

/** A long value that comes in blocks, in the caller's buffer. Set `buffer` and `capacity`, the rest to 0. */
typedef struct gb_apdu_blocks {
    uint8_t *buffer;
    size_t capacity; /**< the most octets of the value */
    size_t size;     /**< how many have come */
    uint32_t block_number;
    bool complete;
} gb_apdu_blocks;

/**
 * Append the block that an APDU carries.
 *
 * @return GB_BAD_VALUE for a number that is not the next (the first is 1), for a result in place of data and
 *         for an empty block that is not the last; GB_TRAILING behind the last block; GB_BAD_LENGTH for
 *         more octets than there is room for; GB_BAD_ARGUMENT for an APDU without a block
 */
gb_result gb_apdu_add_block(gb_apdu_blocks *blocks, const gb_apdu *apdu);

#ifdef __cplusplus
}
#endif

#endif
