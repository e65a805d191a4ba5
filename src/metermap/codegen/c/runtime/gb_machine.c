/**
 * @file
 * The stack that reading and writing a layout share. Every loop ends after at most the rows, terms or
 * octets that it is given.
 */
#include "gb_machine.h"

#define MOST_EMPTY 16u /* types of no octets in a type description: more could ask for items without end */

const gb_layout gb_any_rows[ANY_ROWS] = {
    [ANY_DATA] = {.shape = GB_SHAPE_DATA, .maximum = GB_UNLIMITED},
    [ANY_ARRAY] = {.shape = GB_SHAPE_ARRAY, .children = gb_any_rows, .child_count = 1, .maximum = GB_UNLIMITED},
    [ANY_STRUCTURE] = {.shape = GB_SHAPE_STRUCTURE, .children = gb_any_rows, .child_count = 1},
    [ANY_COMPACT_ARRAY] = {.shape = GB_SHAPE_COMPACT_ARRAY, .children = gb_any_rows, .child_count = 1,
                           .maximum = GB_UNLIMITED},
};

const gb_layout gb_any_data = {.shape = GB_SHAPE_DATA, .maximum = GB_UNLIMITED};

const gb_layout gb_zcl_rows[ZCL_ROWS] = {
    [ZCL_COLLECTION] = {.shape = GB_SHAPE_COLLECTION, .maximum = GB_UNLIMITED},
    [ZCL_STRUCTURE] = {.shape = GB_SHAPE_ZCL_STRUCTURE, .maximum = GB_UNLIMITED},
};

/** Whether a row is one of those above, so that the data and not a layout says what is in it. */
static bool describes_itself(const gb_layout *node)
{
    return node == &gb_any_rows[ANY_ARRAY] || node == &gb_any_rows[ANY_STRUCTURE] ||
           node == &gb_any_rows[ANY_COMPACT_ARRAY] || node == &gb_zcl_rows[ZCL_COLLECTION] ||
           node == &gb_zcl_rows[ZCL_STRUCTURE];
}

gb_result gb_push(stack *open, const gb_layout *node, follow next, uint32_t left)
{
    static const frame fresh = {0};
    const gb_order *order;
    frame *made;
    const bool is_any = describes_itself(node);
    if (is_any && open->nesting == GB_DATA_DEPTH) {
        return GB_BAD_VALUE;
    }
    if (!is_any && open->depth - open->nesting == GB_LAYOUT_DEPTH) {
        return GB_BAD_ARGUMENT; /* no generated layout is so deep */
    }
    order = gb_order_here(open);
    made = &open->frames[open->depth++];
    *made = fresh;
    made->order = order;
    made->node = node;
    made->child = node->children;
    made->left = left;
    made->follow = (uint8_t)next;
    made->describes_itself = is_any;
    open->nesting += is_any ? 1u : 0u;
    return GB_OK;
}

static bool compares(uint32_t value, const gb_term *term)
{
    const uint32_t part = value & term->mask;
    switch ((gb_operation)term->operation) {
    case GB_OPERATION_EQUAL:
        return part == term->number;
    case GB_OPERATION_UNEQUAL:
        return part != term->number;
    case GB_OPERATION_AT_LEAST:
        return part >= term->number;
    case GB_OPERATION_AT_MOST:
        return part <= term->number;
    case GB_OPERATION_BELOW:
        return part < term->number;
    case GB_OPERATION_ABOVE:
        return part > term->number;
    case GB_OPERATION_OCTETS_REMAIN:
    default:
        return false;
    }
}

static bool is_known(const frame *payload, uint8_t slot)
{
    return slot >= 1u && slot <= GB_LAYOUT_SLOTS && ((uint32_t)payload->known >> (slot - 1u) & 1u) != 0u;
}

static bool term_holds(const frame *payload, const gb_term *term, bool octets_remain)
{
    if (term->operation == (uint8_t)GB_OPERATION_OCTETS_REMAIN) {
        return octets_remain;
    }
    return is_known(payload, term->slot) && compares(payload->kept[term->slot - 1u], term);
}

bool gb_condition_holds(const frame *payload, const gb_term *term, bool octets_remain)
{
    bool all = true; /* of the terms since the last "or" */
    for (;; term++) { /* the last term says that it is the last */
        all = all && term_holds(payload, term, octets_remain);
        if (term->joint == (uint8_t)GB_JOINT_END || (all && term->joint == (uint8_t)GB_JOINT_OR)) {
            return all;
        }
        all = all || term->joint == (uint8_t)GB_JOINT_OR;
    }
}

const gb_layout *gb_variant(const frame *payload, const gb_layout *node)
{
    uint16_t at;
    for (at = 0; at < node->child_count; at++) {
        const gb_layout *child = &node->children[at];
        if (child->present == NULL || gb_condition_holds(payload, child->present, false)) {
            return child;
        }
    }
    return NULL;
}

uint32_t gb_list_count(const frame *payload, const gb_layout *list)
{
    const gb_count *rule = list->count;
    if (rule == NULL) {
        return list->minimum;
    }
    if (rule->slot == 0u) {
        return GB_UNTIL_END;
    }
    return is_known(payload, rule->slot) ? (payload->kept[rule->slot - 1u] & rule->mask) >> rule->shift : 0u;
}

void gb_keep(frame *payload, const gb_layout *field, uint32_t number)
{
    if (field->slot >= 1u && field->slot <= GB_LAYOUT_SLOTS) {
        payload->kept[field->slot - 1u] = number;
        payload->known = (uint8_t)(payload->known | 1u << (field->slot - 1u));
    }
}

const gb_layout *gb_next_child(const frame *parent)
{
    uint8_t number;
    if (parent->follow == (uint8_t)FOLLOW_MEMBERS) {
        return parent->child + parent->done;
    }
    if (parent->follow != (uint8_t)FOLLOW_ORDER) {
        return parent->child;
    }
    number = parent->order->numbers[parent->done];
    return number == GB_OTHER_COLUMN ? &gb_any_data : parent->child + number;
}

/** Whether an order names each member once that is not optional, and none twice; of a buffer it may leave out any. */
static bool is_order(const gb_layout *node, const gb_order *order)
{
    const bool is_buffer = node->shape == (uint8_t)GB_SHAPE_BUFFER;
    const gb_layout *row = is_buffer ? node->children : node;
    uint32_t seen[8] = {0}; /* a bit for each number of an octet */
    size_t at;
    if (!are_there(order->numbers, order->count) || row->child_count > GB_OTHER_COLUMN) {
        return false; /* an octet cannot number more */
    }
    for (at = 0; at < order->count; at++) {
        const uint8_t number = order->numbers[at];
        const uint32_t bit = (uint32_t)1 << (number % 32u);
        const bool is_other = is_buffer && number == GB_OTHER_COLUMN;
        if (!is_other && (number >= row->child_count || (seen[number / 32u] & bit) != 0u)) {
            return false;
        }
        seen[number / 32u] |= bit;
    }
    for (at = 0; !is_buffer && at < row->child_count; at++) {
        if (!row->children[at].is_optional && (seen[at / 32u] & (uint32_t)1 << (at % 32u)) == 0u) {
            return false;
        }
    }
    return true;
}

/** Whether what stands next is the row of a buffer: its order was checked with the buffer. */
static bool is_row_of_buffer(const stack *open)
{
    return open->depth > 0u && open->frames[open->depth - 1u].node->shape == (uint8_t)GB_SHAPE_BUFFER;
}

const gb_order *gb_order_here(const stack *open)
{
    const frame *parent;
    if (open->depth == 0u) {
        return open->order;
    }
    parent = &open->frames[open->depth - 1u];
    if (parent->follow != (uint8_t)FOLLOW_ORDER || parent->order == NULL) {
        return parent->order;
    }
    return parent->order->inside == NULL ? NULL : parent->order->inside[parent->done - 1u];
}

gb_result gb_check_order(const stack *open, const gb_layout *node)
{
    const gb_order *order = gb_order_here(open);
    if (node->shape != (uint8_t)GB_SHAPE_UNORDERED && node->shape != (uint8_t)GB_SHAPE_BUFFER) {
        return GB_OK;
    }
    if (order == NULL) {
        return GB_NEEDS_ORDER;
    }
    if (is_row_of_buffer(open)) {
        return GB_OK;
    }
    return is_order(node, order) ? GB_OK : GB_BAD_ARGUMENT;
}

static bool fits_tag(const gb_layout *node, uint8_t tag)
{
    switch ((gb_shape)node->shape) {
    case GB_SHAPE_LEAF:
        return tag_of((gb_codec)node->codec) == tag;
    case GB_SHAPE_STRUCTURE:
    case GB_SHAPE_UNORDERED:
        return tag == TAG_STRUCTURE;
    case GB_SHAPE_ARRAY:
        return tag == TAG_ARRAY;
    case GB_SHAPE_COMPACT_ARRAY:
        return tag == TAG_COMPACT_ARRAY;
    case GB_SHAPE_BUFFER:
        return tag == TAG_ARRAY || tag == TAG_COMPACT_ARRAY;
    case GB_SHAPE_DATA:
        return true;
    case GB_SHAPE_REST:
    case GB_SHAPE_FIXED:
    case GB_SHAPE_CHOICE:
    case GB_SHAPE_PAYLOAD:
    case GB_SHAPE_LIST:
    case GB_SHAPE_VARIANT:
    case GB_SHAPE_COLLECTION:
    case GB_SHAPE_ZCL_STRUCTURE:
    default:
        return false;
    }
}

/** The octet behind the tag that every value of a layout has; false if it has none such. */
static bool second_octet(const gb_layout *node, uint8_t *octet)
{
    if (node->shape == (uint8_t)GB_SHAPE_STRUCTURE && node->child_count <= 0x7Fu) {
        *octet = (uint8_t)node->child_count;
        return true;
    }
    if (node->shape != (uint8_t)GB_SHAPE_LEAF) {
        return false;
    }
    switch ((gb_codec)node->codec) {
    case GB_AXDR_DATE_TIME:
        *octet = DATE_TIME_SIZE;
        return true;
    case GB_AXDR_DATE:
        *octet = DATE_SIZE;
        return true;
    case GB_AXDR_TIME:
        *octet = TIME_SIZE;
        return true;
    default:
        return false;
    }
}

/** Whether octets begin as every value of a layout does: by tag and size, of a structure also by its first member. */
static gb_result begins(const gb_layout *node, const uint8_t *octets, size_t size)
{
    size_t at;
    for (at = 0; at < 2u * GB_LAYOUT_DEPTH; at += 2u) {
        uint8_t second = 0;
        if (at >= size) {
            return GB_TRUNCATED;
        }
        if (!fits_tag(node, octets[at])) {
            return GB_BAD_TAG;
        }
        if (!second_octet(node, &second)) {
            return GB_OK;
        }
        if (at + 1u >= size) {
            return GB_TRUNCATED;
        }
        if (octets[at + 1u] != second) {
            return GB_BAD_TAG;
        }
        if (node->shape == (uint8_t)GB_SHAPE_LEAF || node->child_count == 0u) {
            return GB_OK;
        }
        node = node->children;
    }
    return GB_OK;
}

gb_result gb_choice(const gb_layout *node, const uint8_t *octets, size_t size, const gb_layout **chosen)
{
    gb_result result = size == 0u ? GB_TRUNCATED : GB_BAD_TAG;
    uint16_t at;
    for (at = 0; at < node->child_count; at++) {
        const gb_result found = begins(&node->children[at], octets, size);
        if (found == GB_OK) {
            *chosen = &node->children[at];
            return GB_OK;
        }
        result = found == GB_TRUNCATED ? found : result;
    }
    return result;
}

/** Whether a tag is that of a simple type. */
static bool is_simple(uint8_t tag)
{
    const uint32_t others = 1u << 1 | 1u << 2 | 1u << 7 | 1u << 8 | 1u << 11 | 1u << 14 | 1u << 19;
    return tag == 0xFFu || (tag <= 33u && (tag >= 32u || (others >> tag & 1u) == 0u));
}

/** A structure or array of a type description whose members are being read. */
typedef struct described {
    uint32_t left;     /* how many descriptions it still wants */
    bool is_list;      /* an array */
    bool has_elements; /* of an array */
    bool takes_octets; /* whether a value of what was read takes octets */
} described;

/** What of a description was read: what is open, and how many types of no octets there were. */
typedef struct description_stack {
    described open[GB_DATA_DEPTH];
    size_t depth;
    size_t most;
    size_t empty;
} description_stack;

static gb_result open_described(description_stack *made, uint32_t members)
{
    described *opened;
    if (made->depth == made->most) {
        return GB_BAD_VALUE;
    }
    opened = &made->open[made->depth++];
    opened->left = members;
    opened->is_list = false;
    opened->has_elements = false;
    opened->takes_octets = false;
    made->empty += members == 0u ? 1u : 0u;
    return GB_OK;
}

/** Note a type inside what is open. */
static void note_described(description_stack *made, bool takes_octets)
{
    if (made->depth > 0u && takes_octets) {
        made->open[made->depth - 1u].takes_octets = true;
    }
}

static gb_result take_described_structure(cursor *from, description_stack *made)
{
    uint32_t count = 0;
    const gb_result result = made->depth == made->most ? GB_BAD_VALUE : gb_take_length(from, &count);
    if (result != GB_OK) {
        return result;
    }
    return count > left(from) ? GB_TRUNCATED : open_described(made, count);
}

static gb_result take_described_array(cursor *from, description_stack *made)
{
    const uint8_t *octets;
    gb_result result;
    if (made->depth == made->most) {
        return GB_BAD_VALUE;
    }
    if (take(from, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    result = open_described(made, 1);
    if (result == GB_OK) {
        made->open[made->depth - 1u].is_list = true;
        made->open[made->depth - 1u].has_elements = big_endian(octets, 2) > 0u;
    }
    return result;
}

/** Take one tag of a description and what belongs to it. */
static gb_result take_described(cursor *from, description_stack *made)
{
    const uint8_t *tag;
    if (take(from, 1, &tag) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (*tag == TAG_STRUCTURE) {
        return take_described_structure(from, made);
    }
    if (*tag == TAG_ARRAY) {
        return take_described_array(from, made);
    }
    if (!is_simple(*tag)) {
        return GB_BAD_TAG;
    }
    made->empty += *tag == 0x00u || *tag == 0xFFu ? 1u : 0u;
    note_described(made, *tag != 0x00u && *tag != 0xFFu);
    return GB_OK;
}

/** Close the structure or array on top; an array of elements without octets says nothing by its number. */
static gb_result close_described(description_stack *made)
{
    const described closed = made->open[--made->depth];
    note_described(made, closed.takes_octets);
    return closed.is_list && !(closed.takes_octets && closed.has_elements) ? GB_BAD_VALUE : GB_OK;
}

gb_result gb_take_description(cursor *from, size_t outside, gb_octets *description)
{
    description_stack made = {{{0, false, false, false}}, 0, 0, 0};
    const size_t start = from->at;
    gb_result result;
    made.most = GB_DATA_DEPTH - outside;
    result = take_described(from, &made);
    if (result == GB_OK && made.depth == 0u && made.empty > 0u) {
        result = GB_BAD_VALUE; /* elements without octets */
    }
    while (result == GB_OK && made.depth > 0u) { /* closes what is open, or takes an octet */
        described *top = &made.open[made.depth - 1u];
        if (top->left == 0u) {
            const bool takes_octets = top->takes_octets;
            result = close_described(&made);
            result = result == GB_OK && made.depth == 0u && !takes_octets ? GB_BAD_VALUE : result;
        } else {
            top->left--;
            result = take_described(from, &made);
        }
    }
    description->data = from->data + start;
    description->size = from->at - start;
    return result == GB_OK && made.empty > MOST_EMPTY ? GB_BAD_VALUE : result;
}
