"""The command behind `sh scripts/oracles`: what differs from the oracles, and how much they cover."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from metermap.codegen.vectors.model import printed
from metermap.protocols import load_dictionaries
from tests.oracles.ask import ask_all
from tests.oracles.comparison import compare_all
from tests.oracles.coverage import PAGE, coverage_page
from tests.oracles.differences import Difference, merged, print_lines, read_lists, write_lists
from tests.oracles.vector_entries import entries_of_gb
from tests.oracles.vector_figures import PAGE as FIGURES
from tests.oracles.vector_figures import figures_page
from tests.oracles.vector_files import committed, print_codecs, read_codecs, rebuild, write_codecs, write_vectors

ROOT: Final = Path(__file__).parents[2]


def main() -> None:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog="sh scripts/oracles", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    differences = commands.add_parser("differences", help="print what to add to the lists and what to remove")
    differences.add_argument("--all", action="store_true", help="print all differences there are, without verdicts")
    differences.add_argument(
        "--write", action="store_true", help="write the lists anew; a line as it was keeps its verdict"
    )
    coverage = commands.add_parser("coverage", help=f"print {PAGE}")
    coverage.add_argument("--write", action="store_true", help="write it")
    vectors = commands.add_parser("vectors", help="build the vectors again, and print what is not as published")
    vectors.add_argument("--write", action="store_true", help="write the files and the list of what libraries say")
    options = parser.parse_args()
    if options.command == "vectors":
        _vectors(write=options.write)
    elif options.command == "coverage":
        _coverage(write=options.write)
    else:
        _differences(everything=options.all, write=options.write)


def _differences(*, everything: bool, write: bool) -> None:
    current, listed = compare_all().differences, read_lists()
    if everything:
        sys.stdout.write(print_lines(map(Difference, current)))
        return
    lines = merged(current, listed)
    if write:
        write_lists(lines)
        return
    sys.stdout.write("add, with a verdict:\n" + print_lines(line for line in lines if not line.verdict))
    sys.stdout.write("remove:\n" + print_lines(line for line in listed if line not in lines))


def _coverage(*, write: bool) -> None:
    page = coverage_page(load_dictionaries(("gb",)), compare_all(), ask_all().versions)
    if write:
        (ROOT / PAGE).write_text(page, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(page)


def _vectors(*, write: bool) -> None:
    known, listed = committed(), read_codecs()
    made = rebuild(known)
    if write:
        write_vectors(made.vectors.values())
        write_codecs(made.differences, listed)
        page = figures_page(made.vectors.values(), read_codecs(), entries_of_gb())
        (ROOT / FIGURES).write_text(page, encoding="utf-8", newline="\n")
        return
    changed = [vector for id_, vector in made.vectors.items() if known.get(id_) != vector]
    sys.stdout.write("write, built otherwise than published:\n")
    sys.stdout.writelines(f"{printed(vector)}\n" for vector in changed)
    current = {line.key for line in made.differences}
    new = [line for line in made.differences if line.key not in {each.key for each in listed}]
    gone = [line for line in listed if line.key not in current]
    sys.stdout.write("add, with a verdict:\n" + print_codecs(new))
    sys.stdout.write("remove:\n" + print_codecs(gone))


if __name__ == "__main__":
    main()
