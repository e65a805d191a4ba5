"""Asking the dictionaries: what a text means, its card, and words in names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.core.addresses import Side
from metermap.core.findings import Finding, Findings
from metermap.core.logical_names import LogicalName
from metermap.protocols import Dictionaries
from metermap.protocols.ask import ask, card_of
from metermap.protocols.cards import Card, CardTable, card_json, card_text
from metermap.protocols.cards.objects import remarks_on_types
from metermap.protocols.cards.sep import sep_card
from metermap.protocols.dlms.lookup import MemberFound, look_up_dlms
from metermap.protocols.dlms.types import parse_dlms_type
from metermap.protocols.search import search_dictionaries
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.lookup import AttributeEntry
from metermap.protocols.sep.model import SepAttribute
from metermap.protocols.sep.types import parse_zcl_type


def cards(dictionaries: Dictionaries, text: str) -> list[Card]:
    found = ask(dictionaries, text)
    assert not isinstance(found, Finding), found.message
    return [card_of(dictionaries, entry) for entry in found]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("3", ["Register 3 (interface class)"]),
        ("Register", ["Register 3 (interface class)"]),
        ("7 v0", ["Profile generic 7 (interface class)"]),
        ("9000", ["Extended data 9000 (interface class)"]),
        ("1794", ["Metering 0x0702 (cluster)"]),
        ("1-0:1.8.0.255", ["1-0:1.8.0.255 (COSEM object)"]),
        ("1-0:1.8.0*255", ["1-0:1.8.0.255 (COSEM object)"]),
        ("0100010800FF", ["1-0:1.8.0.255 (COSEM object)"]),
        ("0x0100010800ff", ["1-0:1.8.0.255 (COSEM object)"]),
        ("Register.scaler_unit", ["Register.scaler_unit 3/A3 (attribute of an interface class)"]),
        ("Register.reset", ["Register.reset 3/M1 (method)"]),
        ("Metering.CurrentSummationDelivered", ["Metering.CurrentSummationDelivered 0x0702/0x0000 (attribute)"]),
        (
            "0x0702/0x0000",
            [
                "Metering.CurrentSummationDelivered 0x0702/0x0000 (attribute)",
                "Metering.FunctionalNotificationFlags 0x0702/0x0000 (attribute)",
            ],
        ),
        ("ChangeDebt", ["Prepayment.ChangeDebt 0x0705/client/0x02 (command)"]),
        ("ClusterRevision", ["ClusterRevision 0xFFFD (general attribute)"]),
        ("ReadAttributes", ["ReadAttributes 0x00 (general command)"]),
        ("Wh", ["Wh (unit of DLMS/COSEM)"]),
        ("wh", ["Wh (unit of DLMS/COSEM)"]),
        ("VAR", ["var (unit of DLMS/COSEM)"]),
        ("s", ["s (unit of DLMS/COSEM)"]),
        ("S", ["S (unit of DLMS/COSEM)"]),
        ("double-long-unsigned", ["double-long-unsigned (data type of DLMS/COSEM)"]),
        ("uint48", ["uint48 (type of the ZigBee Cluster Library)"]),
        ("DebtAmountType", ["DebtAmountType (enumeration)"]),
        ("DebtPayload", ["DebtPayload (structure)"]),
    ],
)
def test_what_a_text_means(dictionaries: Dictionaries, text: str, titles: list[str]) -> None:
    assert [f"{card.title} ({card.kind})" for card in cards(dictionaries, text)] == titles


@pytest.mark.parametrize(
    ("text", "code", "message", "help_"),
    [
        ("7 v9", "MM815", "class 7 ProfileGeneric has no version 9", "Did you mean 7 v1?"),
        ("1-0:300.8.0.255", "MM817", "'1-0:300.8.0.255' is no logical name: group C is 300, over 255", ""),
        (
            "Metering.client.InstantaneousDemand",
            "MM881",
            None,
            "It is attribute 0x0400 InstantaneousDemand of the server side.",
        ),
        (
            "Registre",
            "MM880",
            "neither dictionary has 'Registre'",
            "Did you mean Register or RegisterTier or RegisterTable?",
        ),
        ("Register.valeu", "MM814", "class 3 Register has no attribute or method valeu", "Did you mean value?"),
        ("3.M2", "MM816", None, "Did you mean 3.A2 value?"),
        ("Register.scaler_unit.untis", "MM818", None, "Did you mean unit?"),
        ("ProfileGeneric.buffer by rang", "MM818", None, None),
        ("77777", "MM814", "there is no interface class 77777", ""),
        ("99999", "MM814", None, ""),
        ("0702", "MM814", "there is no interface class 0702", "Did you mean 0x0702?"),
        ("", "MM814", "nothing to look up: it is empty", None),
        (" ", "MM814", "nothing to look up: it is empty", None),
        ("x" * 5000, "MM814", "nothing to look up: it is longer than 200 characters", None),
        ("3/1-0:1.8.0.255/A9", "MM814", "class 3 Register has no attribute 9", "Did you mean 3.A3 scaler_unit?"),
        ("3/1-0:1.8.0.255/M5", "MM814", "class 3 Register has no method 5", "Did you mean 3.M1 reset?"),
        ("7.M99", "MM814", "class 7 ProfileGeneric has no method 99", "Did you mean 7.M4 get_buffer_by_index?"),
        (
            "1-0:1.8.0.255/A2",
            "MM819",
            "'1-0:1.8.0.255/A2' names no class: what an attribute or method is depends on it",
            "Did you mean 3/1-0:1.8.0.255/A2 or 4/1-0:1.8.0.255/A2?",
        ),
        ("1-0:1.8.0.255  3", "MM817", "'1-0:1.8.0.255 3' is no logical name: a blank stands between digits", ""),
        ("0x9999/0x0000", "MM880", "there is no cluster 0x9999", None),
        ("0x0720", "MM880", "there is no cluster 0x0720", "Did you mean 0x0702?"),
        ("Register.value.foo", "MM818", "value of class 3 Register has no members", None),
        ("uint47", "MM880", None, "Did you mean uint64 or uint48 or uint40?"),
        ("Wattt", "MM880", None, "Did you mean watt or watt-hour?"),
        ("kWh", "MM880", None, "Did you mean Wh or 1/(Wh)?"),
    ],
)
def test_bad_input_is_told_with_what_was_meant(
    dictionaries: Dictionaries, text: str, code: str, message: str | None, help_: str | None
) -> None:
    found = ask(dictionaries, text)
    assert isinstance(found, Finding)
    assert found.code == code
    assert message in (None, found.message)
    assert help_ in (None, found.help)


def test_the_card_of_a_class_shows_all_its_members(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "3")
    text = card_text(card)
    assert "    1      logical_name  octet-string[6]" in text
    assert "    3      scaler_unit   structure{scaler:integer, unit:enum}" in text
    assert "    1      reset  integer(0)  high" in text


def test_the_card_of_an_object_says_who_allows_what(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "0-0:94.44.128.22")
    facts = dict(card.facts)
    assert facts["known from"] == "overlay gb, and the standard"
    assert facts["classes"] == "9000 Extended data"


def test_an_order_that_nobody_recorded_is_not_called_that_of_the_wire(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "1/0-0:94.44.10.0/A2")
    assert dict(card.facts)["type"] == "structure (order of members not recorded)"
    assert titles(card) == ["Members (order not recorded)"]
    assert titles(*cards(dictionaries, "3.A3")) == ["Members, in the order of the wire"]


def titles(card: Card) -> list[str]:
    return [table.title for table in card.tables if table.rows]


@pytest.mark.parametrize("text", ["8/1-0:1.8.0.255", "8/1-0:1.8.0.255/A2", "8/1-0:1.8.0.255/M1"])
def test_a_class_that_the_rule_of_a_name_does_not_allow_is_told(dictionaries: Dictionaries, text: str) -> None:
    (card,) = cards(dictionaries, text)
    assert card.remarks[0] == (
        "Class 8 Clock does not belong here: the rule for this name allows 3 Register, 4 Extended register."
    )


@pytest.mark.parametrize("text", ["3/1-0:1.8.0.255", "104/0-0:30.3.0.255/M4", "1/0-0:96.13.0.255", "1/0-0:16.1.11.255"])
def test_a_class_that_the_rule_or_an_overlay_allows_is_not(dictionaries: Dictionaries, text: str) -> None:
    (card,) = cards(dictionaries, text)
    assert not any("does not belong here" in remark for remark in card.remarks)


def test_the_types_that_a_name_allows_are_shown_and_those_the_class_lacks_told(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "3/1-0:1.8.0.255/A2")
    allowed = dict(card.facts)["allowed here"].split(", ")
    assert "double-long-unsigned" in allowed
    assert not {"null-data", "bit-string", "bcd"} & set(allowed)
    assert card.remarks == ("The rule for this name also allows bcd, which the class has not.",)
    assert "allowed here" not in {label for label, text in cards(dictionaries, "Register.value")[0].facts if text}


def test_a_type_that_the_rule_does_not_allow_is_told(dictionaries: Dictionaries) -> None:
    rule = dictionaries.dlms.logical_name(LogicalName(1, 0, 1, 8, 0, 255))
    entry = look_up_dlms(dictionaries.dlms, "3/1-0:1.8.0.255/A2")
    assert isinstance(entry, MemberFound)
    boolean = parse_dlms_type("boolean")
    assert boolean is not None
    (remark,) = remarks_on_types(rule, replace(entry, type=boolean))
    assert remark.startswith("The rule for this name does not allow boolean: it allows double-long, ")


@pytest.mark.parametrize("text", ["0-0:30.3.0.255", "104/0-0:30.3.0.255", "104/0-0:30.3.0.255/M4"])
def test_where_an_overlay_departs_from_the_standard_both_are_shown(dictionaries: Dictionaries, text: str) -> None:
    (card,) = cards(dictionaries, text)
    (table,) = (table for table in card.tables if table.title == "Where an overlay departs from the standard")
    assert table.rows == (("104/0-0:30.3.0.255/M4", "gb", "argument", "null-data", "integer(0)"),)
    assert card_text(card).count("DeviceLog(CHF)") == 1


@pytest.mark.parametrize(
    ("text", "tables", "code"),
    [
        ("15.A2", ["attribute_access, version 3", "method_access, version 3"], ("0x08", "encrypted_request")),
        ("15 v2.A2", ["attribute_access, version 2", "method_access, version 2"], ("2", "write_only")),
        ("15 v0.M3", ["attribute_access, version 0", "method_access, version 0"], ("1", "access")),
        ("15.A2.access_rights.method_access", ["method_access, version 3"], ("0x01", "access")),
        ("15.A1", [], None),
    ],
)
def test_access_rights_name_their_codes(
    dictionaries: Dictionaries, text: str, tables: list[str], code: tuple[str, str] | None
) -> None:
    (card,) = cards(dictionaries, text)
    found = [table for table in card.tables if table.title.startswith("Access modes")]
    assert [table.title for table in found] == [f"Access modes of {title}" for title in tables]
    assert code is None or any(code in table.rows for table in found)


def test_access_modes_of_association_sn_are_not_recorded(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "12.A3")
    assert card.remarks == ("The codes of access_mode are recorded for Association LN only.",)


def test_a_class_of_an_overlay_says_which_editions_the_overlay_describes(dictionaries: Dictionaries) -> None:
    expected = "since when is not recorded; the overlay describes GBCS 4.x"
    assert dict(cards(dictionaries, "9000")[0].facts)["editions"] == expected
    assert dict(cards(dictionaries, "9000.A2")[0].facts)["editions"] == expected
    assert dict(cards(dictionaries, "3")[0].facts)["editions"] == "since when is not recorded"


def test_the_two_sides_of_a_decision_are_called_as_the_verdict_calls_them(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "15 v0.A2")
    (table,) = (table for table in card.tables if table.title.startswith("Where sources differ"))
    assert table.headings == ("of", "ours, as first read", "theirs", "about", "decided for", "by")
    assert {row[4] for row in table.rows} == {"ours", "theirs"}


def test_the_card_of_a_date_time_explains_its_octets(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "Clock.time")
    assert "0x8000 not specified" in card_text(card)


def test_long_tables_say_how_much_is_left_out(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "Metering")
    short, whole = card_text(card, rows=10), card_text(card)
    assert "and 874 more; --all shows them" in short
    assert "more; --all" not in whole
    assert len(whole.splitlines()) > 900


def test_a_card_as_json_says_the_same(dictionaries: Dictionaries) -> None:
    document = json.loads(card_json(cards(dictionaries, "ChangeDebt")))
    (card,) = document["cards"]
    assert (document["version"], card["kind"]) == (0, "command")
    assert card["facts"]["editions"] == "since SE 1.2a"
    assert card["tables"][0]["rows"][2]["name"] == "debtAmount"


def test_nothing_that_cannot_be_seen_reaches_a_terminal() -> None:
    table = CardTable("a\x1b[31m", ("b\u202e",), (("c\x00",),))
    shown = card_text(Card("kind", "title\n", (("label", "text\x07"),), (table,), ("remark\x1b",)))
    assert re.search(r"[^\x20-\x7e\n]", shown) is None


@settings(max_examples=100, deadline=None)
@given(
    width=st.integers(20, 200),
    cells=st.lists(st.lists(st.text("ab ,-", max_size=60), min_size=3, max_size=3), max_size=5),
)
def test_wrapping_loses_nothing(width: int, cells: list[list[str]]) -> None:
    table = CardTable("TT", ("1", "2", "3"), tuple(map(tuple, cells)))
    shown = card_text(Card("KK", "TT", (("F", cells[0][0] if cells else ""),), (table,)), width)
    given_ = "".join(cell for row in cells for cell in row) + (cells[0][0] if cells else "")
    assert sorted(filter("ab,-".__contains__, shown)) == sorted(filter("ab,-".__contains__, given_))


@pytest.mark.parametrize("text", ["30", "62", "15.A2", "30 v0.A3", "1/0-0:94.44.10.0/A2", "PublishPrice"])
def test_no_line_is_longer_than_the_width(dictionaries: Dictionaries, text: str) -> None:
    for card in cards(dictionaries, text):
        assert [line for line in card_text(card).splitlines() if len(line) > 120] == []


def test_a_name_with_hyphens_is_not_broken(dictionaries: Dictionaries) -> None:
    (card,) = cards(dictionaries, "3/1-0:1.8.0.255/A2")
    assert not any(line.endswith("-") for line in card_text(card).splitlines())


def test_facts_of_one_label_are_all_in_the_data() -> None:
    (card,) = json.loads(card_json([Card("kind", "title", (("a", "1"), ("b", ""), ("a", "2")))]))["cards"]
    assert card["facts"] == {"a": "1; 2"}


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("tamper", "attribute", "DeviceManagement.TiltTamper"),
        ("tamper", "COSEM object of gb", "0-0:94.44.0.4"),
        ("supply status", "enumeration", "SupplyStatus"),
        ("scaler", "COSEM attribute", "Register.scaler_unit"),
        ("debt amount", "field", "Prepayment.ChangeDebt.debtAmount"),
        ("watt", "unit", "W"),
        ("0x0702", "cluster", "Metering"),
        ("supply off", "named value", "SupplyOff"),
    ],
)
def test_words_are_found_in_names(dictionaries: Dictionaries, words: str, kind: str, name: str) -> None:
    assert (kind, name) in {(hit.kind, hit.name) for hit in search_dictionaries(dictionaries, words)}


def test_an_id_is_found_whole_and_the_cluster_first(dictionaries: Dictionaries) -> None:
    hits = search_dictionaries(dictionaries, "0x0702")
    assert (hits[0].kind, hits[0].name) == ("cluster", "Metering")
    assert len(hits) < 10
    assert all("0x0702" in hit.text for hit in hits)
    both_sides = {hit.name for hit in search_dictionaries(dictionaries, "0x0702/0x0000")}
    assert both_sides == {"Metering.CurrentSummationDelivered", "Metering.FunctionalNotificationFlags"}


def test_groups_of_a_logical_name_are_no_other_number(dictionaries: Dictionaries) -> None:
    hits = search_dictionaries(dictionaries, "2.8.0")
    assert hits
    assert all("2.8.0" in hit.name for hit in hits)
    assert {"1-0:2.8.0.255"} <= {hit.name for hit in hits}


def test_a_named_value_and_a_field_stand_with_what_holds_them(dictionaries: Dictionaries) -> None:
    hits = search_dictionaries(dictionaries, "supply off")
    assert ("SupplyOff", "of MeteringSupplyStatus, 0x0") in {(hit.name, hit.text) for hit in hits}
    fields = [hit for hit in search_dictionaries(dictionaries, "collected") if hit.kind == "field of a structure"]
    assert fields
    assert all(hit.text.startswith(f"of {hit.of}, ") for hit in fields)


def test_a_word_does_not_reach_over_the_end_of_a_part(dictionaries: Dictionaries) -> None:
    assert "VA" not in {hit.name for hit in search_dictionaries(dictionaries, "tamper")}  # volt-ampere


@pytest.mark.parametrize("words", ["", "  ", "...", "zzzzz"])
def test_words_that_no_name_holds_find_nothing(dictionaries: Dictionaries, words: str) -> None:
    assert search_dictionaries(dictionaries, words) == ()


def test_whatever_is_found_can_be_shown(dictionaries: Dictionaries) -> None:
    hits = search_dictionaries(dictionaries, "e")
    assert len(hits) > 4000
    asked = [*hits[::12], *(hit for hit in hits if hit.name.endswith(".rts/cts"))]
    lost = [hit for hit in asked if isinstance(ask(dictionaries, hit.shown_as), Finding)]
    assert lost == []


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_an_answer(dictionaries: Dictionaries, text: str) -> None:
    found = ask(dictionaries, text)
    assert isinstance(found, Finding) or all(card_text(card_of(dictionaries, entry)) for entry in found)


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("Metering.SummationFormatting", "Bits of the formatting octet", ("0 to 2", "digits to the right")),
        ("Metering.TemperatureFormatting", "Bits of the formatting octet", ("0 to 2", "digits to the right")),
        ("Price.PriceTrailingDigit", "Bits of the trailing digit octet", ("0 to 3", "the price tier")),
        (
            "PublishConversionFactor.conversionFactorTrailingDigit",
            "Bits of the trailing digit octet",
            ("0 to 3", "the price tier"),
        ),
    ],
)
def test_what_formats_numbers_says_what_its_bits_are(
    dictionaries: Dictionaries, text: str, title: str, first: tuple[str, str]
) -> None:
    (card,) = cards(dictionaries, text)
    (table,) = (table for table in card.tables if table.title == title)
    assert table.rows[0][0] == first[0]
    assert table.rows[0][1].startswith(first[1])


@pytest.mark.parametrize(
    ("text", "label", "fact"),
    [
        ("0x0704", "has", "1 attribute, 14 commands"),
        ("Price.UnitOfMeasure", "values", "names not recorded"),
        ("Metering.UnitOfMeasure", "values", None),
        ("Metering.SummationFormatting", "values", None),
        ("Metering.UnitOfMeasure", "stated range", None),
        ("Metering.SummationFormatting", "stated range", None),
    ],
)
def test_a_card_says_what_is_not_recorded_and_nothing_twice(
    dictionaries: Dictionaries, text: str, label: str, fact: str | None
) -> None:
    (card,) = cards(dictionaries, text)
    assert {name: said for name, said in card.facts if said}.get(label) == fact


def test_a_stated_range_says_whether_it_holds() -> None:
    uint8 = parse_zcl_type("uint8")
    assert uint8 is not None
    shown = [
        dict(sep_card(SepDictionary(Path(), (), Findings()), AttributeEntry(None, attribute)).facts)["stated range"]
        for low, high in ((0, 23), (0, 254), (0, 255), (0, 300), (1, None))
        for attribute in (SepAttribute(1, "Hour", Side.SERVER, uint8, minimum=low, maximum=high),)
    ]
    assert shown == ["0 to 23, which holds", "", "", "0 to 300, more than the type can hold", "1 to not stated"]


@pytest.mark.parametrize(("text", "title"), [("boolean", "boolean (bool)"), ("uint8[]", "uint8[]"), ("bool", "bool")])
def test_a_type_is_titled_as_it_was_asked_for(dictionaries: Dictionaries, text: str, title: str) -> None:
    assert cards(dictionaries, text)[0].title == title


def test_what_has_no_edition_is_told_once(dictionaries: Dictionaries) -> None:
    time, tunneling = cards(dictionaries, "0x000A")[0], cards(dictionaries, "0x0704")[0]
    assert time.remarks == ("Where no since stands, it is not recorded.",)
    assert tunneling.remarks == ()


def test_every_column_has_a_heading(dictionaries: Dictionaries) -> None:
    for text in ("3", "time", "Metering", "ChangeDebt", "15 v0.A2", "Metering.SummationFormatting"):
        for card in cards(dictionaries, text):
            assert all(heading for table in card.tables for heading in table.headings)


@pytest.mark.parametrize(
    ("text", "no_value"),
    [("uint8", "0xFF"), ("int16", "0x8000"), ("bool", "0xFF"), ("single", "NaN"), ("string16", "length 0xFFFF")],
)
def test_what_means_no_value_is_on_the_card_of_a_type(dictionaries: Dictionaries, text: str, no_value: str) -> None:
    card = next(card for card in cards(dictionaries, text) if "ZigBee" in card.kind)
    assert dict(card.facts)["no value"] == no_value


def test_a_type_without_a_non_value_says_nothing_of_it(dictionaries: Dictionaries) -> None:
    assert not any(dict(card.facts).get("no value") for card in cards(dictionaries, "map8"))
