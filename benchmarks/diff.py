"""Comparing two states with reading their two files: of ``gb/``, and of ten and twenty times as many rows.

Three pairs each: twice the same; one line in a hundred with another unit, and all those behind a new one moved by a
line; and every id another. Judging the changes is part of it.
"""

from __future__ import annotations

import json

from benchmarks.measure import GB, own_seconds
from benchmarks.scaled import scaled
from metermap import pipeline
from metermap.codegen.changes.apply import apply
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Snapshot
from metermap.codegen.changes.snapshot import read_snapshot, snapshot_of
from metermap.codegen.exchange.documents import model_document

ROUNDS = 3


def main() -> None:
    model = pipeline.check(GB).model
    if model is None:
        message = "the workspace gb has no model; run metermap check gb"
        raise SystemExit(message)
    items = len({element.item.value for element in model.catalogue.elements})
    for times in (1, 10, 20):
        print_size(times, json.dumps(model_document(scaled(model, items * times), ())))


def print_size(times: int, data: str) -> None:
    old = read_snapshot(data.encode(), "then")
    lines = sum(map(len, old.lists.values()))
    print(f"\ngb x {times}: {lines:,} lines, {len(data) / 1e6:.1f} MB")
    loads = min(own_seconds(lambda: (json.loads(data), json.loads(data))) for _ in range(ROUNDS))
    print(f"  {'json.loads of both':32} {loads:7.2f} s")
    print_line("reading both states", own_seconds(lambda: [read_snapshot(data.encode(), "") for _ in range(2)]), loads)
    for name, new in (
        ("twice the same", read_snapshot(data.encode(), "now")),
        ("one in a hundred, all moved", edited(data)),
        ("every id another", other_ids(data)),
    ):
        seconds = min(own_seconds(lambda: compare(old, new, {})) for _ in range(ROUNDS))  # noqa: B023  (called at once)
        diff = compare(old, new, {})
        assert apply(old, diff) == new
        print_line(f"{name} ({len(diff.changes):,})", seconds, loads)


def print_line(name: str, seconds: float, loads: float) -> None:
    print(f"  {name:40} {seconds:7.2f} s  {seconds / loads:6.1f} of loading")


def edited(data: str) -> Snapshot:
    document = json.loads(data)
    for number, statement in enumerate(document["statements"]):
        file, line, column = statement["place"].split(":")
        statement["place"] = f"{file}:{int(line) + 1}:{column}"
        if number % 100 == 0:
            statement["unit"] += " now"
    for element in document["elements"]:
        element["cells"] = {name: f"{cell}0" for name, cell in element["cells"].items()}
    return snapshot_of(document, "now")


def other_ids(data: str) -> Snapshot:
    document = json.loads(data)
    ids = {element["id"]: f"id {number}" for number, element in enumerate(document["elements"])}
    for element in document["elements"]:
        element["id"] = ids[element["id"]]
    for statement in document["statements"]:
        statement["element"] = ids.get(statement["element"], "")
    return snapshot_of(document, "now")


if __name__ == "__main__":
    main()
