"""How the findings of a run go out: the options, and what they make of a result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from metermap.core.renderers.report import Report

__all__ = [
    "DESCRIBING",
    "FAIL_ON",
    "FORMATS",
    "Output",
    "PairedCommand",
    "check_outputs",
    "output_options",
    "outputs",
    "write",
]

FORMATS = ("text", "concise", "json", "github", "sarif", "junit")
DESCRIBING = ("sarif",)
"""The formats that say what a kind of finding means."""
_ORDER = "metermap.order"
_FORMAT, _FILE = "output_format", "output_file"
_Function = TypeVar("_Function", bound=Callable[..., object])

FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="warning",
    show_default=True,
    help="The severity from which on a finding makes the exit code 1.",
)


def output_options(function: _Function) -> _Function:
    """Add ``--output-format`` and ``--output-file``; the command must be a `PairedCommand`."""
    to_file = click.option(
        "--output-file",
        type=click.Path(path_type=Path),
        multiple=True,
        help="The file for the --output-format before it, which is not printed then.",
    )
    in_format = click.option(
        "--output-format",
        type=click.Choice(FORMATS),
        multiple=True,
        help="How findings are shown; may be repeated, with a file for all but one.  [default: text]",
    )
    return in_format(to_file(function))


class PairedCommand(click.Command):
    """A command that knows in which order its options were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the order, then parse as ever."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


@dataclass(frozen=True, slots=True)
class Output:
    """A format and where it goes; None is standard output."""

    format: str
    file: Path | None = None


def outputs(formats: Sequence[str], files: Sequence[Path]) -> tuple[Output, ...]:
    """Return what the options ask for, each file with the format before it; text alone if nothing is asked for.

    Raises:
        click.UsageError: a file has no format, two formats would be printed, or a file would be written twice.
    """
    order = click.get_current_context().meta[_ORDER]
    left_formats, left_files = iter(formats), iter(files)
    made: list[Output] = []
    open_format = False
    for name in order:
        if name == _FORMAT:
            made.append(Output(next(left_formats)))
        elif name == _FILE:
            file = next(left_files)
            if not open_format:
                message = f"--output-file {click.format_filename(file)}: name its --output-format right before it"
                raise click.UsageError(message)
            made[-1] = Output(made[-1].format, file)
        if name in {_FORMAT, _FILE}:
            open_format = name == _FORMAT
    return check_outputs(made) or (Output("text"),)


def check_outputs(made: Sequence[Output]) -> tuple[Output, ...]:
    """Return the outputs, if they do not get in each other's way.

    Raises:
        click.UsageError: two would be printed, or go to one file.
        click.ClickException: a file cannot be written, or must not be.
    """
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.renderers.report_file import check_target  # noqa: PLC0415

    printed = [output.format for output in made if output.file is None]
    if len(printed) > 1:
        message = f"{' and '.join(printed)} would both be printed: give all but one an --output-file"
        raise click.UsageError(message)
    seen: set[Path] = set()
    for file in (output.file for output in made if output.file is not None):
        real = file.resolve()
        if real in seen:
            message = f"--output-file {click.format_filename(file)} is named twice"
            raise click.UsageError(message)
        seen.add(real)
        try:
            check_target(file)
        except OutputRefusedError as error:
            raise click.ClickException(str(error)) from error
    return tuple(made)


def write(report: Report, chosen: Sequence[Output]) -> None:
    """Write a report in each chosen format; what goes to a terminal is coloured.

    Raises:
        click.ClickException: a file cannot be written.
    """
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (as above)
    from metermap.core.render import OutputFormat, wants_colour  # noqa: PLC0415
    from metermap.core.renderers import render_report  # noqa: PLC0415
    from metermap.core.renderers.report_file import write_report  # noqa: PLC0415

    for output in chosen:
        wanted = OutputFormat(output.format)
        if output.file is None:
            sys.stdout.write(render_report(report, wanted, colour=wants_colour(sys.stdout)))
            continue
        try:
            write_report(output.file, render_report(report, wanted))
        except OutputRefusedError as error:
            raise click.ClickException(str(error)) from error
