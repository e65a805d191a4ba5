"""A difference that was made of another state is refused, and the line that does not fit is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metermap.codegen.changes.apply import MismatchError, apply
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Diff, Kind
from tests.codegen.changes.states import Document, line, small, state

ID = "ActiveExportRegister.value"


def difference(new: Document) -> Diff:
    return compare(state(small()), state(new), {})


def without(document: Document, kind: str, index: int = 0) -> Document:
    del document[kind][index]
    return document


class TestAnotherState:
    def test_a_line_that_is_not_there(self) -> None:
        diff = difference(without(small(), "elements", 6))
        with pytest.raises(MismatchError, match="element Active Import Register: this state has no such line"):
            apply(state(without(small(), "elements", 6)), diff)

    def test_another_line_in_its_place(self) -> None:
        diff = difference(without(small(), "elements", 1))
        old = small()
        old["elements"].reverse()
        with pytest.raises(MismatchError, match=r"element ActiveExportRegister\.unit: another line is at place 1"):
            apply(state(old), diff)

    def test_a_field_with_another_value(self) -> None:
        new = small()
        line(new, Kind.STATEMENT, "ESME/dlms/100")["address"]["index"] = 5
        diff = difference(new)
        with pytest.raises(MismatchError, match=r"statement ESME/dlms/100: address\.index is not what it was"):
            apply(state(new), diff)


class TestSpoiltDifferences:
    """A difference may come from a file, in which anybody may have written."""

    def test_two_lines_at_one_place(self) -> None:
        new = small()
        line(new, Kind.ELEMENT, ID)["readers"] = "Supplier"
        diff = difference(new)
        second = replace(diff.changes[0].change, old_index=1, old_key="ActiveExportRegister.unit", fields=())
        spoilt = replace(diff, changes=(*diff.changes, replace(diff.changes[0], change=second)))
        with pytest.raises(MismatchError, match="another line has place 0"):
            apply(state(small()), spoilt)

    def test_a_place_that_the_list_does_not_have(self) -> None:
        new = small()
        new["elements"].append({**line(new, Kind.ELEMENT, ID), "id": "New.value"})
        diff = difference(new)
        far = replace(diff.changes[0].change, new_index=10**9)
        with pytest.raises(MismatchError, match=r"element New\.value: the new list has no place 1000000000"):
            apply(state(small()), replace(diff, changes=(replace(diff.changes[0], change=far),)))

    def test_an_added_line_without_a_record(self) -> None:
        new = small()
        new["elements"].append({**line(new, Kind.ELEMENT, ID), "id": "New.value"})
        diff = difference(new)
        bare = replace(diff.changes[0].change, record=None)
        with pytest.raises(MismatchError, match="its record is lacking"):
            apply(state(small()), replace(diff, changes=(replace(diff.changes[0], change=bare),)))

    def test_a_list_that_was_not_compared(self) -> None:
        diff = difference(without(small(), "elements"))
        with pytest.raises(MismatchError, match="its list was not compared"):
            apply(state(small()), replace(diff, compared=(Kind.DEVICE,)))
