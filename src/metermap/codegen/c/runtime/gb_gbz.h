/**
 * @file
 * GB: the end-to-end envelope that carries ZCL commands between remote parties and devices ("GBZ"), without the
 * grouping header, MAC and signature around it. The Python module `gbz` says what its layout rests on, and what
 * is not confirmed; the rules of refusal are the same.
 *
 * Encryption, MAC and signature are the caller's: an encrypted component holds the ciphered information
 * (security header, ciphertext, MAC) as its payload. C99; no heap, no recursion, no state. A function that does
 * not return GB_OK leaves its outputs as they were. Decoded octets point into the input.
 */
#ifndef GB_GBZ_H
#define GB_GBZ_H

#include "gb_frame.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The profile id at the start: Smart Energy. */
#define GB_GBZ_PROFILE_ID 0x0109u
/** A time that says that there is none. */
#define GB_GBZ_NO_TIME UINT32_MAX

/** A use case specific component: a ZCL command of a cluster. */
typedef struct gb_gbz_component {
    uint16_t cluster;
    bool has_from_date_time;
    uint32_t from_date_time; /**< seconds since 2000-01-01 00:00:00 UTC, or GB_GBZ_NO_TIME */
    bool is_encrypted;
    uint8_t additional_control; /**< of an encrypted component: reserved, kept as it came */
    uint8_t frame_counter;      /**< of an encrypted component */
    gb_frame frame;             /**< the command; its payload is ciphered in an encrypted component */
} gb_gbz_component;

/** The payload of a command or a response: gb_gbz_next takes the components out. */
typedef struct gb_gbz {
    uint8_t count;
    gb_octets components;
} gb_gbz;

/** The payload of an alert. What follows the time stamp depends on the code; `count` is kept as it came. */
typedef struct gb_gbz_alert {
    uint16_t code;
    uint32_t time; /**< seconds since 2000-01-01 00:00:00 UTC, or GB_GBZ_NO_TIME */
    uint8_t count;
    gb_octets content;
} gb_gbz_alert;

/** Take apart, and check, the payload of a command or a response that the whole of `data` is. */
gb_result gb_gbz_decode_exact(const uint8_t *data, size_t size, gb_gbz *message);

/** Take the next component out of a message; `offset` is 0 for the first. GB_END behind the last. */
gb_result gb_gbz_next(const gb_gbz *message, size_t *offset, gb_gbz_component *component);

/** Build the payload of a command or a response from `count` components. */
gb_result gb_gbz_encode(const gb_gbz_component *components, uint8_t count, uint8_t *out, size_t capacity,
                        size_t *written);

/** Take apart the payload of an alert. */
gb_result gb_gbz_decode_alert(const uint8_t *data, size_t size, gb_gbz_alert *alert);

/** Build the payload of an alert. */
gb_result gb_gbz_encode_alert(const gb_gbz_alert *alert, uint8_t *out, size_t capacity, size_t *written);

/** Take the content of an alert as components, which it is in the alert that carries a billing data log (0x8F0A). */
gb_result gb_gbz_alert_components(const gb_gbz_alert *alert, gb_gbz *message);

#ifdef __cplusplus
}
#endif

#endif
