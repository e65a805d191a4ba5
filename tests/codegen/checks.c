/* Checks of the C bindings of the hand-built model; the argument names the group. Prints what fails. */
#include "gb_bindings.h"

#include <stdio.h>
#include <string.h>

#define OCTETS(text) (const uint8_t *)(text), sizeof(text) - 1
#define CHECK(condition) check(condition, __LINE__, #condition)

static void check(bool holds, int line, const char *condition)
{
    if (!holds) {
        printf("line %d: %s\n", line, condition);
    }
}

static void typed_readers(void)
{
    static const uint8_t many_bits[68] = {0x04, 0x82, 0x02, 0x00, 0x01};
    uint64_t u64 = 77;
    uint32_t u32 = 77;
    int64_t i64 = 77;
    int32_t i32 = 77;
    bool boolean = false;
    gb_octets octets = {NULL, 77};
    gb_bits bits = {NULL, 77};
    gb_date_time moment;
    gb_value value;
    gb_scaler_unit scaler_unit = {77, 77};
    CHECK(gb_esme_read_u64(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, OCTETS("\x06\xFF\xFF\xFF\xFF"), &u64) == GB_OK && u64 == 4294967295u);
    CHECK(gb_esme_read_i64(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, OCTETS("\x06\xFF\xFF\xFF\xFF"), &i64) == GB_BAD_ARGUMENT && i64 == 77);
    CHECK(gb_esme_read_i32(GB_ESME_DISABLEMENT_THRESHOLD_METER_BALANCE_THRESHOLD_NEXT, OCTETS("\x05\xFF\xFF\xFF\xFE"), &i32) == GB_OK && i32 == -2);
    CHECK(gb_gsme_read_u32(GB_GSME_CONSUMPTION_REGISTER_VALUE, OCTETS("\x00\x00\x00\x00\x01\x00"), &u32) == GB_BAD_VALUE && u32 == 77);
    CHECK(gb_gsme_read_u64(GB_GSME_CONSUMPTION_REGISTER_VALUE, OCTETS("\x00\x00\x00\x00\x01\x00"), &u64) == GB_OK && u64 == 4294967296u);
    CHECK(gb_gsme_read_u64(GB_GSME_CONSUMPTION_REGISTER_VALUE, OCTETS("\xFF\xFF\xFF\xFF\xFF\xFF"), &u64) == GB_NO_VALUE && u64 == 4294967296u);
    CHECK(gb_esme_read_bool(GB_ESME_BOOST_FUNCTION_AVAILABILITY_VALUE, OCTETS("\x03\xFF"), &boolean) == GB_OK && boolean);
    CHECK(gb_esme_read_octets(GB_ESME_METER_POINT_ADMINISTRATION_NUMBERS_IMPORT_MPANS_VALUE, OCTETS("\x09\x02\x31\x32"), &octets) == GB_OK
          && octets.size == 2 && memcmp(octets.data, "12", 2) == 0);
    CHECK(gb_esme_read_octets(GB_ESME_AUXILIARY_CONTROLLER_1_STATE_AND_ASSOCIATED_INFORMATION, OCTETS("\x0C\x02\x7B\x7D"), &octets) == GB_OK
          && octets.size == 2);
    CHECK(gb_esme_read_bits(GB_ESME_ALERTS_CONFIGURATION_SETTINGS_SUPPLIER_BIT_STRING, many_bits, sizeof many_bits, &bits) == GB_OK
          && bits.count == 512 && gb_bit(bits, 7) && !gb_bit(bits, 6) && !gb_bit(bits, 512));
    CHECK(gb_esme_read_date_time(GB_ESME_DISABLEMENT_THRESHOLD_METER_BALANCE_ACTIVATE_NEXT_DATE_TIME,
          OCTETS("\x09\x0C\x07\xE8\x0C\x1F\xFF\x17\x1E\x00\x00\xFF\xC4\x00"), &moment) == GB_OK && moment.date.year == 2024 && moment.deviation == -60);
    CHECK(gb_esme_read_scaler_unit(GB_ESME_ACTIVE_EXPORT_REGISTER_UNIT, OCTETS("\x02\x02\x0F\xFB\x16\x1E"), &scaler_unit) == GB_OK
          && scaler_unit.scaler == -5 && scaler_unit.unit == 30 && strcmp(gb_unit_symbol(30), "Wh") == 0);
    CHECK(gb_esme_read_scaler_unit(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, OCTETS("\x06\x00\x00\x00\x01"), &scaler_unit) == GB_BAD_ARGUMENT
          && scaler_unit.scaler == -5);
    CHECK(gb_esme_read_i32(GB_ESME_ACTIVE_EXPORT_REGISTER_SCALE, OCTETS("\x02\x02\x0F\xFB\x16\x1E"), &i32) == GB_OK && i32 == -5);
    CHECK(gb_esme_read_u32(GB_ESME_ACTIVE_EXPORT_REGISTER_UNIT, OCTETS("\x02\x02\x0F\xFB\x16\x1E"), &u32) == GB_OK && u32 == 30);
    CHECK(gb_esme_read_u32(GB_ESME_ACTIVE_EXPORT_REGISTER_SCALE, OCTETS("\x02\x02\x0F\xFB\x16\x1E"), &u32) == GB_BAD_ARGUMENT && u32 == 30);
    CHECK(gb_esme_read_i32(GB_ESME_ACTIVE_EXPORT_REGISTER_SCALE, OCTETS("\x02\x02\x0F\xFB\x16"), &i32) == GB_TRUNCATED && i32 == -5);
    CHECK(gb_gsme_read_u32(GB_GSME_TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT, OCTETS("\x52"), &u32) == GB_OK && u32 == 5);
    CHECK(gb_gsme_decode_whole(GB_GSME_TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT, OCTETS("\x52"), &value) == GB_OK && value.as.number == 0x52);
}

static void errors(void)
{
    uint8_t out[16];
    size_t written = 99;
    size_t consumed = 99;
    uint32_t u32 = 77;
    gb_value value;
    memset(out, 0xAA, sizeof out);
    memset(&value, 0, sizeof value);
    value.kind = GB_KIND_UNSIGNED;
    value.as.number = 123456;
    CHECK(gb_esme_encode(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, &value, out, 4, &written) == GB_NO_ROOM);
    CHECK(written == 99 && out[0] == 0xAA && out[3] == 0xAA);
    CHECK(gb_esme_encode(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, &value, out, 5, &written) == GB_OK);
    CHECK(written == 5 && memcmp(out, "\x06\x00\x01\xE2\x40\xAA", 6) == 0);
    value.as.number = 4294967296u;
    CHECK(gb_esme_encode(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, &value, out, 16, &written) == GB_BAD_VALUE && written == 5);
    value.kind = GB_KIND_SIGNED;
    CHECK(gb_esme_encode(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, &value, out, 16, &written) == GB_BAD_VALUE);
    value.kind = GB_KIND_OCTETS;
    value.as.octets.data = NULL;
    value.as.octets.size = 3;
    CHECK(gb_esme_encode(GB_ESME_METER_POINT_ADMINISTRATION_NUMBERS_IMPORT_MPANS_VALUE, &value, out, 16, &written) == GB_BAD_VALUE);
    value.as.octets.size = 0;
    CHECK(gb_esme_encode(GB_ESME_METER_POINT_ADMINISTRATION_NUMBERS_IMPORT_MPANS_VALUE, &value, out, 2, &written) == GB_OK && written == 2);
    CHECK(gb_esme_encode(GB_ESME_METER_POINT_ADMINISTRATION_NUMBERS_IMPORT_MPANS_VALUE, &value, NULL, 0, &written) == GB_NO_ROOM && written == 2);
    value.as.number = 1234;
    CHECK(gb_decode(GB_AXDR_UNSIGNED, 0, GB_UNLIMITED, NULL, 0, &value, &consumed) == GB_TRUNCATED && consumed == 99 && value.as.number == 1234);
    CHECK(gb_decode(GB_AXDR_UNSIGNED, 0, GB_UNLIMITED, NULL, 1, &value, &consumed) == GB_BAD_ARGUMENT);
    CHECK(gb_decode(GB_AXDR_UNSIGNED, 0, GB_UNLIMITED, OCTETS("\x11\x05"), NULL, &consumed) == GB_BAD_ARGUMENT);
    CHECK(gb_decode((gb_codec)0x0204, 0, GB_UNLIMITED, OCTETS("\x11\x05"), &value, &consumed) == GB_NO_CODEC);
    CHECK(gb_esme_read_u32(GB_ESME_COUNT, OCTETS("\x06\x00\x00\x00\x01"), &u32) == GB_BAD_ARGUMENT && u32 == 77);
    CHECK(gb_esme_read_u32(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, OCTETS("\x06\x00\x00\x00\x01"), NULL) == GB_BAD_ARGUMENT);
}

static void parts(void)
{
    uint8_t out[6] = {0};
    size_t written = 99;
    gb_value part;
    gb_value whole;
    const gb_entry *bits = gb_gsme_entry(GB_GSME_TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT);
    const gb_entry *scaler = gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_SCALE);
    const gb_entry *unit = gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_UNIT);
    CHECK(bits->part == GB_PART_BITS && scaler->part == GB_PART_SCALER && unit->part == GB_PART_UNIT);
    CHECK(gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE)->part == GB_PART_WHOLE);
    CHECK(strcmp(gb_esme_texts[GB_ESME_ACTIVE_EXPORT_REGISTER_UNIT].type, "structure{scaler:integer,unit:enum}") == 0);
    memset(&part, 0, sizeof part);
    part.kind = GB_KIND_UNSIGNED;
    part.as.number = 9;
    CHECK(gb_gsme_encode(GB_GSME_TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT, &part, out, sizeof out, &written) == GB_NEEDS_WHOLE);
    CHECK(written == 99 && out[0] == 0);
    CHECK(gb_entry_decode_whole(bits, OCTETS("\x52"), &whole) == GB_OK);
    CHECK(gb_entry_put_part(bits, &part, &whole) == GB_OK && whole.as.number == 0x92);
    CHECK(gb_entry_encode_whole(bits, &whole, out, sizeof out, &written) == GB_OK && written == 1 && out[0] == 0x92);
    part.as.number = 16;
    CHECK(gb_entry_put_part(bits, &part, &whole) == GB_BAD_VALUE && whole.as.number == 0x92);
    CHECK(gb_entry_put_part(unit, &part, &whole) == GB_BAD_VALUE);
    CHECK(gb_entry_put_part(gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE), &part, &whole) == GB_BAD_ARGUMENT);
    CHECK(gb_entry_put_part(NULL, &part, &whole) == GB_BAD_ARGUMENT);
    CHECK(gb_entry_decode_whole(unit, OCTETS("\x02\x02\x0F\x00\x16\x1E"), &whole) == GB_OK);
    part.as.number = 32;
    CHECK(gb_entry_put_part(unit, &part, &whole) == GB_OK);
    CHECK(gb_entry_put_part(scaler, &part, &whole) == GB_BAD_VALUE);
    part.as.number = 256;
    CHECK(gb_entry_put_part(unit, &part, &whole) == GB_BAD_VALUE);
    part.kind = GB_KIND_SIGNED;
    part.as.signed_number = -129;
    CHECK(gb_entry_put_part(scaler, &part, &whole) == GB_BAD_VALUE);
    part.as.signed_number = -3;
    CHECK(gb_entry_put_part(scaler, &part, &whole) == GB_OK);
    CHECK(gb_esme_encode_whole(GB_ESME_ACTIVE_EXPORT_REGISTER_UNIT, &whole, out, sizeof out, &written) == GB_OK);
    CHECK(written == 6 && memcmp(out, "\x02\x02\x0F\xFD\x16\x20", 6) == 0);
}

static void entries(void)
{
    uint8_t out[1] = {0};
    gb_value value;
    size_t at;
    const uint8_t export_register[6] = {1, 0, 2, 8, 0, 255};
    const gb_entry *entry = gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE);
    CHECK(entry->row == 100 && entry->object == 3 && entry->number == 2 && entry->home == GB_HOME_DLMS);
    CHECK(memcmp(entry->logical_name, export_register, 6) == 0);
    CHECK(entry->scale_is_stated && entry->scaler == 0 && entry->unit == 30 && entry->scaler_unit_index == 3);
    CHECK(!gb_esme_entry(GB_ESME_SECONDARY_ACTIVE_TARIFF_PRICE_VALUE)->scale_is_stated);
    CHECK(gb_find_dlms(gb_esme_entries, GB_ESME_COUNT, 0, 3, export_register, GB_ACCESS_ATTRIBUTE, 2) == GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE);
    CHECK(gb_find_dlms(gb_esme_entries, GB_ESME_COUNT, 0, 3, export_register, GB_ACCESS_ATTRIBUTE, 9) == GB_ESME_COUNT);
    at = gb_find_sep(gb_gsme_entries, GB_GSME_COUNT, 0, 0x0700, GB_SIDE_SERVER, GB_ACCESS_ATTRIBUTE, 0x0617);
    CHECK(at < GB_GSME_COUNT);
    at = gb_find_sep(gb_gsme_entries, GB_GSME_COUNT, at + 1, 0x0700, GB_SIDE_SERVER, GB_ACCESS_ATTRIBUTE, 0x0617);
    CHECK(at < GB_GSME_COUNT);
    CHECK(gb_find_sep(gb_gsme_entries, GB_GSME_COUNT, at + 1, 0x0700, GB_SIDE_SERVER, GB_ACCESS_ATTRIBUTE, 0x0617) == GB_GSME_COUNT);
    CHECK(gb_find_element(gb_esme_texts, GB_ESME_COUNT, 0, "ActiveExportRegister.value") == GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE);
    CHECK(strcmp(gb_esme_texts[GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE].cell, "smets2.xlsx[Elements]!E100") == 0);
    entry = gb_esme_entry(GB_ESME_LOAD_LIMIT_COUNTER_RESET);
    CHECK(entry->codec == GB_AXDR_INTEGER && entry->purpose == GB_PURPOSE_ARGUMENT && entry->access == GB_ACCESS_METHOD);
    entry = gb_esme_entry(GB_ESME_SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE);
    CHECK(entry->codec == GB_CODEC_NONE && entry->layout == NULL && entry->reason == GB_REASON_NAMED);
    CHECK(gb_esme_decode(GB_ESME_SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE, out, 1, &value) == GB_NO_CODEC);
    CHECK(gb_esme_entry(GB_ESME_SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE)->home == GB_HOME_NAMED);
    CHECK(gb_entry_part(gb_gsme_entry(GB_GSME_TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT), 0x52) == 5);
    CHECK(gb_entry_part(gb_gsme_entry(GB_GSME_CONSUMPTION_REGISTER_VALUE), 0x52) == 0x52);
}

static void records(void)
{
    gb_value value;
    gb_record record;
    size_t offset = 0;
    CHECK(gb_next_response(OCTETS("\x07\x06\x00\x30\x01"), &offset, &record) == GB_OK && offset == 5);
    CHECK(gb_entry_decode_record(gb_gsme_entry(GB_GSME_SUPPLY_TAMPER_STATE_VALUE), &record, &value) == GB_OK && value.as.number == 1);
    CHECK(gb_entry_decode_record(gb_gsme_entry(GB_GSME_CONSUMPTION_REGISTER_VALUE), &record, &value) == GB_BAD_TAG);
    record.type = 0x20;
    CHECK(gb_entry_decode_record(gb_gsme_entry(GB_GSME_SUPPLY_TAMPER_STATE_VALUE), &record, &value) == GB_BAD_TAG);
    CHECK(gb_entry_decode_record(gb_esme_entry(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE), &record, &value) == GB_NO_CODEC);
    CHECK(gb_next_response(OCTETS("\x07\x06\x00\x30\x01"), &offset, &record) == GB_END);
    offset = 0;
    CHECK(gb_next_report(OCTETS("\x07\x06\x48\x20\x02\x00\x05\x06\x01\x00\x4C\x00\x00"), &offset, &record) == GB_OK);
    CHECK(offset == 8 && record.type == 0x48 && record.value.size == 5);
    CHECK(gb_next_report(OCTETS("\x07\x06\x48\x20\x02\x00\x05\x06\x01\x00\x4C\x00\x00"), &offset, &record) == GB_OK);
    CHECK(offset == 13 && record.attribute == 1 && record.value.size == 2);
    offset = 0;
    CHECK(gb_next_report(OCTETS("\x07\x06\x48\x20\x02\x00\x05"), &offset, &record) == GB_TRUNCATED && offset == 0);
    CHECK(gb_next_write_response(OCTETS("\x86\x07\x06\x87\x01\x00"), &offset, &record) == GB_OK && offset == 3);
    CHECK(record.status == 0x86 && record.attribute == 0x0607);
    CHECK(gb_next_write_response(OCTETS("\x86\x07\x06\x87\x01"), &offset, &record) == GB_TRUNCATED && offset == 3);
    CHECK(gb_next_write_response(OCTETS("\x86\x07\x06\x00"), &offset, &record) == GB_BAD_VALUE);
    CHECK(gb_next_write_response(OCTETS("\x86\x07\x06"), &offset, &record) == GB_END);
    offset = 0;
    CHECK(gb_next_write_response(OCTETS("\x00"), &offset, &record) == GB_OK && offset == 1 && record.status == 0);
    offset = 0;
    CHECK(gb_next_write_response(NULL, 0, &offset, &record) == GB_TRUNCATED);
    offset = 6;
    CHECK(gb_next_response(OCTETS("\x07\x06\x00\x30\x01"), &offset, &record) == GB_BAD_ARGUMENT);
}

int main(int count, char **arguments)
{
    const char *group = count > 1 ? arguments[1] : "";
    static const struct {
        const char *name;
        void (*run)(void);
    } groups[] = {{"typed_readers", typed_readers}, {"errors", errors}, {"entries", entries}, {"parts", parts}, {"records", records}};
    size_t at;
    for (at = 0; at < sizeof groups / sizeof groups[0]; at++) {
        if (strcmp(groups[at].name, group) == 0) {
            groups[at].run();
            printf("done\n");
        }
    }
    return 0;
}
