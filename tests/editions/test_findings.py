"""A finding of another edition in lists and formats: known by its edition, and all others as before."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from metermap.core.baseline import Entry, counted_keys, hold_against
from metermap.core.expected import Expectation, compare
from metermap.core.findings import Finding, Severity
from metermap.core.places import TextPlace
from metermap.core.render import OutputFormat, render
from metermap.core.stored_findings import decode_finding, encode_finding

PLACE = TextPlace("a.map", 3, 1)
NOW = Finding("MM401", Severity.WARNING, "a type", PLACE, "sep/X.value#1")
THEN = replace(NOW, message="in Small 1.0: a type", edition="Small 1.0")


def row(subject: str) -> Expectation:
    return Expectation("MM401", subject, "open", "seen", TextPlace("expected.csv", 2, 1))


class TestReviewed:
    @pytest.mark.parametrize(
        ("subject", "known"),
        [
            ("sep/X.value#1", (NOW, THEN)),
            ("Small 1.0: sep/X.value#1", (THEN,)),
        ],
    )
    def test_a_row_without_an_edition_is_for_all_and_one_with_it_for_that_alone(
        self, subject: str, known: tuple[Finding, ...]
    ) -> None:
        reviewed = compare((NOW, THEN), (row(subject),))
        assert set(reviewed.known) == set(known)
        assert not [finding for finding in reviewed.new if finding.code == "MM053"]

    @pytest.mark.parametrize("subject", ["Small 0.9: sep/X.value#1", "Small 1.0: sep/Y.value#1"])
    def test_a_row_that_names_another_is_stale(self, subject: str) -> None:
        reviewed = compare((NOW, THEN), (row(subject),))
        assert reviewed.known == ()
        assert [finding.code for finding in reviewed.new].count("MM053") == 1


class TestBaseline:
    def test_the_editions_are_counted_apart(self) -> None:
        assert counted_keys((NOW, THEN)) == {("MM401", "sep/X.value#1"): 1, ("MM401", "Small 1.0: sep/X.value#1"): 1}

    def test_what_is_held_of_one_is_not_of_the_other(self) -> None:
        held = hold_against((NOW, THEN), [Entry("MM401", "Small 1.0: sep/X.value#1", 1, PLACE)])
        assert (held.held, held.new) == ((THEN,), (NOW,))


class TestFormats:
    def test_it_comes_back_from_the_store(self) -> None:
        assert [decode_finding(encode_finding(finding)) for finding in (NOW, THEN)] == [NOW, THEN]

    def test_json_has_the_key_of_all_and_a_name_of_those_of_others(self) -> None:
        found = json.loads(render((NOW, THEN), OutputFormat.JSON))["findings"]
        assert [finding["edition"] for finding in found] == ["", "Small 1.0"]

    def test_sarif_tells_the_two_apart(self) -> None:
        results = json.loads(render((NOW, THEN), OutputFormat.SARIF))["runs"][0]["results"]
        assert [result["properties"] for result in results] == [
            {"subject": "sep/X.value#1"},
            {"subject": "sep/X.value#1", "edition": "Small 1.0"},
        ]
        prints = [next(iter(result["partialFingerprints"].values())).split(":")[0] for result in results]
        assert len(set(prints)) == 2

    @pytest.mark.parametrize("form", [each for each in OutputFormat if each is not OutputFormat.JSON])
    def test_every_other_format_shows_it(self, form: OutputFormat) -> None:
        assert "Small 1.0" in render((THEN,), form)
        assert "Small 1.0" not in render((NOW,), form)
