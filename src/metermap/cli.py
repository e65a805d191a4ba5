"""The command line. What it is told goes to one command, which is imported then; see `metermap.commands`.

Results go to standard output, talk to standard error. The exit codes are those of `Exit`.
"""

from __future__ import annotations

import sys
import traceback

import click

from metermap import __version__
from metermap.commands.lazy import LazyGroup
from metermap.core.exits import Exit

__all__ = ["main"]

_COMMANDS = {
    "check": ("check:check", "Check a workspace and print all findings."),
    "build": ("build:build", "Check, then write model, report, bindings, site."),
    "site": ("groups:site", "Build, serve and publish the site."),
    "explain": ("explain:explain", "Explain a code, an element, a cell or a line."),
    "impact": ("impact:impact", "Show what a change at a place touches."),
    "proofs": ("proofs:proofs", "Show what is proved of values."),
    "report": ("report:report", "Show or write the gap report; check its demands."),
    "select": ("select:select", "Show the statements of which a query holds."),
    "diff": ("diff:diff", "Show what changed between two states."),
    "editions": ("editions:editions", "Show the editions, and where each has an item."),
    "errata": ("errata:errata", "List the errata, and whether each applies."),
    "annotate": ("annotate:annotate", "Write copies of the workbooks with the findings in them."),
    "standards": ("standards:standards", "Show the standards that a mapping rests on."),
    "pics": ("pics:pics", "Make conformance statements and test cases."),
    "release": ("release:release", "Release the model, with changelog and digests."),
    "verify-release": ("verify_release:verify_release", "Verify a release, and those before it."),
    "init": ("init:init", "Start a workspace."),
    "fmt": ("fmt:fmt", "Put mapping files into the canonical layout."),
    "baseline": ("baseline:baseline", "Keep a list of old findings that do not count."),
    "rules": ("rules:rules", "List everything that can be found."),
    "mappings": ("groups:mappings", "Work on mapping files."),
    "protocols": ("groups:protocols", "Ask the dictionaries of both protocols."),
}


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


@click.group(cls=LazyGroup, commands_at=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="metermap")
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a defect in metermap.")
def metermap() -> None:
    """Align a smart metering data catalogue with DLMS/COSEM and Smart Energy.

    A WORKSPACE is a folder with a metermap.toml, workbooks and mapping files.

    \b
    Exit codes:
      0    nothing to object to
      1    at least one error, or a warning that is neither reviewed, suppressed nor in the baseline;
           for standards, a test that fails; for report, a gate that does not hold;
           for annotate, copies without mapping status; for diff, a change that --fail-on names;
           for release, what refuses it; for verify-release, what does not verify
      2    a mistake on the command line or in metermap.toml
      3    a workbook or another input is unreadable
      4    metermap has a bug
      130  interrupted
    """  # noqa: D301  (click wants the control character itself)
