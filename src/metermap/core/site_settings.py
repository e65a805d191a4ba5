"""What a workspace says of its published site: where links lead, and what was renamed (``[site]``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from metermap.core.suggest import did_you_mean

__all__ = ["EDIT_FIELDS", "ISSUE_FIELDS", "SiteSettings", "fault_of_pattern"]

EDIT_FIELDS = ("path", "line")
ISSUE_FIELDS = ("title",)

# Printable ASCII without what ends an address in text or HTML; a path, a query or a fragment behind the host.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/[!#-;=?-\[\]_a-z{}~]*")
_FIELD = re.compile(r"\{([^{}]*)\}")
_TITLE_LONGEST = 200


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings; all may be empty, and then nothing is said or linked.

    `edit` is the address at which a file of the workspace is edited, with ``{path}`` (POSIX, from the folder of
    metermap.toml) and perhaps ``{line}``. `issue` is where an issue is opened, with ``{title}``. `renamed` maps
    the former name of a data item to the one it has now. `against` is an earlier model or gap report, relative to
    the workspace, that the changes are shown against.
    """

    edit: str = ""
    issue: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    against: str = ""

    def edit_link(self, path: str, line: int = 1) -> str:
        """Return where a file is edited; empty where no address is recorded."""
        return self.edit.replace("{path}", quote(path, errors="replace")).replace("{line}", str(line))

    def file_link(self, path: str) -> str:
        """Return where a file that has no lines is shown, a workbook; a fragment for lines is left out."""
        address, mark, fragment = self.edit.partition("#")
        whole = address if "{line}" in fragment else f"{address}{mark}{fragment}"
        return whole.replace("{path}", quote(path, errors="replace")).replace("{line}", "1")

    def issue_link(self, title: str) -> str:
        """Return where an issue of that title is opened; empty where no address is recorded."""
        return self.issue.replace("{title}", quote(title[:_TITLE_LONGEST], safe="", errors="replace"))

    def present_name(self, name: str) -> str:
        """Return the name that an item has now, through all renamings; `name` itself if it was not renamed."""
        seen = {name}
        while (name := self.renamed.get(name, name)) not in seen:
            seen.add(name)
        return name


def fault_of_pattern(pattern: str, fields: tuple[str, ...]) -> str:
    """Return what a pattern of an address should be instead; empty if it is fine.

    The first of `fields` must be in it, the others may. Nothing of a catalogue gets into the scheme or the host.
    """
    named = _FIELD.findall(pattern)
    unknown = next((name for name in named if name not in fields), None)
    known = [f"{{{name}}}" for name in fields]
    if unknown is not None:
        return did_you_mean(f"{{{unknown}}}", known) or "no other placeholder than " + " and ".join(known)
    if not _ADDRESS.fullmatch(pattern) or re.search(r"[{}]", _FIELD.sub("", pattern)):
        return "an address that begins with https:// or http:// and a host, and has no spaces or quotation marks"
    return "" if fields[0] in named else f"an address with {known[0]} in it"
