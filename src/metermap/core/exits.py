"""The exit codes of the commands."""

from enum import IntEnum

__all__ = ["Exit"]


class Exit(IntEnum):
    """What the program's exit code means."""

    FINE = 0
    FINDINGS = 1  # at least one error, an unreviewed warning, or a test that fails
    USAGE = 2  # a mistake on the command line or in metermap.toml
    INPUT = 3  # a workbook or another input is unreadable
    DEFECT = 4  # a bug of metermap's own
    INTERRUPTED = 130
