/*
 * Takes ZCL frames and GB's envelope apart for the tests. Each line of standard input is "frame", "gbz", "alert",
 * "ids", "writes" or "answer" and octets in hex, "-" for none; each line of output is "refused REASON", or "ok",
 * what was found, and the octets that building it again gives.
 */
#include "gb_gbz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4096, MOST_COMPONENTS = 255 };

static const char *const reasons[] = {"ok", "truncated", "trailing", "tag", "length", "value"};

static void expect(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "%s\n", what);
        exit(1);
    }
}

static void print_octets(const uint8_t *data, size_t size)
{
    size_t at;
    for (at = 0; at < size; at++) {
        printf("%02x", data[at]);
    }
}

static void refused(gb_result result)
{
    expect((size_t)result < sizeof reasons / sizeof reasons[0], "no reason");
    printf("refused %s\n", reasons[result]);
}

static void print_frame(const gb_frame *frame)
{
    printf("%d,%d,%d,", frame->of_cluster, frame->to_client, frame->disable_default_response);
    if (frame->has_manufacturer) {
        printf("%04x", frame->manufacturer);
    }
    printf(",%u,%u,%u,", frame->reserved, frame->sequence, frame->command);
    print_octets(frame->payload.data, frame->payload.size);
}

static void on_frame(const uint8_t *data, size_t size)
{
    uint8_t out[MOST];
    uint8_t two[2];
    gb_frame frame;
    gb_frame response;
    size_t written = 0;
    const gb_result result = gb_frame_decode(data, size, &frame);
    if (result != GB_OK) {
        refused(result);
        return;
    }
    printf("ok ");
    print_frame(&frame);
    expect(gb_frame_encode(&frame, out, size - 1u, &written) == GB_NO_ROOM && written == 0u, "room for too much");
    expect(gb_frame_encode(&frame, out, size, &written) == GB_OK && written == size, "a frame is lost");
    printf(" ");
    print_octets(out, written);
    expect(gb_frame_default_response(&frame, 0x86, two, &response) == GB_OK, "no response");
    expect(gb_frame_encode(&response, out, sizeof out, &written) == GB_OK, "a response is lost");
    printf(" ");
    print_octets(out, written);
    printf("\n");
}

static void on_gbz(const uint8_t *data, size_t size)
{
    static gb_gbz_component components[MOST_COMPONENTS];
    uint8_t out[MOST];
    gb_gbz message;
    size_t at = 0;
    size_t count = 0;
    size_t written = 0;
    const gb_result result = gb_gbz_decode_exact(data, size, &message);
    if (result != GB_OK) {
        refused(result);
        return;
    }
    printf("ok ");
    while (gb_gbz_next(&message, &at, &components[count]) == GB_OK) {
        const gb_gbz_component *found = &components[count++];
        printf("[%04x,", found->cluster);
        if (found->has_from_date_time) {
            printf("%08lx", (unsigned long)found->from_date_time);
        }
        printf(",");
        if (found->is_encrypted) {
            printf("%02x%02x", found->additional_control, found->frame_counter);
        }
        printf(",");
        print_frame(&found->frame);
        printf("]");
    }
    expect(count == message.count, "components are missing");
    expect(gb_gbz_encode(components, message.count, out, size - 1u, &written) == GB_NO_ROOM, "room for too much");
    expect(written == 0u, "an output was touched");
    expect(gb_gbz_encode(components, message.count, out, size, &written) == GB_OK, "a message is lost");
    printf(" ");
    print_octets(out, written);
    printf("\n");
}

static void on_alert(const uint8_t *data, size_t size)
{
    uint8_t out[MOST];
    gb_gbz_alert alert;
    gb_gbz message;
    size_t written = 0;
    const gb_result result = gb_gbz_decode_alert(data, size, &alert);
    if (result != GB_OK) {
        refused(result);
        return;
    }
    printf("ok %04x,%08lx,%u,", alert.code, (unsigned long)alert.time, alert.count);
    print_octets(alert.content.data, alert.content.size);
    printf(",%d ", gb_gbz_alert_components(&alert, &message) == GB_OK);
    expect(gb_gbz_encode_alert(&alert, out, size - 1u, &written) == GB_NO_ROOM, "room for too much");
    expect(gb_gbz_encode_alert(&alert, out, size, &written) == GB_OK, "an alert is lost");
    print_octets(out, written);
    printf("\n");
}

static void on_ids(const uint8_t *data, size_t size)
{
    size_t at = 0;
    uint16_t id = 0;
    gb_result result;
    while ((result = gb_frame_next_id(data, size, &at, &id)) == GB_OK) {
        uint8_t out[2];
        size_t written = 0;
        expect(gb_frame_put_id(id, out, sizeof out, &written) == GB_OK, "an id is lost");
        expect(memcmp(out, data + at - 2u, 2) == 0, "another id");
        printf("%04x ", id);
    }
    printf("%s\n", result == GB_END ? "end" : reasons[result]);
}

static void on_writes(const uint8_t *data, size_t size)
{
    size_t at = 0;
    gb_frame_write_status status;
    gb_result result;
    while ((result = gb_frame_next_write_status(data, size, &at, &status)) == GB_OK) {
        uint8_t out[3];
        size_t written = 0;
        expect(gb_frame_put_write_status(&status, out, sizeof out, &written) == GB_OK, "a status is lost");
        expect(memcmp(out, data + at - written, written) == 0, "another status");
        printf("%02x", status.status);
        if (status.has_attribute) {
            printf(":%04x", status.attribute);
        }
        printf(" ");
    }
    printf("%s\n", result == GB_END ? "end" : reasons[result]);
}

static void on_answer(const uint8_t *data, size_t size)
{
    uint8_t command = 0;
    uint8_t status = 0;
    const gb_result result = gb_frame_decode_default_response(data, size, &command, &status);
    if (result != GB_OK) {
        refused(result);
        return;
    }
    printf("ok %02x %02x\n", command, status);
}

/* Records: what is no value of its type is not written. */
static void check_records(void)
{
    static const uint8_t number[] = {0x2A, 0x00};
    uint8_t out[8];
    size_t written = 0;
    gb_record record;
    memset(&record, 0, sizeof record);
    record.attribute = 0x0102;
    record.type = 0x21;
    record.value.data = number;
    record.value.size = 2;
    expect(gb_frame_put_report(&record, out, sizeof out, &written) == GB_OK && written == 5u, "a report");
    expect(memcmp(out, "\x02\x01\x21\x2A\x00", 5) == 0, "the octets of a report");
    expect(gb_frame_put_response(&record, out, sizeof out, &written) == GB_OK && written == 6u, "a response");
    expect(memcmp(out, "\x02\x01\x00\x21\x2A\x00", 6) == 0, "the octets of a response");
    expect(gb_frame_put_response(&record, out, 5, &written) == GB_NO_ROOM, "room for too much");
    record.value.size = 1;
    expect(gb_frame_put_report(&record, out, sizeof out, &written) == GB_BAD_VALUE, "half a value");
    record.status = 0x86;
    expect(gb_frame_put_response(&record, out, sizeof out, &written) == GB_BAD_VALUE, "a failure with value");
    record.type = 0;
    record.value.size = 0;
    expect(gb_frame_put_response(&record, out, sizeof out, &written) == GB_OK && written == 3u, "a failure");
    expect(gb_frame_put_report(&record, out, sizeof out, &written) == GB_BAD_VALUE, "a report of a failure");
}

static void check_refusals(void)
{
    gb_gbz_component component;
    gb_frame frame;
    uint8_t out[32];
    size_t written = 0;
    memset(&component, 0, sizeof component);
    memset(&frame, 0, sizeof frame);
    component.is_encrypted = true;
    component.has_from_date_time = true;
    expect(gb_gbz_encode(&component, 1, out, sizeof out, &written) == GB_BAD_VALUE, "encrypted, and a date");
    component.is_encrypted = false;
    component.frame.payload.data = out;
    component.frame.payload.size = 0x10000;
    expect(gb_gbz_encode(&component, 1, out, sizeof out, &written) == GB_BAD_LENGTH, "too long");
    frame.reserved = 8;
    expect(gb_frame_encode(&frame, out, sizeof out, &written) == GB_BAD_VALUE, "too many reserved bits");
    frame.reserved = 0;
    frame.manufacturer = 1;
    expect(gb_frame_encode(&frame, out, sizeof out, &written) == GB_BAD_VALUE, "a code that is not sent");
    expect(written == 0u, "an output was touched");
}

int main(void)
{
    static const struct {
        const char *name;
        void (*on)(const uint8_t *, size_t);
    } kinds[] = {{"frame ", on_frame}, {"gbz ", on_gbz},       {"alert ", on_alert},
                 {"ids ", on_ids},     {"writes ", on_writes}, {"answer ", on_answer}};
    static char line[2 * MOST + 16];
    check_records();
    check_refusals();
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *hex = strchr(line, ' ') + 1;
        const size_t size = hex[0] == '-' ? 0 : strcspn(hex, "\n") / 2u;
        uint8_t *data = malloc(size > 0u ? size : 1u); /* exact, so that a sanitizer sees a read too far */
        size_t at;
        expect(data != NULL, "no memory");
        for (at = 0; at < size; at++) {
            unsigned octet = 0;
            expect(sscanf(hex + 2u * at, "%2x", &octet) == 1, "no hex");
            data[at] = (uint8_t)octet;
        }
        for (at = 0; at < sizeof kinds / sizeof kinds[0]; at++) {
            if (strncmp(line, kinds[at].name, strlen(kinds[at].name)) == 0) {
                kinds[at].on(data, size);
            }
        }
        free(data);
    }
    return 0;
}
