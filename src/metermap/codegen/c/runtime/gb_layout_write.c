/**
 * @file
 * Writing by a layout. Every loop ends after at most the rows, terms and items that it is given.
 */
#include "gb_writer.h"

#include <string.h>

static gb_result write_structure(writer *to, const gb_layout *node)
{
    const gb_value *item = &to->items[to->next];
    const bool is_any = node == &gb_any_rows[ANY_STRUCTURE];
    const bool is_unordered = node->shape == (uint8_t)GB_SHAPE_UNORDERED;
    const size_t members = is_unordered ? gb_order_here(&to->open)->count : node->child_count;
    uint32_t count = item->as.members.count;
    gb_result result;
    if (item->kind != GB_KIND_STRUCTURE) {
        return GB_BAD_VALUE;
    }
    if (!is_any && count != members) {
        return GB_BAD_LENGTH;
    }
    result = put_tag(to, TAG_STRUCTURE);
    if (result == GB_OK && !to->is_compact) {
        result = put_size(to, count);
    } else if (result == GB_OK) {
        result = gb_take_length(&to->types, &count);
        result = result == GB_OK && count != item->as.members.count ? GB_BAD_LENGTH : result;
    }
    if (result != GB_OK) {
        return result;
    }
    return enter(to, node, is_any ? FOLLOW_ELEMENTS : (is_unordered ? FOLLOW_ORDER : FOLLOW_MEMBERS));
}

/** The count of an array; in a compact array, see that the description has it. */
static gb_result put_count(writer *to, uint32_t count)
{
    const uint8_t *octets;
    if (!to->is_compact) {
        return put_size(to, count);
    }
    if (take(&to->types, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    return big_endian(octets, 2) == count ? GB_OK : GB_BAD_LENGTH;
}

static gb_result write_array(writer *to, const gb_layout *node)
{
    const gb_value *item = &to->items[to->next];
    gb_result result;
    if (item->kind != GB_KIND_ARRAY) {
        return GB_BAD_VALUE;
    }
    if (!allows(limits_of(node), item->as.members.count)) {
        return GB_BAD_LENGTH;
    }
    result = put_tag(to, TAG_ARRAY);
    result = result == GB_OK ? put_count(to, item->as.members.count) : result;
    return result == GB_OK ? enter(to, node, FOLLOW_ELEMENTS) : result;
}

/** Whether octets are one type description and nothing else. */
static bool is_description(const gb_members *members, size_t outside)
{
    cursor from;
    gb_octets description;
    from.data = members->description;
    from.size = members->description_size;
    from.at = 0;
    return members->description != NULL && gb_take_description(&from, outside, &description) == GB_OK && left(&from) == 0u;
}

static gb_result write_compact_array(writer *to, const gb_layout *node)
{
    const gb_members *members = &to->items[to->next].as.members;
    gb_result result;
    if (to->is_compact) {
        return GB_BAD_TAG; /* TypeDescription has no compact-array */
    }
    if (to->items[to->next].kind != GB_KIND_ARRAY || !is_description(members, outside_of(&to->open, node))) {
        return GB_BAD_VALUE;
    }
    to->types.data = members->description;
    to->types.size = members->description_size;
    to->types.at = 0;
    result = put_octet(to, TAG_COMPACT_ARRAY);
    result = result == GB_OK ? put_octets(to, members->description, members->description_size) : result;
    result = result == GB_OK ? enter(to, node, FOLLOW_ELEMENTS) : result;
    if (result == GB_OK) {
        to->is_compact = true;
        to->contents = to->at;
        top_of(&to->open)->is_compact = true;
    }
    return result;
}

static gb_result encode_leaf(const writer *to, gb_codec codec, limits size, parts *made)
{
    const gb_value *item = &to->items[to->next];
    if ((unsigned)codec >> 8 == GROUP_ZCL) {
        return gb_zcl_encode(codec, item, made);
    }
    if (!to->is_compact) {
        return gb_axdr_encode(codec, item, size, made);
    }
    return gb_axdr_encode_content(codec, item, size, made); /* none for scaler_unit, which is a structure */
}

gb_result gb_write_leaf(writer *to, gb_codec codec, limits size)
{
    parts made;
    gb_result result = GB_OK;
    memset(&made, 0, sizeof made);
    if (to->is_compact && (unsigned)codec >> 8 != GROUP_ZCL) {
        result = gb_check_tag(&to->types, tag_of(codec));
    }
    result = result == GB_OK ? encode_leaf(to, codec, size, &made) : result;
    to->last = (uint32_t)little_endian(made.head, least(made.head_size, 4));
    result = result == GB_OK ? put_octets(to, made.head, made.head_size) : result;
    result = result == GB_OK ? put_octets(to, made.body.data, made.body.size) : result;
    to->next++;
    return result;
}

static gb_result write_data(writer *to)
{
    static const limits unlimited = {0, GB_UNLIMITED};
    const gb_codec codec = (gb_codec)to->items[to->next].type;
    gb_result result;
    switch (codec) {
    case GB_AXDR_ARRAY:
        return write_array(to, &gb_any_rows[ANY_ARRAY]);
    case GB_AXDR_STRUCTURE:
        return write_structure(to, &gb_any_rows[ANY_STRUCTURE]);
    case GB_AXDR_COMPACT_ARRAY:
        return write_compact_array(to, &gb_any_rows[ANY_COMPACT_ARRAY]);
    default:
        break;
    }
    if ((unsigned)codec >> 8 != GROUP_AXDR) {
        return GB_BAD_TAG;
    }
    result = gb_write_leaf(to, codec, unlimited);
    return result == GB_NO_CODEC ? GB_BAD_TAG : result;
}

static bool goes_to_the_end(const gb_layout *list)
{
    return list->shape == (uint8_t)GB_SHAPE_LIST && list->count != NULL && list->count->slot == 0u;
}

static gb_result write_list(writer *to, const gb_layout *node)
{
    const gb_value *item = &to->items[to->next];
    if (item->kind != GB_KIND_ARRAY) {
        return GB_BAD_VALUE;
    }
    if (!goes_to_the_end(node) && item->as.members.count != gb_list_count(top_of(&to->open), node)) {
        return GB_BAD_LENGTH;
    }
    return enter(to, node, FOLLOW_ELEMENTS);
}

static gb_result write_octets(writer *to, const gb_layout *node)
{
    const gb_value *item = &to->items[to->next];
    const gb_octets octets = item->as.octets;
    gb_result result;
    if (item->kind != GB_KIND_OCTETS || !are_there(octets.data, octets.size)) {
        return GB_BAD_VALUE;
    }
    if (node->shape == (uint8_t)GB_SHAPE_FIXED && octets.size != node->maximum) {
        return GB_BAD_LENGTH;
    }
    result = put_octets(to, octets.data, octets.size);
    to->is_closed = to->is_closed || node->shape == (uint8_t)GB_SHAPE_REST;
    to->next++;
    return result;
}

/* The way through a layout -------------------------------------------------------------------- */

/** The octet that stands behind the tag of a structure, or of a date or time in an octet-string. */
static uint8_t size_behind_tag(const gb_value *item)
{
    switch (item->kind) {
    case GB_KIND_STRUCTURE:
        return (uint8_t)(item->as.members.count & 0xFFu);
    case GB_KIND_DATE_TIME:
        return DATE_TIME_SIZE;
    case GB_KIND_DATE:
        return DATE_SIZE;
    case GB_KIND_TIME:
        return TIME_SIZE;
    default:
        return 0;
    }
}

/** The child of a choice that the next items would begin as. */
static gb_result choose(const writer *to, const gb_layout **node)
{
    uint8_t lead[2u * GB_LAYOUT_DEPTH];
    size_t size = 0;
    size_t at;
    for (at = to->next; at < to->count && size < sizeof lead; at++) {
        const gb_value *item = &to->items[at];
        const unsigned group = (unsigned)item->type >> 8;
        if (group != GROUP_AXDR && group != GROUP_COMPOSED) {
            break;
        }
        lead[size++] = tag_of((gb_codec)item->type);
        lead[size++] = size_behind_tag(item);
        if (item->kind != GB_KIND_STRUCTURE) {
            break;
        }
    }
    return gb_choice(*node, lead, size, node) == GB_OK ? GB_OK : GB_BAD_TAG;
}

static gb_result resolve(writer *to, const gb_layout **node)
{
    size_t round;
    for (round = 0; round < GB_LAYOUT_DEPTH; round++) {
        gb_result result = GB_OK;
        if ((*node)->shape == (uint8_t)GB_SHAPE_CHOICE) {
            result = choose(to, node);
        } else if ((*node)->shape == (uint8_t)GB_SHAPE_VARIANT && to->open.depth > 0u) {
            *node = gb_variant(top_of(&to->open), *node);
            result = *node == NULL ? GB_BAD_VALUE : GB_OK;
        } else {
            return GB_OK;
        }
        if (result != GB_OK) {
            return result;
        }
    }
    return GB_BAD_ARGUMENT;
}

static gb_result write_payload(writer *to, const gb_layout *node)
{
    const gb_value *item = &to->items[to->next];
    if (item->kind != GB_KIND_STRUCTURE) {
        return GB_BAD_VALUE;
    }
    return item->as.members.count == node->child_count ? enter(to, node, FOLLOW_MEMBERS) : GB_BAD_LENGTH;
}

static gb_result write_composed(writer *to, const gb_layout *node)
{
    const unsigned type = to->items[to->next].type;
    switch ((gb_shape)node->shape) {
    case GB_SHAPE_LEAF:
        return gb_write_leaf(to, (gb_codec)node->codec, limits_of(node));
    case GB_SHAPE_REST:
    case GB_SHAPE_FIXED:
        return write_octets(to, node);
    case GB_SHAPE_STRUCTURE:
    case GB_SHAPE_UNORDERED:
        return write_structure(to, node);
    case GB_SHAPE_ARRAY:
        return write_array(to, node);
    case GB_SHAPE_COMPACT_ARRAY:
        return write_compact_array(to, node);
    case GB_SHAPE_BUFFER:
        return type == (unsigned)GB_AXDR_COMPACT_ARRAY ? write_compact_array(to, node) : write_array(to, node);
    case GB_SHAPE_DATA:
        return write_data(to);
    case GB_SHAPE_PAYLOAD:
        return write_payload(to, node);
    case GB_SHAPE_LIST:
        return to->open.depth > 0u ? write_list(to, node) : GB_BAD_ARGUMENT;
    case GB_SHAPE_COLLECTION:
    case GB_SHAPE_ZCL_STRUCTURE:
        return gb_write_zcl(to, (uint8_t)(node->codec & 0xFFu));
    case GB_SHAPE_CHOICE:
    case GB_SHAPE_VARIANT:
    default:
        return GB_BAD_ARGUMENT;
    }
}

/** Whether a field is there; an absent one that could stand at the end must be the end. */
static gb_result check_presence(writer *to, const gb_layout *node, bool *is_there)
{
    const bool is_absent = to->items[to->next].kind == GB_KIND_ABSENT;
    frame *payload = top_of(&to->open);
    const bool may_be = gb_condition_holds(payload, node->present, true);
    const bool must_be = gb_condition_holds(payload, node->present, false);
    *is_there = !is_absent;
    if (!is_absent && !must_be) {
        payload->is_open = true;
        payload->open_at = to->at;
    }
    to->is_closed = to->is_closed || (is_absent && may_be);
    return (is_absent ? must_be : !may_be) ? GB_BAD_VALUE : GB_OK;
}

static gb_result write_node(writer *to, const gb_layout *node)
{
    frame *payload = to->open.depth > 0u ? top_of(&to->open) : NULL;
    bool is_there = true;
    gb_result result = GB_OK;
    if (node->present != NULL && payload != NULL) {
        result = check_presence(to, node, &is_there);
    }
    if (result != GB_OK || !is_there) {
        to->next++;
        return result;
    }
    result = resolve(to, &node);
    result = result == GB_OK ? gb_check_order(&to->open, node) : result;
    result = result == GB_OK ? write_composed(to, node) : result;
    if (result == GB_OK && node->slot != 0u && payload != NULL) {
        gb_keep(payload, node, to->last);
    }
    return result;
}

/** Put the length of a compact array's contents before them. */
static gb_result close_contents(writer *to)
{
    uint8_t octets[LENGTH_SIZE];
    const size_t size = to->at - to->contents;
    size_t count;
    if (size > UINT32_MAX) {
        return GB_BAD_LENGTH;
    }
    count = gb_put_length(octets, (uint32_t)size);
    if (to->out != NULL) {
        memmove(to->out + to->contents + count, to->out + to->contents, size);
        memcpy(to->out + to->contents, octets, count);
    }
    to->at += count;
    to->is_compact = false;
    return GB_OK;
}

static gb_result leave(writer *to)
{
    const frame *closed = top_of(&to->open);
    gb_result result = closed->is_compact ? close_contents(to) : GB_OK;
    if (closed->is_open && closed->open_at == to->at) {
        result = GB_BAD_VALUE; /* a field without octets would be read as absent */
    }
    to->is_closed = to->is_closed || goes_to_the_end(closed->node);
    to->open.nesting -= closed->describes_itself ? 1u : 0u;
    to->open.depth--;
    return result;
}

/** Write the next member of what is on top, or close it. */
static gb_result step(writer *to)
{
    frame *parent = top_of(&to->open);
    const gb_layout *child;
    if (parent->done > 0u && gb_repeats(parent) && parent->start == to->at) {
        return GB_BAD_VALUE; /* an element without octets cannot be read back */
    }
    if (parent->done == parent->left) {
        return leave(to);
    }
    if (to->next == to->count) {
        return GB_TRUNCATED;
    }
    parent->start = to->at;
    if (to->is_compact && gb_repeats(parent)) {
        to->types.at = parent->types;
    }
    child = gb_next_child(parent);
    parent->done++;
    if (parent->follow == (uint8_t)FOLLOW_ZCL_ELEMENTS) {
        return gb_write_zcl(to, parent->zcl_type);
    }
    return parent->follow == (uint8_t)FOLLOW_ZCL_MEMBERS ? gb_write_zcl_member(to) : write_node(to, child);
}

/** Go through the items once. */
static gb_result pass(writer *to, const gb_layout *layout)
{
    gb_result result = write_node(to, layout);
    while (result == GB_OK && to->open.depth > 0u) {
        result = step(to);
    }
    return result == GB_OK && to->next != to->count ? GB_TRAILING : result;
}

static void begin(writer *to, const gb_order *order, const gb_value *items, size_t count)
{
    static const cursor nothing = {NULL, 0, 0};
    to->items = items;
    to->count = count;
    to->next = 0;
    to->out = NULL;
    to->at = 0;
    to->contents = 0;
    to->types = nothing;
    to->is_compact = false;
    to->is_closed = false;
    to->last = 0;
    to->open.order = order;
    to->open.depth = 0;
    to->open.nesting = 0;
}

gb_result gb_layout_write_ordered(const gb_layout *layout, const gb_order *order, const gb_value *items, size_t count,
                                  uint8_t *out, size_t capacity, size_t *written)
{
    writer to;
    gb_result result;
    if (layout == NULL || written == NULL || !are_there(out, capacity) || (items == NULL && count > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    if (count == 0u) {
        return GB_TRUNCATED;
    }
    begin(&to, order, items, count);
    result = pass(&to, layout);
    if (result != GB_OK) {
        return result;
    }
    if (to.at > capacity) {
        return GB_NO_ROOM;
    }
    begin(&to, order, items, count);
    to.out = out;
    result = pass(&to, layout); /* as before, now with somewhere to put the octets */
    *written = to.at;
    return result;
}
