/**
 * @file
 * ZCL: frames and the global commands (ZigBee Cluster Library, "Frame formats" and "General command frames").
 *
 * Records of Read Attributes Response, Report Attributes and Write Attributes are cut by gb_next_response and
 * gb_next_report. C99; no heap, no recursion, no state. A function that does not return GB_OK leaves its
 * outputs as they were. Decoded octets point into the input.
 *
 * Rules, the same as in the Python bindings: frame types 2 and 3 are reserved and refused; the reserved bits
 * 5 to 7 of the frame control are kept as they came, and are 0 unless given.
 */
#ifndef GB_FRAME_H
#define GB_FRAME_H

#include "gb_codec.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The global commands with a function here or in gb_codec.h. */
typedef enum gb_frame_command {
    GB_FRAME_READ_ATTRIBUTES = 0x00,
    GB_FRAME_READ_ATTRIBUTES_RESPONSE = 0x01,
    GB_FRAME_WRITE_ATTRIBUTES = 0x02,
    GB_FRAME_WRITE_ATTRIBUTES_UNDIVIDED = 0x03,
    GB_FRAME_WRITE_ATTRIBUTES_RESPONSE = 0x04,
    GB_FRAME_WRITE_ATTRIBUTES_NO_RESPONSE = 0x05,
    GB_FRAME_REPORT_ATTRIBUTES = 0x0A,
    GB_FRAME_DEFAULT_RESPONSE = 0x0B
} gb_frame_command;

/** A frame: its header, and the octets of the payload. */
typedef struct gb_frame {
    bool of_cluster; /**< whether the command is the cluster's own, or a global one */
    bool to_client;  /**< the direction: from the server side to the client side */
    bool disable_default_response;
    bool has_manufacturer;
    uint16_t manufacturer; /**< 0 without `has_manufacturer` */
    uint8_t reserved;      /**< bits 5 to 7 of the frame control, shifted down */
    uint8_t sequence;
    uint8_t command;
    gb_octets payload;
} gb_frame;

/** What became of a write. */
typedef struct gb_frame_write_status {
    uint8_t status;
    bool has_attribute; /**< false where the response says that all writes succeeded */
    uint16_t attribute;
} gb_frame_write_status;

/** Take a frame apart; the payload takes the octets left. */
gb_result gb_frame_decode(const uint8_t *data, size_t size, gb_frame *frame);

/** Build a frame into `out`; its octets may not overlap with it. `written` receives how many octets it took. */
gb_result gb_frame_encode(const gb_frame *frame, uint8_t *out, size_t capacity, size_t *written);

/** Cut the next id off the payload of Read Attributes; `offset` is 0 for the first. GB_END behind the last. */
gb_result gb_frame_next_id(const uint8_t *data, size_t size, size_t *offset, uint16_t *attribute);

/** Write an attribute id, of which the payload of Read Attributes is made. */
gb_result gb_frame_put_id(uint16_t attribute, uint8_t *out, size_t capacity, size_t *written);

/** Write a record of Read Attributes Response: id, status and, if that is 0, type and value. */
gb_result gb_frame_put_response(const gb_record *record, uint8_t *out, size_t capacity, size_t *written);

/** Write a record of Report Attributes or Write Attributes: id, type, value; the status has to be 0. */
gb_result gb_frame_put_report(const gb_record *record, uint8_t *out, size_t capacity, size_t *written);

/** Cut the next status off a Write Attributes Response: a 0 alone, or status and id of each that failed. */
gb_result gb_frame_next_write_status(const uint8_t *data, size_t size, size_t *offset, gb_frame_write_status *status);

/** Write a status of a Write Attributes Response; one of success stands alone and has no id. */
gb_result gb_frame_put_write_status(const gb_frame_write_status *status, uint8_t *out, size_t capacity,
                                    size_t *written);

/** Take the payload of a Default Response apart: the command that it answers, and its status. */
gb_result gb_frame_decode_default_response(const uint8_t *data, size_t size, uint8_t *command, uint8_t *status);

/**
 * Answer a frame with a Default Response: the other way, with its sequence number and manufacturer code.
 *
 * @param payload   room for the 2 octets of the payload, which `response` points to
 */
gb_result gb_frame_default_response(const gb_frame *answered, uint8_t status, uint8_t payload[2], gb_frame *response);

#ifdef __cplusplus
}
#endif

#endif
