"""SHA256SUMS: the digests of a folder's files as sha256sum prints and checks them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from metermap.core.digest import sha256_hex

__all__ = ["FILE", "SumsError", "parse_sums", "sums"]

FILE: Final = "SHA256SUMS"
_LINE: Final = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f/\\]{1,255})")


class SumsError(Exception):
    """A line is none that metermap writes."""


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the file for these files, sorted by name."""
    return "".join(f"{sha256_hex(data)}  {name}\n" for name, data in sorted(files.items())).encode()


def parse_sums(data: bytes) -> dict[str, str]:
    """Return the digests by name.

    Raises:
        SumsError: it is no such list, or names a file twice.
    """
    found: dict[str, str] = {}
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        message = "it is not UTF-8"
        raise SumsError(message) from error
    if lines.pop() or not lines:
        message = "its last line is not complete"
        raise SumsError(message)
    for number, line in enumerate(lines, 1):
        parts = _LINE.fullmatch(line)
        if parts is None or parts[2] in found:
            message = f"line {number} is no digest, two spaces and the name of a file that no other line names"
            raise SumsError(message)
        found[parts[2]] = parts[1]
    return found
