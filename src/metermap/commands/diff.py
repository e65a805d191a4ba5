"""``metermap diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Diff
    from metermap.comparing import Compared, StateError
    from metermap.core.findings import Finding

__all__ = ["FORMATS", "VERDICTS", "diff"]

FORMATS = ("text", "md", "html", "json", "json-schema", "xlsx")
VERDICTS = ("documentation", "compatible", "conformance", "meaning", "wire", "break")
"""The names of the forms, and the words for verdicts; tests compare both with those that there are."""

_SUFFIXES = {"txt": "text", "md": "md", "html": "html", "json": "json", "xlsx": "xlsx"}
_PAIR, _ONE = 2, 1


@click.command(short_help="Show what changed between two states.")
@click.argument("states", nargs=-1, metavar="OLD NEW")
@click.option(
    "--against",
    metavar="RELEASE",
    help="The release that the workspace is held against: its label, last for the newest one, or a state as OLD. Then "
    "one argument at most names the workspace, by default the current folder.",
)
@click.option(
    "--fail-on",
    "words",
    type=click.Choice(VERDICTS),
    multiple=True,
    help="Makes a change of this verdict the exit code 1; break stands for conformance, meaning and wire. "
    "May be repeated.",
)
@click.option(
    "--workspace",
    "-w",
    type=click.Path(exists=True, path_type=Path),
    help="The workspace whose git revisions are meant, and whose profile reads workbooks.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="The form; by default text, or what FILE tells.")
@click.option(
    "--output",
    "-o",
    "outputs",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="The file to write, its form told by its suffix. May be repeated.",
)
@click.option("--only", type=click.Choice(VERDICTS), multiple=True, help="Shows these changes alone. May be repeated.")
@click.option("--item", "items", metavar="ITEM", multiple=True, help="Shows changes of this item alone.")
@click.option("--device", "devices", metavar="DEVICE", multiple=True, help="Shows changes for this device alone.")
@click.option("--dry-run", is_flag=True, help="Make everything, write nothing, and say what would change.")
@click.pass_context
def diff(
    context: click.Context,
    states: tuple[str, ...],
    *,
    against: str | None,
    words: tuple[str, ...],
    workspace: Path | None,
    form: str | None,
    outputs: tuple[Path, ...],
    only: tuple[str, ...],
    items: tuple[str, ...],
    devices: tuple[str, ...],
    dry_run: bool,
) -> int:
    """Show what changed from OLD to NEW, and what each change breaks for whom.

    Each of them is a workspace, or one of its editions as WORKSPACE@EDITION; the folder of a build or a release, or a
    model.json; a workbook; or a git revision: REV where the other state lies, or REV:PATH. A path that is there wins;
    git:REV says that a revision is meant, and ./NAME a path.

    Exit codes: 0 compared, whether or not something differs; 1 something that --fail-on names; 2 a state is not there;
    3 a state is unreadable.
    """
    asked = _asked(states, against, workspace)
    targets = _targets(form, outputs)
    shown = _Shown(only, items, devices)
    if shown.is_part and any(target.form == "json" for target in targets):
        message = (
            "JSON holds all changes, so that they lead from OLD to NEW: it goes with no --only, --item or --device"
        )
        raise click.UsageError(message)
    from metermap.comparing import StateError  # noqa: PLC0415  (asking for help must stay fast)

    try:
        compared = asked.compare()
    except StateError as error:
        _tell_error(error)
        context.exit(error.exit)
    _tell_notes(compared)
    shown.check(compared)
    part = shown.part_of(compared.diff)
    if part.changes or not compared.diff.changes:
        _give(part, targets, dry_run=dry_run)
    else:
        click.echo(f"none of {len(compared.diff.changes)} changes is of this kind, so that there is nothing to show")
    return _judge(compared, words)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is compared: two states, or a workspace with a release of it, where `old` names that."""

    old: str
    new: str
    workspace: Path | None
    release: bool = False

    def compare(self) -> Compared:
        """Return what is different.

        Raises:
            StateError: a state cannot be found or read.
        """
        from metermap.comparing import compare_states, compare_with_release  # noqa: PLC0415  (as above)

        if self.release:
            return compare_with_release(self.old, Path(self.new))
        return compare_states(self.old, self.new, self.workspace)


def _asked(states: tuple[str, ...], against: str | None, workspace: Path | None) -> _Asked:
    """Return what the arguments ask for.

    Raises:
        click.UsageError: there are too many of them, or too few.
    """
    if against is None:
        if len(states) != _PAIR:
            from metermap.core.render import counted  # noqa: PLC0415  (as above)

            given = counted(len(states), "state") if states else "no state"
            message = f"{given} given: name OLD and NEW, or a release with --against"
            raise click.UsageError(message)
        return _Asked(states[0], states[1], workspace)
    if len(states) > _ONE or (states and workspace):
        message = "--against names the old state, so that only the workspace is left to name"
        raise click.UsageError(message)
    return _Asked(against, states[0] if states else str(workspace or "."), None, release=True)


@dataclass(frozen=True, slots=True)
class _Target:
    """A form, and the file that it goes to; None: standard output."""

    form: str
    file: Path | None = None


def _targets(form: str | None, outputs: tuple[Path, ...]) -> tuple[_Target, ...]:
    """Return what is to be made.

    Raises:
        click.UsageError: a file does not tell its form, or a workbook would be printed.
        click.ClickException: a file must not be written.
    """
    if not outputs:
        if form == "xlsx":
            message = "a workbook is not printed: name a file with --output"
            raise click.UsageError(message)
        return (_Target(form or "text"),)
    if form is not None and len(outputs) > 1:
        message = "--format says the form of one file; of several each tells its own by its suffix"
        raise click.UsageError(message)
    targets = tuple(_Target(form or _by_suffix(file), file) for file in dict.fromkeys(outputs))
    for target in targets:
        _check(target)
    return targets


def _check(target: _Target) -> None:
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.written_files import check_written  # noqa: PLC0415

    try:
        if target.file is not None:
            check_written(target.file)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _by_suffix(file: Path) -> str:
    suffix = file.suffix.removeprefix(".").lower()
    if suffix not in _SUFFIXES:
        message = f"{click.format_filename(file)} does not tell its form: name it with --format, or use one of the "
        message += f"suffixes {', '.join(f'.{name}' for name in _SUFFIXES)}"
        raise click.UsageError(message)
    return _SUFFIXES[suffix]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which changes are shown; empty: all."""

    only: tuple[str, ...]
    items: tuple[str, ...]
    devices: tuple[str, ...]

    @property
    def is_part(self) -> bool:
        return bool(self.only or self.items or self.devices)

    def check(self, compared: Compared) -> None:
        """Check that what is asked for is there.

        Raises:
            click.UsageError: neither state knows one of the names.
        """
        from metermap.core.suggest import advice, closest  # noqa: PLC0415  (as above)

        known = {"device": dict.fromkeys(sorted(compared.devices)), "item": dict.fromkeys(sorted(compared.names))}
        asked = [("device", name) for name in self.devices if name not in compared.devices]
        asked += [("item", name) for name in self.items if not _is_known(name, compared.names)]
        lacking = [
            f"neither state has the {what} {name!r:.200}. {advice(closest(name, known[what]))}" for what, name in asked
        ]
        if lacking:
            raise click.UsageError(" ".join(said.rstrip() for said in lacking))

    def part_of(self, whole: Diff) -> Diff:
        """Return the difference with these changes alone; it says that it is a part."""
        from metermap.codegen.changes.gate import part_of  # noqa: PLC0415  (as above)

        return part_of(whole, self.only, self.items, self.devices) if self.is_part and whole.changes else whole


def _is_known(item: str, names: Iterable[str]) -> bool:
    """Return whether a line has this name, or is part of what has it: of an item, or of an array of items."""
    return any(name == item or name.startswith((f"{item}.", f"{item}[")) for name in names)


def _tell_error(error: StateError) -> None:
    click.echo(f"metermap: {error}", err=True)
    _print(error.findings)


def _tell_notes(compared: Compared) -> None:
    for note in compared.notes:
        click.echo(f"metermap: {note}", err=True)
    for doubtful in (compared.old, compared.new):
        if doubtful.errors:
            said = "has errors: what could not be read may show as removed, added or changed"
            click.echo(f"metermap: {doubtful.shown} {said}", err=True)
            _print(doubtful.errors)


def _print(findings: tuple[Finding, ...]) -> None:
    if findings:
        print_findings(findings, "text", sys.stderr)


def _give(shown: Diff, targets: tuple[_Target, ...], *, dry_run: bool) -> None:
    """Print or write the forms; in a dry run say what would be written.

    Raises:
        click.ClickException: a file must not be written, or cannot be.
    """
    from metermap.codegen.diff_report.forms import FORMS  # noqa: PLC0415  (as above)
    from metermap.core.render import wants_colour  # noqa: PLC0415

    for target in targets:
        if target.file is None:
            colour = target.form == "text" and wants_colour(sys.stdout)
            click.echo(FORMS[target.form].make(shown, colour=colour).decode(), nl=False)
        else:
            _write(target.file, FORMS[target.form].make(shown), dry_run=dry_run)


def _write(file: Path, content: bytes, *, dry_run: bool) -> None:
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (as above)
    from metermap.core.written_files import write_and_record  # noqa: PLC0415

    if dry_run:
        if not file.is_file() or file.read_bytes() != content:
            click.echo(click.format_filename(file))
        return
    try:
        write_and_record(file, content)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _judge(compared: Compared, words: tuple[str, ...]) -> Exit:
    """Return the exit code; say what fails, if anything."""
    if not words:
        return Exit.FINE
    lines = list(_failing(compared, words))
    for line in lines:
        click.echo(f"metermap: {line}" if not line.startswith(" ") else line, err=True)
    return Exit.FINDINGS if lines else Exit.FINE


def _failing(compared: Compared, words: tuple[str, ...]) -> Iterator[str]:
    from metermap.codegen.diff_report.as_gate import gate_lines  # noqa: PLC0415  (as above)

    yield from gate_lines(compared.diff, words)
    if compared.new.errors:
        asked = " or ".join(dict.fromkeys(words))
        yield f"--fail-on {asked}: {compared.new.shown} has errors, so that nobody can say; metermap check tells them"
