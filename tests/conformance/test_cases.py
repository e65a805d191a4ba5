"""Test cases of the Great Britain workspace: the generated bindings read in them what they say."""

from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.conformance import build_conformance
from metermap.codegen.conformance.model import Conformance, Presence, Service, Statement, TestCase, Why
from metermap.codegen.vectors import read_vectors
from metermap.core.addresses import DlmsAddress
from metermap.mappings.model import ResolvedModel
from metermap.mappings.results import case_id
from metermap.protocols import load_dictionaries
from tests.conformance.bindings import Bindings, flat
from tests.gb.load import load_gb

Cases = tuple[TestCase, ...]


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
