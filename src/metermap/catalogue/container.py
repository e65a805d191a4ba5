"""The container of a workbook: is it a zip archive that is safe to inflate?

Looks at the archive's directory only, and at the octets of what is no archive. Nothing is written.
Limits: `metermap.core.limits`.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from zlib import error as ZlibError  # noqa: N812  (a class, named as such)

from metermap.catalogue import codes
from metermap.core.findings import Code, Finding
from metermap.core.limits import Limits, limit_help
from metermap.core.places import CellPlace, FilePlace
from metermap.core.suggest import did_you_mean

__all__ = ["READ_FAULTS", "RefusedError", "changed", "open_container", "opened", "refuse_cell"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
_TOO_MANY = 10  # times the limit: workbooks may embed archives with a few entries of their own
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_PIECE = 1 << 18

READ_FAULTS = (
    zipfile.BadZipFile,
    ZlibError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    UnicodeDecodeError,
    struct.error,
)
"""What zipfile raises for a member that is broken, truncated, encrypted or oddly compressed."""


class RefusedError(Exception):
    """The workbook is refused; `finding` says why. It never leaves the catalogue stage."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@contextmanager
def opened(path: Path, file: str, limits: Limits) -> Iterator[BufferedReader]:
    """Open the workbook at `path`, which places quote as `file`, and look at its size and first octets.

    Raises `RefusedError`.
    """
    with _open(path, file) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > limits.file_octets:
            message = f"{file} has {size:,} octets"
            raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("file_octets", limits))
        if stream.read(len(_ZIP)) != _ZIP:
            stream.seek(0)
            raise _no_archive(stream.read(limits.file_octets), file)
        yield stream


def open_container(stream: BufferedReader, file: str, limits: Limits) -> zipfile.ZipFile:
    """Return the archive in `stream`, open and checked, or raise `RefusedError`."""
    # building the directory of an archive takes time for each member: look before
    if _count(stream, _DIRECTORY_ENTRY) > _TOO_MANY * limits.members:
        message = f"{file} holds far too many parts"
        raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("members", limits))
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        message = f"{file} is a damaged archive: perhaps only a part of it arrived"
        raise _refused(codes.UNREADABLE_WORKBOOK, file, message, "a complete .xlsx file") from None
    _check_members(archive, file, limits)
    return archive


def changed(file: str) -> RefusedError:
    """Return the refusal of a workbook that was written while it was read."""
    advice = "Wait until it is saved, and try again."
    return _refused(codes.UNREADABLE_WORKBOOK, file, f"{file} has changed while it was read", advice=advice)


def _open(path: Path, file: str) -> BufferedReader:
    try:
        # a pipe would wait for its writer: open it without waiting, and see then that it is no file
        stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    except OSError as fault:
        raise _not_opened(path, file, fault) from None
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise _not_opened(path, file, OSError(errno.EINVAL, "it is no file"))
    return stream


def _count(stream: BufferedReader, octets: bytes) -> int:
    stream.seek(0)
    return sum(piece.count(octets) for piece in iter(lambda: stream.read(_PIECE), b""))


def _refused(code: Code, file: str, message: str, expected: str = "", advice: str = "") -> RefusedError:
    return RefusedError(code.at(FilePlace(file), message, subject=file, expected=expected, help=advice))


def _not_opened(path: Path, file: str, fault: OSError) -> RefusedError:
    near = did_you_mean(path.name, _workbooks_beside(path))
    if path.is_dir():
        message, advice = f"{file} is a folder", "Name a workbook in metermap.toml, and not the folder that it is in."
    elif isinstance(fault, FileNotFoundError):
        message = f"{file} does not exist"
        advice = "Correct the name in metermap.toml, or put the workbook in its place."
    else:
        message = f"{file} cannot be read: {fault.strerror or 'it cannot be opened'}"
        advice = "See that you may read the file, and that no other program has locked it."
    return _refused(codes.UNREADABLE_WORKBOOK, file, message, near, advice)


def _workbooks_beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.glob("*.xlsx") if found.is_file())


def _no_archive(octets: bytes, file: str) -> RefusedError:
    nature, advice = _nature(octets)
    message = f"{file} is no .xlsx file: {nature}"
    return _refused(codes.UNREADABLE_WORKBOOK, file, message, "an .xlsx file", advice)


def _nature(octets: bytes) -> tuple[str, str]:
    """Say what a file is that does not begin like a zip archive, and what to do; nothing for the usual advice."""
    start = octets[:512]
    if not start:
        return "it is empty", "Copy or download the workbook again."
    if start.startswith(_OLE2) and _ENCRYPTED_PACKAGE in octets:
        return "it is protected by a password", "Open it, remove the password under File, Info, and save it."
    if start.startswith(_OLE2):
        return "it is an old .xls workbook", "Open it and save it as an Excel workbook (.xlsx)."
    if re.match(rb"\s*<", start.removeprefix(b"\xef\xbb\xbf")):
        advice = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
        return "it is HTML or XML under another name", advice
    return _nature_of_text(start)


def _nature_of_text(start: bytes) -> tuple[str, str]:
    if start.startswith(_UTF_16):
        return "its first octets are not those of one", ""
    if re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", start):
        return "it looks like neither a workbook nor text", ""
    if re.search(rb"[,;\t]", start):
        advice = "Name it .csv, or open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
        return "it looks like a CSV or text file under another name", advice
    return "its first octets are not those of one", ""


def _check_members(archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        message = f"{file} holds {len(members):,} parts"
        raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("members", limits))
    for name, count in Counter(member.filename.casefold() for member in members).items():
        if count > 1:
            raise _refused(codes.UNSAFE_CONTAINER, file, f"{file} holds {count} parts called {name!r:.100}")
    for member in members:
        _check_member(member, file, limits)
    total = sum(member.file_size for member in members)
    if total > limits.total_octets:
        message = f"{file} inflates to {total:,} octets"
        raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("total_octets", limits))
    _check_overlaps(members, file)


def _check_member(member: zipfile.ZipInfo, file: str, limits: Limits) -> None:
    # zipfile cuts a name at a NUL and turns backslashes only on Windows: look at what the file says
    name = member.orig_filename
    if name.startswith("/") or re.search(r"\\|\x00|^[A-Za-z]:", name) or ".." in name.split("/"):
        raise _refused(codes.UNSAFE_CONTAINER, file, f"{file} holds a part with the path {name!r:.100}")
    if member.flag_bits & _ENCRYPTED:
        raise _refused(codes.UNREADABLE_WORKBOOK, file, f"{file} is an encrypted archive", "a file without a password")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        message = f"{name!r:.100} in {file} is packed by method {member.compress_type}, as no spreadsheet program does"
        raise _refused(codes.UNSAFE_CONTAINER, file, message)
    if member.file_size > limits.part_octets:
        message = f"{name!r:.100} in {file} inflates to {member.file_size:,} octets"
        raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("part_octets", limits))
    if member.file_size > max(limits.expansion_from, limits.expansion * member.compress_size):
        message = f"{name!r:.100} in {file} inflates from {member.compress_size:,} to {member.file_size:,} octets"
        raise _refused(codes.UNSAFE_CONTAINER, file, message, advice=limit_help("expansion", limits))


def _check_overlaps(members: list[zipfile.ZipInfo], file: str) -> None:
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            raise _refused(codes.UNSAFE_CONTAINER, file, f"{file} holds parts that overlap")
        end = member.header_offset + _LOCAL_HEADER + member.compress_size


def refuse_cell(code: Code, place: CellPlace | FilePlace, message: str, advice: str = "") -> RefusedError:
    """Return the refusal of a workbook for what stands at `place`."""
    return RefusedError(code.at(place, message, subject=place.file, help=advice))
