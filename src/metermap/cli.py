"""The commands. They parse options, call the pipeline and print; nothing else.

Results go to standard output, talk to standard error. The exit codes are those of `Exit`.
"""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from metermap import __version__
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.render import Hidden
    from metermap.pipeline import BuildResult, Stage
    from metermap.questions import Asked

__all__ = ["main"]

_NAMES_SHOWN = 20
_ROWS_SHOWN = 40
_PAGE_WIDTH = 120

_WORKSPACE = click.argument("workspace", type=click.Path(exists=True, path_type=Path), default=".")


def main() -> None:
    """Run the command that the arguments name, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character gets its escape, not a failure.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    try:
        return int(metermap.main(arguments, prog_name="metermap", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("metermap: interrupted", err=True)
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001  (the last resort: no user should meet a traceback unasked)
        return _defect(error, arguments)


def _defect(error: Exception, arguments: list[str]) -> int:
    from metermap.core.text import one_line  # noqa: PLC0415  (asking for help must stay fast)

    if "--debug" in arguments:
        traceback.print_exception(error)
    click.echo(f"metermap: a defect in metermap itself: {one_line(f'{type(error).__name__}: {error}')}", err=True)
    click.echo("metermap: put --debug before the command to see the traceback, and please report it", err=True)
    return Exit.DEFECT


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="metermap")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a defect in metermap.")
def metermap() -> None:
    """Align a smart metering data catalogue with DLMS/COSEM and Smart Energy.

    A WORKSPACE is a folder with a metermap.toml, workbooks and mapping files.

    \b
    Exit codes:
      0    nothing to object to
      1    at least one error, or a warning that is not in the list of reviewed ones;
           for standards, a test that fails; for annotate, copies without mapping status
      2    a mistake on the command line or in metermap.toml
      3    a workbook or another input is unreadable
      4    metermap has a bug
      130  interrupted
    """  # noqa: D301  (click wants the control character itself)


@metermap.command()
@_WORKSPACE
@click.option("--output-format", type=click.Choice(["text", "concise", "json"]), default="text", show_default=True)
@click.option("--all", "show_all", is_flag=True, help="Show notes and reviewed findings as well.")
def check(workspace: Path, output_format: str, *, show_all: bool) -> int:
    """Check a workspace and print all findings."""
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)

    result = pipeline.check(workspace)
    if show_all:
        _print_findings(result.everything, output_format, sys.stdout, workspace=workspace)
    else:
        _print_findings(result.findings, output_format, sys.stdout, result.hidden, workspace=workspace)
    return result.exit


@metermap.command()
@_WORKSPACE
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write.  [default: WORKSPACE/build]")
@click.option("--dry-run", is_flag=True, help="Make everything, write nothing, and say what would change.")
def build(workspace: Path, out: Path | None, *, dry_run: bool) -> int:
    """Check, then write model, report, bindings, site."""
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415

    try:
        result = pipeline.build(workspace, out, dry_run=dry_run)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    if result.checked.findings:
        _print_findings(result.checked.findings, "text", sys.stderr, result.checked.hidden, workspace=workspace)
    for line in _outcome(result, dry_run=dry_run) if result.summary else ():
        click.echo(line)
    return result.checked.exit


@metermap.command()
@_WORKSPACE
@click.option("--output-format", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def errata(workspace: Path, output_format: str) -> int:
    """List the errata of a workspace: what each corrects, whether it applies, what it touches."""
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.errata_list import ErrataFormat, render_errata  # noqa: PLC0415

    result = questions.errata(workspace)
    if result.findings:
        _print_findings(result.findings, "text", sys.stderr)
    if result.entries or result.exit is Exit.FINE:
        click.echo(render_errata(result.entries, ErrataFormat(output_format)), nl=False)
    return result.exit


@metermap.command()
@_WORKSPACE
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write.  [default: WORKSPACE/annotated]")
def annotate(workspace: Path, out: Path | None) -> int:
    """Write copies of the workbooks with the findings in them.

    Comments at the cells, a sheet of all findings, mapping status and addresses in columns to the right.
    Says what a copy does not keep. The workbooks themselves are only read.

    Exit codes: 0 all copies are written, whatever the findings in them; 1 they are, but without mapping
    status, because the catalogue or the mapping has errors that stop a check; 2 the folder cannot be
    written or must not be; 3 a workbook is refused, and has no copy.
    """
    from metermap.annotating import annotate as write_copies  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415

    try:
        result = write_copies(workspace, out)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    if result.findings:
        _print_findings(result.findings, "text", sys.stderr)
    for line in result.account():
        click.echo(line)
    return result.exit


def _outcome(result: BuildResult, *, dry_run: bool) -> Iterator[str]:
    out = click.format_filename(result.out)
    yield result.summary
    if result.up_to_date:
        yield f"Nothing to do: the {result.files:,} files in {out} were made from these inputs."
    elif dry_run:
        yield f"{len(result.changed):,} files in {out} would change; none is written."
        yield from (f"  {name}" for name in result.changed[:_NAMES_SHOWN])
        if len(result.changed) > _NAMES_SHOWN:
            yield f"  and {len(result.changed) - _NAMES_SHOWN:,} more"
    else:
        yield f"{result.files:,} files written to {out}"
    yield ""
    yield from _times(result.checked.stages)


def _times(stages: tuple[Stage, ...]) -> Iterator[str]:
    width = max(len(stage.name) for stage in stages)
    yield "Time"
    for stage in stages:
        yield f"  {stage.name.ljust(width)}  {stage.seconds:7.2f} s"
    yield f"  {'total'.ljust(width)}  {sum(stage.seconds for stage in stages):7.2f} s"


@metermap.command()
@_WORKSPACE
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@click.option("--all", "show_all", is_flag=True, help="List what depends on a draft, a proposal or an extension.")
def standards(workspace: Path, output_format: str, *, show_all: bool) -> int:
    """Show the standards that a mapping rests on.

    Who publishes and recognises them, which edition each device needs, and how the consultation's tests
    come out. The exit code is 1 if a test fails, or if the workspace has an error.
    """
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    result = questions.standards(workspace)
    if result.findings:
        _print_findings(result.findings, "text", sys.stderr)
    if result.report is not None:
        from metermap.codegen.standards import render_report  # noqa: PLC0415  (as above)

        click.echo(render_report(result.report, output_format, everything=show_all), nl=False)
    return result.exit


@metermap.command()
@click.option("--example", type=click.Choice(["gb"]), help="The workspace to copy.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The workbook, .xlsx or .csv, to begin with; its profile is proposed by looking at it.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would be copied, or print the proposal.")
@click.argument("directory", type=click.Path(path_type=Path))
def init(example: str | None, source: Path | None, directory: Path, *, dry_run: bool) -> int:
    """Start a workspace in DIRECTORY: a copy of an example, or a workbook of your own."""
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)

    if (example is None) == (source is None):
        message = "either --example or --from says what to begin with"
        raise click.UsageError(message)
    try:
        return _init_from(source, directory, dry_run=dry_run) if source else _init_example(directory, dry_run=dry_run)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _init_example(directory: Path, *, dry_run: bool) -> int:
    from metermap.examples import copy_example  # noqa: PLC0415  (asking for help must stay fast)

    names = copy_example("gb", directory, dry_run=dry_run)
    for name in names:
        click.echo(name)
    if not dry_run:
        click.echo(f"{len(names)} files copied. Next: metermap check {click.format_filename(directory)}", err=True)
    return Exit.FINE


def _init_from(source: Path, directory: Path, *, dry_run: bool) -> int:
    from metermap.beginnings import begin_from  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.findings import Findings  # noqa: PLC0415
    from metermap.core.text import one_line  # noqa: PLC0415
    from metermap.examples import make_folder  # noqa: PLC0415

    findings = Findings()
    beginning = begin_from(source, directory.resolve().name, findings)
    if beginning is None:
        _print_findings(findings.sorted(), "text", sys.stderr)
        return Exit.INPUT
    names = make_folder(directory, beginning.files, dry_run=dry_run)
    click.echo(beginning.toml if dry_run else "\n".join(names))
    for line in beginning.account:
        click.echo(one_line(line), err=True)
    if not dry_run:
        shown = click.format_filename(directory)
        undecided = "which tells each element as undecided (MM501) until mappings are written"
        click.echo(f"Next: read {shown}/metermap.toml, then metermap check {shown}, {undecided}", err=True)
    return Exit.FINE if beginning.reads else Exit.FINDINGS


@metermap.group()
def mappings() -> None:
    """Work on mapping files."""


@mappings.command("import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--protocol", type=click.Choice(["dlms", "sep"]), help="The protocol, if the table does not say.")
@click.option(
    "--device", "devices", multiple=True, help="The device that rows are for, or take only its rows; may be repeated."
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="A new file to write; without it, the draft is printed."
)
def import_mappings(table: Path, protocol: str | None, devices: tuple[str, ...], output: Path | None) -> int:
    """Turn a mapping TABLE, .xlsx or .csv, into a first draft of a mapping file."""
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.importer import import_table  # noqa: PLC0415

    findings = Findings()
    draft = import_table(table, protocol, devices, findings)
    if findings.items:
        _print_findings(findings.sorted(), "text", sys.stderr)
    if not draft:
        return Exit.INPUT
    if output is None:
        click.echo(draft, nl=False)
    else:
        _write_new(output, draft)
    return Exit.FINDINGS if findings.errors else Exit.FINE


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise click.FileError(click.format_filename(path), error.strerror) from error


@metermap.group()
def protocols() -> None:
    """Ask the dictionaries of DLMS/COSEM and Smart Energy, and hold files against them."""


_ASKED_WORKSPACE = click.option(
    "--workspace",
    "-w",
    type=click.Path(exists=True, path_type=Path),
    help="Say who maps there too.  [default: the current folder, if it is a workspace]",
)
_ASKED_FORMAT = click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)


@protocols.command()
@click.argument("text", nargs=-1, required=True)
@_ASKED_WORKSPACE
@_ASKED_FORMAT
@click.option("--all", "show_all", is_flag=True, help="Show all rows of long tables.")
def show(text: tuple[str, ...], workspace: Path | None, output_format: str, *, show_all: bool) -> int:
    """Show what TEXT is: a class, cluster, attribute, command, logical name, type, unit or use case.

    \b
    Some that it takes:
      3   Register   "7 v1"   ProfileGeneric.buffer   3/1-0:1.8.0.255/A2
      1-0:1.8.0.255   0100010800FF
      Metering   0x0702/0x0000   Metering.CurrentSummationDelivered
      ChangeDebt   Prepayment.ChangeDebt.debtAmountType   SupplyStatus
      Wh   uint48   double-long-unsigned   ECS17a
    """  # noqa: D301  (click wants the control character itself)
    from metermap.mappings.asking import show as answer  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.cards import card_json, card_text  # noqa: PLC0415

    asked = _asked(workspace)
    found = answer(asked.dictionaries, asked.model, " ".join(text))
    if output_format == "json":
        click.echo(card_json(found.cards), nl=False)
    else:
        rows = None if show_all else _ROWS_SHOWN
        click.echo("\n".join(card_text(card, _width(), rows) for card in found.cards), nl=False)
    if found.finding is not None:
        _print_findings((found.finding,), "text", sys.stderr)
        return Exit.FINDINGS
    return asked.exit


@protocols.command()
@click.argument("words", nargs=-1, required=True)
@_ASKED_WORKSPACE
@_ASKED_FORMAT
@click.option("--all", "show_all", is_flag=True, help="Show everything that was found.")
def search(words: tuple[str, ...], workspace: Path | None, output_format: str, *, show_all: bool) -> int:
    """Look for WORDS in all names; what `show` takes stands in the second column."""
    from metermap.mappings.asking import search as look  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.cards import Card, CardTable, card_json, card_text  # noqa: PLC0415

    asked = _asked(workspace)
    hits = look(asked.dictionaries, asked.model, " ".join(words))
    rows = tuple((hit.kind, hit.name, hit.text) for hit in hits)
    card = Card("search", " ".join(words), tables=(CardTable(f"Found: {len(rows):,}", ("kind", "name", ""), rows),))
    if output_format == "json":
        click.echo(card_json((card,)), nl=False)
    elif rows:
        click.echo(card_text(card, _width(), None if show_all else _ROWS_SHOWN), nl=False)
    else:
        asked_for = " ".join(words)
        nothing = "nothing to look for: name a word or a number"
        message = f"no name holds {asked_for!r}" if any(map(str.isalnum, asked_for)) else nothing
        click.echo(f"metermap: {message}", err=True)
    return asked.exit if rows else Exit.FINDINGS


def _asked(workspace: Path | None) -> Asked:
    """Return what to ask; tell of what keeps a workspace from being asked."""
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    here = Path() if Path("metermap.toml").is_file() else None
    asked = questions.asked(workspace or here)
    if asked.findings:
        _print_findings(asked.findings, "text", sys.stderr)
    if workspace is None and here is None:
        click.echo("metermap: no workspace here; --workspace DIR says who maps there", err=True)
    return asked


def _width() -> int:
    """Return the width of the terminal, or of a page if the output goes elsewhere."""
    return shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH


@protocols.group("import")
def import_protocols() -> None:
    """Hold other people's files against a dictionary."""


@import_protocols.command("zcl")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--cluster", "clusters", multiple=True, help="Compare this cluster only, by id or name; may be repeated.")
@click.option("--with", "laid", multiple=True, help="Lay an overlay, by name or path, over the dictionary first.")
@click.option("--overlay", type=click.Path(path_type=Path), help="A folder to write the difference to as an overlay.")
@click.option("--keep-missing", is_flag=True, help="Leave in the dictionary what the files lack.")
@click.option("--dry-run", is_flag=True, help="Say which files of the overlay would change, and write nothing.")
def import_zcl(
    files: tuple[Path, ...],
    output_format: str,
    clusters: tuple[str, ...],
    laid: tuple[str, ...],
    overlay: Path | None,
    *,
    keep_missing: bool,
    dry_run: bool,
) -> int:
    """Hold cluster FILES, XML of the configurator or dotdot format, against the Smart Energy dictionary.

    Exit codes: 0 no difference and nothing to object to; 1 at least one difference, error or warning;
    3 a file is unreadable.
    """
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.importing import run_import  # noqa: PLC0415

    result = run_import(files, clusters, laid, keep_missing=keep_missing)
    if result.unknown:
        raise click.BadParameter(result.unknown)
    if result.findings:
        _print_findings(result.findings, "text", sys.stderr)
    if result.comparison is None:
        return Exit.INPUT
    click.echo(result.report(output_format), nl=False)
    if overlay is not None:
        try:
            changed = result.write(overlay, dry_run=dry_run)
        except OutputRefusedError as error:
            raise click.ClickException(str(error)) from error
        _overlay_outcome(overlay, changed, dry_run=dry_run)
    return Exit.FINDINGS if result.objections else Exit.FINE


def _overlay_outcome(overlay: Path, changed: tuple[str, ...], *, dry_run: bool) -> None:
    verb = "would change; none is written" if dry_run else "written"
    click.echo(f"{len(changed):,} files of {click.format_filename(overlay)} {verb}", err=True)
    for name in changed if dry_run else ():
        click.echo(f"  {name}", err=True)


def _print_findings(
    findings: tuple[Finding, ...],
    output_format: str,
    stream: TextIO,
    hidden: Hidden | None = None,
    *,
    workspace: Path | None = None,
) -> None:
    """Print findings; those in mapping files of the workspace at a path with their lines."""
    from metermap.core.render import Hidden, OutputFormat, render, wants_colour  # noqa: PLC0415  (as above)
    from metermap.core.source_lines import MappingLines  # noqa: PLC0415  (as above)

    chosen = OutputFormat(output_format)
    colour = wants_colour(stream) and chosen is not OutputFormat.JSON
    root = workspace.parent if workspace is not None and workspace.is_file() else workspace
    sources = MappingLines(root) if root is not None else None
    stream.write(render(findings, chosen, hidden=hidden or Hidden(), colour=colour, sources=sources))
