/**
 * @file
 * Finding one's way in a flat list of items. Every loop ends after at most the items or the steps.
 */
#include "gb_layout.h"

static bool has_members(const gb_value *item)
{
    return item->kind == GB_KIND_STRUCTURE || item->kind == GB_KIND_ARRAY;
}

size_t gb_items_next(const gb_value *items, size_t count, size_t at)
{
    uint64_t wanted = 1; /* items that still belong to the one at the start */
    while (wanted > 0u && at < count) {
        wanted += has_members(&items[at]) ? items[at].as.members.count : 0u;
        wanted--;
        at++;
    }
    return at;
}

/** The number of a member; `count` if the items end before it. */
static size_t member_of(const gb_value *items, size_t count, size_t at, size_t number)
{
    at++;
    while (number > 0u && at < count) {
        at = gb_items_next(items, count, at);
        number--;
    }
    return at;
}

gb_result gb_items_find(const gb_value *items, size_t count, const uint16_t *path, size_t steps, size_t *found)
{
    size_t at = 0;
    size_t step;
    if (items == NULL || count == 0u || found == NULL || (path == NULL && steps > 0u)) {
        return GB_BAD_ARGUMENT;
    }
    for (step = 0; step < steps; step++) {
        if (items[at].kind == GB_KIND_ABSENT || items[at].kind == GB_KIND_NONE) {
            return GB_NO_VALUE;
        }
        if (!has_members(&items[at]) || path[step] >= items[at].as.members.count) {
            return GB_BAD_ARGUMENT;
        }
        at = member_of(items, count, at, path[step]);
        if (at >= count) {
            return GB_BAD_ARGUMENT;
        }
    }
    *found = at;
    return GB_OK;
}
