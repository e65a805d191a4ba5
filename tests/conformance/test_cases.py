"""Test cases of the Great Britain workspace: the generated bindings read in them what they say."""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import reduce
from operator import or_

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.conformance import build_conformance
from metermap.codegen.conformance.model import Conformance, Presence, Service, Statement, TestCase, Why
from metermap.codegen.conformance.spans import Span, is_hollow, spans
from metermap.codegen.conformance.written import is_number, number_at
from metermap.codegen.vectors import layout_of, read_vectors
from metermap.core.addresses import DlmsAddress
from metermap.mappings.model import ResolvedModel
from metermap.mappings.results import case_id
from metermap.protocols import load_dictionaries
from tests.conformance.bindings import Bindings, flat
from tests.gb.load import load_gb

Cases = tuple[TestCase, ...]
CONSTANTS = {said.key: said.value for said in load_gb().statements if said.value}
HEAD = 3  # the frame control, the sequence number, the command: of a cluster's command in these messages


def meant(constant: str) -> list[object]:
    """Return what a constant may be in the notation of vectors; ``0xFF`` is a number, with a sign or not, or octets."""
    found: list[object] = []
    for text in constant.split(" | "):
        number = {"true": 1, "false": 0}.get(text)
        if number is None and text.removeprefix("-").removeprefix("0x").isalnum():
            number = int(text, 0)
            found += [number - (1 << size) for size in (8, 16, 32) if text.startswith("0x") and number >> size - 1]
        found += [text.strip('"'), text.removeprefix("0x").lower(), *([] if number is None else [number, str(number)])]
    return found


def walked(case: TestCase, octets: bytes) -> tuple[Span, ...]:
    """Return the values in the payload of a cluster's command, with the ways to them; nothing of other messages."""
    if case.service is not Service.COMMAND or not octets or octets[0] & 0b11 != 1:
        return ()
    side = "server" if octets[0] & 0b1000 else "client"
    layout = layout_of(f"zcl command {case.address[:6]} {side} 0x{octets[2]:02X}")
    return (spans(layout, octets[HEAD:]) or ()) if layout else ()


def top(case: TestCase, octets: bytes) -> dict[str, int]:
    """Return the numbers that stand at the top of the payload of a cluster's command."""
    found = [span for span in walked(case, octets) if len(span.way) == 1 and is_number(octets[HEAD:], span)]
    return {str(span.way[0]): number_at(octets[HEAD:], span) for span in found}


class TestTheBindingsReadThem:
    def test_the_value_that_is_stated_is_the_one_in_the_octets(self, cases: Cases, bindings: Bindings) -> None:
        carried = [case for case in cases if case.carried_in and case.stimulus + case.expected]
        assert len(carried) > 1_000
        wrong = [
            (case.id, case.value, bindings.value(case))
            for case in carried
            if (case.stimulus if case.carried_in == "stimulus" else case.expected)
            and Why.NOT_REACHED not in case.why
            and bindings.value(case) != flat(case.value)
        ]
        assert wrong == []

    def test_each_message_comes_back_as_it_was(self, cases: Cases, bindings: Bindings) -> None:
        messages = [(case, octets) for case in cases for octets in (case.stimulus, case.expected) if octets]
        assert len(messages) > 2_000
        assert [case.id for case, octets in messages if bindings.encoded_again(case, octets) != octets] == []

    def test_what_travels_whole_is_encoded_again_to_the_same_octets(self, cases: Cases, bindings: Bindings) -> None:
        for case in cases:
            message = case.stimulus if case.carried_in == "stimulus" else case.expected
            if case.carried_in and message:
                entry, octets = bindings.entry(case), bindings.whole(case)
                again = (
                    entry.encode_whole(entry.decode_whole(octets))
                    if hasattr(entry, "encode_whole")
                    else entry.encode(entry.decode_exact(octets))
                )
                assert again == octets, case.id

    def test_a_stimulus_names_the_object_or_cluster_of_the_statement(self, cases: Cases, bindings: Bindings) -> None:
        apdu, frames = bindings.module("apdu"), bindings.module("frames")
        asked: Counter[str] = Counter()
        for case in cases:
            if not case.stimulus:
                continue
            entry = bindings.entry(case)
            asked[case.service] += 1
            if case.protocol == "dlms":
                request = apdu.APDU.decode_exact(case.stimulus)
                about = getattr(request, "attribute", None) or request.method
                assert (about.class_id, about.logical_name) == (entry.class_id, entry.octets)
            elif case.service is Service.READ_ATTRIBUTES:
                frame = frames.FRAME.decode_exact(case.stimulus)
                assert frames.READ_ATTRIBUTES.decode_exact(frame.payload) == (entry.number,)
        assert set(asked) == set(Service) - {Service.NONE, Service.WRITE_ATTRIBUTES}

    def test_a_fixed_value_of_the_mapping_stands_in_the_octets(self, cases: Cases, bindings: Bindings) -> None:
        numbers = [
            case
            for case in cases
            if case.carried_in and case.fixed and bindings.entry(case).constant.removeprefix("-").isdigit()
        ]
        assert len(numbers) > 50
        for case in numbers:
            if Why.NOT_REACHED not in case.why:
                assert case.value == int(bindings.entry(case).constant), case.id

    def test_a_number_that_is_written_is_one_that_the_mapping_allows(self, cases: Cases, bindings: Bindings) -> None:
        written = [case for case in cases if case.carried_in == "stimulus" and type(case.value) is int]
        assert len(written) > 100
        for case in written:
            terms = bindings.entry(case).terms
            assert not terms.allowed or any(low <= case.value <= high for low, high in terms.allowed), case.id


class TestWhatTheMappingSays:
    def test_each_constant_stands_in_the_octets_or_the_case_says_why_not(self, cases: Cases) -> None:
        held = [case for case in cases if case.statement in CONSTANTS and not case.why]
        assert len(held) > 150
        wrong = [(case.id, case.value) for case in held if case.value not in meant(CONSTANTS[case.statement])]
        assert wrong == []

    def test_a_snapshot_is_of_the_type_that_the_mapping_says(self, cases: Cases) -> None:
        said = [case for case in cases if ": snapshotPayloadType" in case.address]
        assert {(case.device, case.use_case) for case in said} == {
            ("GSME", "GCS15b"),
            ("GSME", "GCS15c"),
            ("GSME", "GCS16a"),
            ("GPF", "GCS15c"),
            ("GPF", "GCS53"),
        }
        exchanges = {(case.device, case.exchange) for case in said}
        for case in cases:
            if (case.device, case.exchange) in exchanges:
                assert case.vectors == ("zcl/0x0702/snapshot-delivered-blocks-no-bill",), case.id

    def test_octets_hold_what_they_are_for(self, cases: Cases) -> None:
        vectors = {vector.id: vector for vector in read_vectors()}
        used = {name for case in cases for name in case.vectors}
        layouts = [(vectors[name], layout_of(vectors[name].type)) for name in used]
        assert len(layouts) > 80
        assert [vector.id for vector, layout in layouts if layout and is_hollow(layout, vector.octets)] == []

    @pytest.mark.parametrize(("use_case", "kind"), [("GCS01a", 0), ("GCS05", 3), ("GCS21f", 0), ("GCS21b", 3)])
    def test_all_messages_about_a_calendar_are_about_that_calendar(
        self, cases: Cases, use_case: str, kind: int
    ) -> None:
        messages = [
            (case, octets)
            for case in cases
            if case.use_case == use_case and case.address.startswith("0x0707")
            for octets in (case.stimulus, case.expected)
        ]
        found = [(case.id, fields.get("calendarType")) for case, octets in messages if (fields := top(case, octets))]
        assert {number for _, number in found} == {kind, None}

    def test_an_answer_repeats_what_is_asked_for(self, cases: Cases) -> None:
        compared: Counter[str] = Counter()
        for case in cases:
            asked, told = top(case, case.stimulus), top(case, case.expected)
            for name in asked.keys() & told.keys() - {"startTime", "snapshotCause", "numberOfSamples"}:
                compared[name] += 1
                assert asked[name] == told[name], (case.id, name)
            if {"snapshotCause"} <= asked.keys() & told.keys():
                compared["snapshotCause"] += 1
                assert told["snapshotCause"] & asked["snapshotCause"] == told["snapshotCause"] > 0, case.id
        assert {"sampleId", "calendarType", "providerId", "issuerCalendarId", "snapshotCause"} <= set(compared)

    def test_reserved_bits_are_zero(self, cases: Cases) -> None:
        said = {
            (case.device, case.use_case, (case.address.partition(": ")[2].split()[0],))
            for case in cases
            if case.statement in CONSTANTS and ": " in case.address
        }
        bitmaps = 0
        for case in cases:
            for octets in (case.stimulus, case.expected):
                for span in walked(case, octets):
                    if (
                        case.device,
                        case.use_case,
                        span.way,
                    ) in said:  # the mapping may set any bit
                        continue
                    meant_bits = reduce(or_, (mask for mask, _ in span.names), 0)
                    if span.codec.name.startswith("map") and meant_bits:
                        bitmaps += 1
                        assert number_at(octets[HEAD:], span) & ~meant_bits == 0, (case.id, span.way)
        assert bitmaps > 50

    def test_an_output_is_read_also_where_the_use_case_updates(self, cases: Cases) -> None:
        outputs = [case for case in cases if case.use_case == "ECS70" and ".methodOutput:" in case.element]
        assert [(case.device, case.service, case.carried_in) for case in outputs] == [
            (device, Service.GET, "expected") for device in ("ESME", "ESME", "SAPC", "SAPC")
        ]

    def test_a_member_is_found_by_the_name_that_it_has_in_the_form_that_is_sent(self, cases: Cases) -> None:
        general = [case for case in cases if case.address.endswith("activePriceTierOrFriendlyCreditEnable")]
        assert {case.use_case: case.value for case in general} == {"GCS01a": 1, "GCS05": True}


class TestWhereTheyAreFrom:
    def test_each_leads_to_cell_line_use_case_and_vector(self, cases: Cases) -> None:
        model, vectors = load_gb(), {vector.id for vector in read_vectors()}
        keys = {statement.key: statement for statement in model.statements}
        for case in cases:
            said = keys[case.statement]
            assert (case.mapping, case.element) == (str(said.place), said.element)
            assert case.cell.startswith("smets2.xlsx[") == bool(said.element)
            assert case.use_case_cell.startswith("smets2.xlsx[Use cases]!")
            assert set(case.vectors) <= vectors
            assert bool(case.vectors) == bool(case.sources) == bool(case.carried_in)

    def test_an_id_is_made_of_use_case_and_statement_and_is_unique(self, cases: Cases) -> None:
        assert all(case.id == case_id(case.use_case, case.statement) for case in cases)
        assert len({case.id for case in cases}) == len(cases)

    def test_there_is_one_for_each_statement_with_a_home_in_each_of_its_use_cases(self, cases: Cases) -> None:
        homes = [said for said in load_gb().statements if said.address is not None and not said.proposed]
        assert len(cases) == sum(len(said.use_cases) for said in homes)

    def test_the_cases_of_an_exchange_have_the_same_messages(self, cases: Cases) -> None:
        exchanges: dict[tuple[str, str], set[tuple[bytes, bytes]]] = defaultdict(set)
        for case in cases:
            exchanges[case.device, case.exchange].add((case.stimulus, case.expected))
        assert {len(messages) for messages in exchanges.values()} == {1}

    def test_what_is_conditional_says_on_what(self, cases: Cases) -> None:
        conditional = [case for case in cases if case.presence is Presence.CONDITIONAL]
        assert conditional
        assert {case.condition for case in conditional} == {"variant = twin_element"}


class TestWhatLacksOctets:
    def test_each_says_why_and_none_without_need(self, cases: Cases) -> None:
        for case in cases:
            assert bool(case.why) == (not case.stimulus or not case.expected), case.id

    @pytest.mark.parametrize(
        ("device", "figures"),
        [
            ("ESME", (805, 598, 89, 118)),
            ("GSME", (351, 351, 0, 0)),
            ("SAPC", (127, 98, 23, 6)),
            ("CHF", (107, 22, 57, 28)),
            ("GPF", (19, 9, 10, 0)),
        ],
    )
    def test_the_figures_of_the_shipped_workspace(
        self, gb: Conformance, device: str, figures: tuple[int, int, int, int]
    ) -> None:
        counts = next(each.counts for each in gb.statements if each.device == device)
        assert (counts.cases, counts.both, counts.one, counts.none) == figures
        assert counts.cases == counts.both + counts.one + counts.none
        assert counts.from_vectors + counts.own <= counts.both + counts.one

    def test_the_reasons_of_the_shipped_workspace(self, cases: Cases) -> None:
        assert Counter(why for case in cases for why in case.why) == {
            Why.ORDER: 187,
            Why.PROTECTED: 100,
            Why.CONSTANT: 20,
            Why.NAMED: 14,
            Why.NO_REQUEST: 14,
        }

    def test_an_address_that_no_message_can_name_is_a_reason_and_no_crash(self) -> None:
        model = load_gb()
        said = next(each for each in model.statements if each.element == "ActiveExportRegister.value" and each.row)
        assert isinstance(said.address, DlmsAddress)
        far = replace(said, address=replace(said.address, class_id=70_000))
        statement = self.made(replace(model, statements=(far,)))
        assert [case.why for case in statement.cases] == [(Why.NO_ROOM,)]

    def test_a_use_case_that_neither_reads_nor_updates_has_no_stimulus(self) -> None:
        model = load_gb()
        catalogue = model.catalogue
        unknown = tuple(
            replace(case, read_or_update=replace(case.read_or_update, value="N/A")) for case in catalogue.use_cases
        )
        said = next(each for each in model.statements if each.element == "ActiveExportRegister.value" and each.row)
        other = replace(model, statements=(said,), catalogue=replace(catalogue, use_cases=unknown))
        assert [case.why for case in self.made(other).cases] == [(Why.NEITHER,)]
        without = replace(model, statements=(said,), catalogue=replace(catalogue, use_cases=()))
        [case] = self.made(without).cases
        assert (case.why, case.title, case.use_case_cell) == ((Why.NEITHER,), "", "")

    def made(self, model: ResolvedModel) -> Statement:
        given = GeneratorInput(model, "gb", {}, load_dictionaries(("gb",)))
        return build_conformance(given, ["ESME"]).statements[0]
