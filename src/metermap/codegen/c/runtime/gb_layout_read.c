/**
 * @file
 * Reading by a layout. Every loop ends after at most the rows, terms and octets that it is given.
 */
#include "gb_reader.h"

#include <string.h>

static gb_result read_structure(reader *from, const gb_layout *node)
{
    const bool is_any = node == &gb_any_rows[ANY_STRUCTURE];
    const bool is_unordered = node->shape == (uint8_t)GB_SHAPE_UNORDERED;
    const size_t members = is_unordered ? gb_order_here(&from->open)->count : node->child_count;
    uint32_t count = 0;
    const gb_result result = gb_take_length(tags(from), &count);
    if (result != GB_OK) {
        return result;
    }
    if (!is_any && count != members) {
        return GB_BAD_LENGTH;
    }
    if (count > left(tags(from))) {
        return GB_TRUNCATED;
    }
    return enter(from, node, is_any ? FOLLOW_ELEMENTS : (is_unordered ? FOLLOW_ORDER : FOLLOW_MEMBERS),
                 GB_KIND_STRUCTURE, GB_AXDR_STRUCTURE, count);
}

/** The count of an array: A-XDR length, in a type description 16 bits. */
static gb_result take_count(reader *from, uint32_t *count)
{
    const uint8_t *octets;
    if (!from->is_compact) {
        return gb_take_length(&from->data, count);
    }
    if (take(&from->types, 2, &octets) != GB_OK) {
        return GB_TRUNCATED;
    }
    *count = (uint32_t)big_endian(octets, 2);
    return GB_OK;
}

static gb_result read_array(reader *from, const gb_layout *node)
{
    uint32_t count = 0;
    const gb_result result = take_count(from, &count);
    if (result != GB_OK) {
        return result;
    }
    if (!allows(limits_of(node), count)) {
        return GB_BAD_LENGTH;
    }
    if (count > left(&from->data)) {
        return GB_TRUNCATED;
    }
    return enter(from, node, FOLLOW_ELEMENTS, GB_KIND_ARRAY, GB_AXDR_ARRAY, count);
}

static gb_result read_compact_array(reader *from, const gb_layout *node)
{
    gb_octets description;
    uint32_t size = 0;
    gb_result result;
    if (from->is_compact) {
        return GB_BAD_TAG; /* TypeDescription has no compact-array */
    }
    result = gb_take_description(&from->data, outside_of(&from->open, node), &description);
    if (result == GB_OK) {
        result = gb_take_length(&from->data, &size);
    }
    if (result != GB_OK) {
        return result;
    }
    if (size > left(&from->data) || description.size > UINT32_MAX) {
        return GB_TRUNCATED;
    }
    from->types.data = description.data;
    from->types.size = description.size;
    from->types.at = 0;
    result = enter(from, node, FOLLOW_ELEMENTS, GB_KIND_ARRAY, GB_AXDR_COMPACT_ARRAY, GB_UNTIL_END);
    if (result != GB_OK) {
        return result;
    }
    if (from->items != NULL) {
        from->items[from->count - 1u].as.members.description = description.data;
        from->items[from->count - 1u].as.members.description_size = (uint32_t)description.size;
    }
    from->is_compact = true;
    from->data.size = from->data.at + size;
    top_of(&from->open)->is_compact = true;
    return GB_OK;
}

/** A value of a simple codec; in a compact array its tag stands in the description. */
gb_result gb_read_leaf(reader *from, gb_codec codec, limits size, gb_value *item)
{
    gb_result result;
    memset(item, 0, sizeof *item);
    if ((unsigned)codec >> 8 == GROUP_ZCL) {
        result = gb_zcl_decode(codec, &from->data, item);
    } else if (!from->is_compact) {
        result = gb_axdr_decode(codec, &from->data, size, item);
    } else if (codec == GB_AXDR_SCALER_UNIT) {
        result = GB_NO_CODEC;
    } else {
        result = gb_check_tag(&from->types, tag_of(codec));
        result = result == GB_OK ? gb_axdr_content(codec, &from->data, size, item) : result;
    }
    item->type = (uint16_t)codec;
    from->count++;
    return result;
}

static gb_result read_data(reader *from)
{
    static const limits unlimited = {0, GB_UNLIMITED};
    const uint8_t *tag;
    gb_value *item = next_item(from);
    gb_result result;
    if (take(tags(from), 1, &tag) != GB_OK) {
        return GB_TRUNCATED;
    }
    if ((*tag == TAG_ARRAY || *tag == TAG_STRUCTURE || *tag == TAG_COMPACT_ARRAY) && is_too_deep(&from->open)) {
        return GB_BAD_VALUE;
    }
    switch (*tag) {
    case TAG_ARRAY:
        return read_array(from, &gb_any_rows[ANY_ARRAY]);
    case TAG_STRUCTURE:
        return read_structure(from, &gb_any_rows[ANY_STRUCTURE]);
    case TAG_COMPACT_ARRAY:
        return read_compact_array(from, &gb_any_rows[ANY_COMPACT_ARRAY]);
    default:
        break;
    }
    memset(item, 0, sizeof *item);
    item->type = (uint16_t)((unsigned)GROUP_AXDR << 8 | *tag);
    result = gb_axdr_content((gb_codec)item->type, &from->data, unlimited, item);
    from->count++;
    return result == GB_NO_CODEC ? GB_BAD_TAG : result;
}

/** The row of a profile's buffer, which stands in it as the rows themselves would. */
static gb_result read_buffer(reader *from, const gb_layout *node)
{
    const uint8_t *tag;
    if (take(tags(from), 1, &tag) != GB_OK) {
        return GB_TRUNCATED;
    }
    if (*tag == TAG_ARRAY) {
        return read_array(from, node);
    }
    return *tag == TAG_COMPACT_ARRAY ? read_compact_array(from, node) : GB_BAD_TAG;
}

static gb_result read_list(reader *from, const gb_layout *node)
{
    const uint32_t count = gb_list_count(top_of(&from->open), node);
    if (count != GB_UNTIL_END && count > left(&from->data)) {
        return GB_TRUNCATED;
    }
    return enter(from, node, FOLLOW_ELEMENTS, GB_KIND_ARRAY, 0, count);
}

static gb_result read_octets(reader *from, size_t size)
{
    gb_value *item = next_item(from);
    memset(item, 0, sizeof *item);
    item->kind = GB_KIND_OCTETS;
    item->as.octets.size = size;
    from->count++;
    return take(&from->data, size, &item->as.octets.data);
}

/* The way through a layout -------------------------------------------------------------------- */

/** Behind choices and variants, the row that counts. */
static gb_result resolve(reader *from, const gb_layout **node)
{
    size_t round;
    for (round = 0; round < GB_LAYOUT_DEPTH; round++) {
        gb_result result = GB_OK;
        if ((*node)->shape == (uint8_t)GB_SHAPE_CHOICE) {
            const cursor *at = tags(from);
            result = left(at) == 0u ? GB_TRUNCATED : gb_choice(*node, at->data + at->at, left(at), node);
        } else if ((*node)->shape == (uint8_t)GB_SHAPE_VARIANT && from->open.depth > 0u) {
            *node = gb_variant(top_of(&from->open), *node);
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

static gb_result behind_tag(reader *from, const gb_layout *node, uint8_t tag,
                            gb_result (*read)(reader *, const gb_layout *))
{
    const gb_result result = gb_check_tag(tags(from), tag);
    return result == GB_OK ? read(from, node) : result;
}

static gb_result read_composed(reader *from, const gb_layout *node)
{
    switch ((gb_shape)node->shape) {
    case GB_SHAPE_STRUCTURE:
    case GB_SHAPE_UNORDERED:
        return behind_tag(from, node, TAG_STRUCTURE, read_structure);
    case GB_SHAPE_ARRAY:
        return behind_tag(from, node, TAG_ARRAY, read_array);
    case GB_SHAPE_COMPACT_ARRAY:
        return behind_tag(from, node, TAG_COMPACT_ARRAY, read_compact_array);
    case GB_SHAPE_BUFFER:
        return read_buffer(from, node);
    case GB_SHAPE_DATA:
        return read_data(from);
    case GB_SHAPE_PAYLOAD:
        return enter(from, node, FOLLOW_MEMBERS, GB_KIND_STRUCTURE, 0, node->child_count);
    case GB_SHAPE_LIST:
        return from->open.depth > 0u ? read_list(from, node) : GB_BAD_ARGUMENT;
    case GB_SHAPE_COLLECTION:
        return gb_read_collection(from, node->codec);
    case GB_SHAPE_ZCL_STRUCTURE:
        return gb_read_zcl_structure(from);
    case GB_SHAPE_REST:
        return read_octets(from, left(&from->data));
    case GB_SHAPE_FIXED:
        return read_octets(from, node->maximum);
    case GB_SHAPE_LEAF:
    case GB_SHAPE_CHOICE:
    case GB_SHAPE_VARIANT:
    default:
        return GB_BAD_ARGUMENT;
    }
}

static gb_result read_node(reader *from, const gb_layout *node)
{
    gb_value *item = next_item(from);
    const size_t start = from->data.at;
    frame *payload = from->open.depth > 0u ? top_of(&from->open) : NULL;
    gb_result result;
    if (node->present != NULL && payload != NULL &&
        !gb_condition_holds(payload, node->present, left(&from->data) > 0u)) {
        give_header(from, GB_KIND_ABSENT, 0, 0);
        return GB_OK;
    }
    result = resolve(from, &node);
    if (result == GB_OK) {
        result = gb_check_order(&from->open, node);
    }
    if (result != GB_OK || node->shape != (uint8_t)GB_SHAPE_LEAF) {
        return result == GB_OK ? read_composed(from, node) : result;
    }
    result = gb_read_leaf(from, (gb_codec)node->codec, limits_of(node), item);
    if (result == GB_OK && node->slot != 0u && payload != NULL) {
        gb_keep(payload, node, (uint32_t)little_endian(from->data.data + start, least(from->data.at - start, 4)));
    }
    return result;
}

/** Close what is on top. */
static void leave(reader *from)
{
    const frame *closed = top_of(&from->open);
    if (closed->is_compact) {
        from->is_compact = false;
        from->data.size = from->size;
    }
    if (closed->left == GB_UNTIL_END && from->items != NULL) {
        from->items[closed->header].as.members.count = closed->done;
    }
    from->open.nesting -= closed->describes_itself ? 1u : 0u;
    from->open.depth--;
}

static bool is_at_end(const reader *from, const frame *parent)
{
    return parent->left == GB_UNTIL_END ? left(&from->data) == 0u : parent->done == parent->left;
}

/** Read the next member of what is on top, or close it. */
static gb_result step(reader *from)
{
    frame *parent = top_of(&from->open);
    const gb_layout *child;
    /* An element without octets would stand there for ever. */
    if (parent->done > 0u && gb_repeats(parent) && parent->start == from->data.at) {
        return GB_BAD_VALUE;
    }
    if (is_at_end(from, parent)) {
        leave(from);
        return GB_OK;
    }
    parent->start = from->data.at;
    if (from->is_compact && gb_repeats(parent)) {
        from->types.at = parent->types;
    }
    child = gb_next_child(parent);
    parent->done++;
    if (parent->follow == (uint8_t)FOLLOW_ZCL_ELEMENTS) {
        return gb_read_zcl(from, parent->zcl_type);
    }
    return parent->follow == (uint8_t)FOLLOW_ZCL_MEMBERS ? gb_read_zcl_member(from) : read_node(from, child);
}

/** Go through the octets once. With room for `most` items. */
static gb_result pass(reader *from, const gb_layout *layout, size_t most)
{
    gb_result result = read_node(from, layout);
    while (result == GB_OK && from->open.depth > 0u && from->count <= most) {
        result = step(from);
    }
    return result == GB_OK && from->count > most ? GB_NO_ROOM : result;
}

static void begin(reader *from, const gb_order *order, const uint8_t *data, size_t size)
{
    from->data.data = data;
    from->data.size = size;
    from->data.at = 0;
    from->types = from->data;
    from->size = size;
    from->is_compact = false;
    from->open.order = order;
    from->items = NULL;
    from->count = 0;
    from->open.depth = 0;
    from->open.nesting = 0;
}

/** Check all octets; consumed is null if no more may follow. */
static gb_result check(reader *from, const gb_layout *layout, size_t most, const size_t *consumed)
{
    const gb_result result = pass(from, layout, most);
    return result == GB_OK && consumed == NULL && left(&from->data) > 0u ? GB_TRAILING : result;
}

gb_result gb_layout_measure(const gb_layout *layout, const gb_order *order, const uint8_t *data, size_t size,
                            size_t *count, size_t *consumed)
{
    reader from;
    gb_result result;
    if (layout == NULL || count == NULL || !are_there(data, size)) {
        return GB_BAD_ARGUMENT;
    }
    begin(&from, order, data, size);
    result = check(&from, layout, SIZE_MAX - 1u, consumed);
    if (result != GB_OK) {
        return result;
    }
    *count = from.count;
    if (consumed != NULL) {
        *consumed = from.data.at;
    }
    return GB_OK;
}

gb_result gb_layout_read_ordered(const gb_layout *layout, const gb_order *order, const uint8_t *data, size_t size,
                                 gb_value *items, size_t capacity, size_t *count, size_t *consumed)
{
    reader from;
    gb_result result;
    if (layout == NULL || count == NULL || !are_there(data, size) || (items == NULL && capacity > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    begin(&from, order, data, size);
    result = check(&from, layout, capacity, consumed);
    if (result != GB_OK) {
        return result;
    }
    begin(&from, order, data, size);
    from.items = items;
    result = pass(&from, layout, capacity); /* as before, now with somewhere to put the items */
    *count = from.count;
    if (consumed != NULL) {
        *consumed = from.data.at;
    }
    return result;
}
