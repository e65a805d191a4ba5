"""Values in octets: found where they are, and replaced without touching anything else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.bindings.layouts import Layout, Leaf
from metermap.codegen.bindings.scan import EntryFacts, scan
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep
from metermap.codegen.conformance.model import Why
from metermap.codegen.conformance.putting import Wanted, Whole, agreed
from metermap.codegen.conformance.spans import Span, is_hollow, leads_to, spans
from metermap.codegen.conformance.values import bits_of, value_at, way_of, with_value
from metermap.codegen.conformance.wholes import Wholes
from metermap.codegen.conformance.written import (
    alternatives,
    constant_octets,
    is_number,
    number_at,
    shown,
    with_number,
)
from metermap.codegen.vectors import Vector, layout_of, read_vectors
from metermap.protocols import load_dictionaries
from metermap.protocols.sep.conditions import Count
from tests.gb.load import load_gb


def walked() -> list[tuple[Vector, Layout, tuple[Span, ...]]]:
    """Return the accepted vectors whose values can be told apart."""
    found = []
    for vector in read_vectors():
        layout = layout_of(vector.type) if vector.accepted and not vector.order else None
        places = spans(layout, vector.octets) if layout is not None else None
        if layout is not None and places is not None:
            found.append((vector, layout, places))
    return found


WALKED = walked()
NUMBERS = [
    (vector, layout, span) for vector, layout, places in WALKED for span in places if is_number(vector.octets, span)
]


class TestFindingValues:
    def test_nearly_all_vectors_can_be_walked(self) -> None:
        with_layout = [each for each in read_vectors() if each.accepted and not each.order and layout_of(each.type)]
        left = {vector.type for vector in with_layout} - {vector.type for vector, _, _ in WALKED}
        assert left == {"zcl array", "zcl bag", "zcl set", "zcl struct"}

    @pytest.mark.parametrize("number", range(0, len(WALKED), 7))
    def test_values_stand_in_order_and_do_not_overlap(self, number: int) -> None:
        vector, _, places = WALKED[number]
        ends = [0]
        for span in places:
            assert ends[-1] <= span.start < span.end <= len(vector.octets)
            ends.append(span.end)

    def test_each_value_is_what_the_vector_says(self) -> None:
        told = 0
        for vector, _, places in WALKED:
            for span in places:
                said = value_at(vector.value, span.way)
                if is_number(vector.octets, span) and not isinstance(said, dict):
                    told += 1
                    assert shown(vector.octets, span) == said, (vector.id, span.way)
        assert told > 1_000

    def test_octets_of_another_layout_are_not_walked(self) -> None:
        long = layout_of("axdr array{long}")
        assert long is not None
        assert spans(long, bytes.fromhex("0101 10 00")) is None
        assert spans(long, bytes.fromhex("0101 100001 00")) is None

    def test_a_list_whose_count_is_not_there_holds_nothing(self) -> None:
        assert Count("n").of(0) == 0


class TestReplacingNumbers:
    @given(st.sampled_from(NUMBERS), st.integers(-(2**63), 2**64))
    def test_what_is_written_is_read_and_nothing_else_changes(
        self, case: tuple[Vector, Layout, Span], number: int
    ) -> None:
        vector, _, span = case
        made = with_number(vector.octets, span, number)
        size = 8 * (span.end - span.start - (span.codec.wire is Wire.AXDR))
        assert (made is None) == (not -(2 ** (size - 1)) <= number < 2**size)
        if made is not None:
            assert number_at(made, span) % 2**size == number % 2**size
            assert (made[: span.start], made[span.end :]) == (vector.octets[: span.start], vector.octets[span.end :])
            assert with_number(made, span, number_at(vector.octets, span)) == vector.octets

    @given(st.sampled_from(NUMBERS), st.integers(0, 7), st.integers(1, 8), st.integers(-1, 300))
    def test_bits_are_replaced_alone(
        self, case: tuple[Vector, Layout, Span], lowest: int, width: int, number: int
    ) -> None:
        vector, _, span = case
        bits = BitsStep(lowest, width)
        made = with_number(vector.octets, span, number, bits)
        if made is None:
            return
        assert number_at(made, span, bits) == number
        mask = ((1 << width) - 1) << lowest
        assert number_at(made, span) & ~mask == number_at(vector.octets, span) & ~mask

    @given(st.sampled_from(WALKED), st.data())
    def test_a_value_put_in_is_the_value_that_is_there(
        self, case: tuple[Vector, Layout, tuple[Span, ...]], data: st.DataObject
    ) -> None:
        vector, _, places = case
        span = data.draw(st.sampled_from(places)) if places else None
        if span is not None and value_at(vector.value, span.way) is not None:
            assert value_at(with_value(vector.value, span.way, 5), span.way) == 5


class TestConstants:
    def one(self, type_: str, octets: str, constant: str) -> str | None:
        layout = layout_of(type_)
        assert layout is not None
        data = bytes.fromhex(octets)
        [span] = spans(layout, data) or ()
        made = constant_octets(data, span, constant)
        return None if made is None else made.hex()

    @pytest.mark.parametrize(
        ("type_", "octets", "constant", "made"),
        [
            ("axdr integer", "0f05", "-5", "0ffb"),
            ("axdr boolean", "0300", "0x01", "0301"),
            ("axdr boolean", "0300", "true", "0301"),
            ("axdr long-unsigned", "120001", "0xFFFF", "12ffff"),
            ("axdr octet-string", "090100", "0x00000A0067FF", "090600000a0067ff"),
            ("axdr octet-string", "090100", '""', "0900"),
            ("axdr bit-string", "0405b0", '""', "0400"),
            ("zcl uint16", "3412", "0x2710", "1027"),
            ("zcl int32", "00000000", "0xFFFFFFFF", "ffffffff"),
            ("zcl octstr", "0101", '"abc"', "03616263"),
        ],
    )
    def test_it_is_written_as_octets_of_the_type(self, type_: str, octets: str, constant: str, made: str) -> None:
        assert self.one(type_, octets, constant) == made

    @pytest.mark.parametrize(
        ("type_", "octets", "constant"),
        [
            ("axdr bit-string", "0405b0", "0b11111110"),
            ("axdr integer", "0f05", "300"),
            ("axdr integer", "0f05", '"five"'),
            ("axdr octet-string", "090100", "0x123"),
            ("axdr octet-string[4]", "090400010203", "0x0001"),
            ("axdr octet-string[1..3]", "09020001", "0x00010203"),
            ("zcl octstr", "0101", f"0x{'00' * 255}"),
            ("zcl date", "7c021d04", "0x7c021d05"),
        ],
    )
    def test_one_that_does_not_fit_is_not_forced(self, type_: str, octets: str, constant: str) -> None:
        assert self.one(type_, octets, constant) is None

    def test_alternatives_are_parted_and_texts_are_not(self) -> None:
        assert alternatives("0x01 | 0x02") == ("0x01", "0x02")
        assert alternatives('"a | b"') == ('"a | b"',)

    def test_a_non_value_of_smart_energy_is_shown_as_none(self) -> None:
        span = Span((), 0, 2, Codec(Wire.ZCL, "uint16"))
        assert shown(b"\xff\xff", span) is None
        assert shown(b"\xff\xff", replace(span, codec=Codec(Wire.ZCL, "map16"))) == 0xFFFF


class TestWays:
    def test_steps_lead_along_a_way(self) -> None:
        steps = (MemberStep(1, "entries"), ElementStep(2, 4), BitsStep(0, 4))
        assert leads_to(steps, ("entries", 3))
        assert not leads_to(steps, ("entries", 5))
        assert not leads_to(steps, ("entries",))
        assert leads_to((ElementStep(),), (17,))
        assert (way_of(steps), bits_of(steps)) == (("entries", 2), steps[2])


class TestComposing:
    def test_a_list_without_a_vector_is_made_of_vectors_of_its_elements(self) -> None:
        layout = layout_of("axdr array{double-long-unsigned}")
        assert layout is not None
        alone = [each for each in read_vectors() if each.type == "axdr double-long-unsigned"]
        whole = Wholes(alone).of(layout)
        assert isinstance(whole, Whole)
        assert whole.composed
        assert isinstance(whole.value, list)
        assert whole.octets[:2] == b"\x01\x02"
        assert set(whole.vectors) <= {vector.id for vector in alone}

    def test_nothing_is_made_of_nothing(self) -> None:
        assert Wholes(()).of(Leaf(Codec(Wire.AXDR, "long"))) is Why.NO_VECTOR


def accepted(*ids: str) -> list[Vector]:
    return [vector for vector in read_vectors() if vector.id in ids]


def layout_in(vector: Vector) -> Layout:
    layout = layout_of(vector.type)
    assert layout is not None
    return layout


class TestHollowOctets:
    @pytest.mark.parametrize(
        "name",
        [
            "zcl/0x0700/price-matrix-empty",
            "zcl/0x0702/snapshot-of-another-type",
            "zcl/0x0705/snapshot-of-another-type",
            "zcl/0x0705/top-up-log-without-list",
            "zcl/0x0707/day-of-another-type",
            "zcl/0x0709/log-of-no-events",
        ],
    )
    def test_an_empty_list_and_a_form_of_another_type_are(self, name: str) -> None:
        [vector] = accepted(name)
        assert is_hollow(layout_in(vector), vector.octets)

    @pytest.mark.parametrize(
        "name",
        [
            "zcl/0x0700/price-matrix-of-tiers",
            "zcl/0x0700/block-thresholds",
            "zcl/0x0705/snapshot",
            "dlms/class-7/range",
        ],
    )
    def test_what_holds_a_value_is_not(self, name: str) -> None:
        [vector] = accepted(name)
        assert not is_hollow(layout_in(vector), vector.octets)


class TestChoosing:
    """A vector that does not suit is not taken: the case then says why."""

    def entry(self, statement: str) -> EntryFacts:
        given = GeneratorInput(load_gb(), "gb", {}, load_dictionaries(("gb",)))
        return next(
            entry for device in scan(given, str).devices for entry in device.entries if entry.statement.key == statement
        )

    def test_an_element_without_a_field_is_not_tested_by_octets_that_hold_none(self) -> None:
        vectors = accepted("zcl/0x0700/price-matrix-empty")
        unnamed = next(said.key for said in load_gb().statements if "PublishPriceMatrix: _" in str(said.address))
        wanted = Wanted((self.entry(unnamed),))
        assert Wholes(vectors).of(layout_in(vectors[0]), wanted) is Why.NOT_REACHED

    def test_a_value_of_the_mapping_is_not_dropped_where_the_octets_are_of_another_form(self) -> None:
        vectors = accepted("zcl/0x0702/snapshot-of-another-type", "zcl/0x0702/snapshot-of-tiers")
        wanted = Wanted(kinds={"snapshotPayloadType": 6})
        assert Wholes(vectors).of(layout_in(vectors[0]), wanted) is Why.CONSTANT

    def test_octets_that_are_no_date_stand_for_no_date(self) -> None:
        entry = self.entry(
            next(said.key for said in load_gb().statements if "validity_interval_start" in str(said.address))
        )
        assert entry.transfer is not None
        wholes = Wholes(read_vectors())
        assert isinstance(wholes.of(entry.transfer.layout, Wanted((entry,))), Whole)
        year_alone = replace(entry, statement=replace(entry.statement, value="0x07E8"))
        assert wholes.of(entry.transfer.layout, Wanted((year_alone,))) is Why.CONSTANT

    def test_a_vector_of_the_form_that_the_mapping_says_is_taken(self) -> None:
        vectors = [vector for vector in read_vectors() if vector.id.startswith("zcl/0x0702/snapshot-")]
        whole = Wholes(vectors).of(layout_in(vectors[0]), Wanted(kinds={"snapshotPayloadType": 6}))
        assert isinstance(whole, Whole)
        assert (whole.vectors, whole.fixed) == (("zcl/0x0702/snapshot-delivered-blocks-no-bill",), ("snapshotCause",))


class TestRequestAndAnswer:
    def pair(
        self, request: str, answer: str, *, asked: int | None = None, said: int | None = None
    ) -> tuple[Whole, Whole]:
        """Return two wholes that agree, with a snapshot cause that is asked for and one that the mapping says."""
        wholes = []
        for name, number in ((request, asked), (answer, said)):
            vectors = accepted(name)
            kinds = {} if number is None else {"snapshotCause": number}
            whole = Wholes(vectors).of(layout_in(vectors[0]), Wanted(kinds=kinds))
            assert isinstance(whole, Whole)
            wholes.append(whole)
        return agreed(wholes[0], wholes[1])

    def cause(self, whole: Whole) -> object:
        return value_at(whole.value, ("snapshotCause",))

    @pytest.mark.parametrize(
        ("asked", "said", "found"),
        [
            (2, None, (2, 2)),
            (3, None, (3, 1)),  # the answer's cause is one of those asked for
            (None, 4, (4, 4)),
            (2, 4, (2, 4)),  # the mapping says both
        ],
    )
    def test_what_the_mapping_says_counts_then_what_is_asked_for(
        self, asked: int | None, said: int | None, found: tuple[int, int]
    ) -> None:
        pair = self.pair("zcl/0x0702/get-snapshot", "zcl/0x0702/snapshot-of-tiers", asked=asked, said=said)
        assert tuple(map(self.cause, pair)) == found

    def test_a_sample_has_the_number_that_is_asked_for_and_may_be_shorter(self) -> None:
        request, answer = self.pair("zcl/0x0702/get-sampled-data", "zcl/0x0702/samples")
        assert value_at(answer.value, ("sampleId",)) == value_at(request.value, ("sampleId",))
        assert (value_at(request.value, ("numberOfSamples",)), value_at(answer.value, ("numberOfSamples",))) == (48, 2)
