/* Layouts made by hand, for the driver: one of each shape. A name in `hand_made` is what a test asks for. */
#ifndef TEST_LAYOUTS_H
#define TEST_LAYOUTS_H

#include "gb_layout.h"

#define LEAF(type) {.codec = type, .maximum = GB_UNLIMITED, .shape = GB_SHAPE_LEAF}
#define COMPOSED(kind, rows, how_many) .children = rows, .child_count = how_many, .shape = kind

/* structure { long-unsigned, visible-string of 1 to 4 } */
static const gb_layout pair_members[] = {
    LEAF(GB_AXDR_LONG_UNSIGNED),
    {.codec = GB_AXDR_VISIBLE_STRING, .minimum = 1, .maximum = 4, .shape = GB_SHAPE_LEAF},
};
static const gb_layout pair = {COMPOSED(GB_SHAPE_STRUCTURE, pair_members, 2)};
static const gb_layout pairs = {COMPOSED(GB_SHAPE_ARRAY, &pair, 1), .minimum = 1, .maximum = 3};
static const gb_layout compact_pairs = {COMPOSED(GB_SHAPE_COMPACT_ARRAY, &pair, 1), .maximum = 4};

/* a number, null-data, a date-time in an octet-string, or one of two structures */
static const gb_layout single_member[] = {LEAF(GB_AXDR_ENUM)};
static const gb_layout alternatives[] = {
    LEAF(GB_AXDR_NULL_DATA),
    LEAF(GB_AXDR_LONG),
    LEAF(GB_AXDR_DATE_TIME),
    {COMPOSED(GB_SHAPE_STRUCTURE, pair_members, 2)},
    {COMPOSED(GB_SHAPE_STRUCTURE, single_member, 1)},
};
static const gb_layout choice = {COMPOSED(GB_SHAPE_CHOICE, alternatives, 5)};

/* the buffer of a profile whose columns are a date-time, a number and data of any type */
static const gb_layout columns[] = {
    {.codec = GB_AXDR_DATE_TIME, .maximum = GB_UNLIMITED, .is_optional = true},
    LEAF(GB_AXDR_DOUBLE_LONG_UNSIGNED),
    {.shape = GB_SHAPE_DATA},
};
static const gb_layout unordered = {COMPOSED(GB_SHAPE_UNORDERED, columns, 3)};
static const gb_layout buffer = {COMPOSED(GB_SHAPE_BUFFER, &unordered, 1), .maximum = GB_UNLIMITED};

/* control, [low if control & 0x01 != 0], [both if control & 0x01 != 0 and control < 0x10 or control == 0xF0],
 * how many << 4, that many uint16, a variant, [the last if octets remain] */
static const gb_term low_bit[] = {{0x01, 0, 1, GB_OPERATION_UNEQUAL, GB_JOINT_END}};
static const gb_term either[] = {
    {0x01, 0, 1, GB_OPERATION_UNEQUAL, GB_JOINT_AND},
    {0xFF, 0x10, 1, GB_OPERATION_BELOW, GB_JOINT_OR},
    {0xFFFFFFFF, 0xF0, 1, GB_OPERATION_EQUAL, GB_JOINT_END},
};
static const gb_term is_large[] = {{0xFFFFFFFF, 0x80, 1, GB_OPERATION_AT_LEAST, GB_JOINT_END}};
static const gb_term octets_remain[] = {{0, 0, 0, GB_OPERATION_OCTETS_REMAIN, GB_JOINT_END}};
static const gb_count high_nibble = {0xF0, 2, 4};
static const gb_count to_the_end = {0xFFFFFFFF, 0, 0};
static const gb_layout word[] = {LEAF(GB_ZCL_UINT16)};
static const gb_layout cases[] = {
    {.codec = GB_ZCL_OCTSTR, .maximum = GB_UNLIMITED, .present = is_large},
    LEAF(GB_ZCL_INT24),
};
static const gb_layout fields[] = {
    {.codec = GB_ZCL_MAP8, .maximum = GB_UNLIMITED, .slot = 1},
    {.codec = GB_ZCL_UINT8, .maximum = GB_UNLIMITED, .present = low_bit},
    {.codec = GB_ZCL_UINT8, .maximum = GB_UNLIMITED, .present = either},
    {.codec = GB_ZCL_UINT8, .maximum = GB_UNLIMITED, .slot = 2},
    {COMPOSED(GB_SHAPE_LIST, word, 1), .count = &high_nibble},
    {COMPOSED(GB_SHAPE_VARIANT, cases, 2)},
    {.codec = GB_ZCL_ENUM8, .maximum = GB_UNLIMITED, .present = octets_remain},
};
static const gb_layout payload = {COMPOSED(GB_SHAPE_PAYLOAD, fields, 7)};

/* a list of payloads of a counted list each, to the end; and octets to the end behind four octets */
static const gb_count by_first = {0x0F, 1, 0};
static const gb_layout inner_fields[] = {
    {.codec = GB_ZCL_UINT8, .maximum = GB_UNLIMITED, .slot = 1},
    {COMPOSED(GB_SHAPE_LIST, word, 1), .count = &by_first},
};
static const gb_layout inner = {COMPOSED(GB_SHAPE_PAYLOAD, inner_fields, 2)};
static const gb_layout outer_fields[] = {{COMPOSED(GB_SHAPE_LIST, &inner, 1), .count = &to_the_end}};
static const gb_layout blocks = {COMPOSED(GB_SHAPE_PAYLOAD, outer_fields, 1)};
static const gb_layout raw_fields[] = {{.maximum = 4, .shape = GB_SHAPE_FIXED}, {.shape = GB_SHAPE_REST}};
static const gb_layout raw = {COMPOSED(GB_SHAPE_PAYLOAD, raw_fields, 2)};

static const gb_layout any = {.shape = GB_SHAPE_DATA};
static const gb_layout zcl_array = {.codec = GB_ZCL_ARRAY, .shape = GB_SHAPE_COLLECTION};
static const gb_layout zcl_bag = {.codec = GB_ZCL_BAG, .shape = GB_SHAPE_COLLECTION};
static const gb_layout zcl_structure = {.codec = GB_ZCL_STRUCT, .shape = GB_SHAPE_ZCL_STRUCTURE};

static const struct {
    const char *name;
    const gb_layout *layout;
} hand_made[] = {
    {"any", &any},         {"pair", &pair},           {"pairs", &pairs},         {"compact-pairs", &compact_pairs},
    {"choice", &choice},   {"unordered", &unordered}, {"buffer", &buffer},       {"payload", &payload},
    {"blocks", &blocks},   {"raw", &raw},             {"zcl-array", &zcl_array}, {"zcl-bag", &zcl_bag},
    {"zcl-structure", &zcl_structure},
};

#endif
