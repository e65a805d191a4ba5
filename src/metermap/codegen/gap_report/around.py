"""What lies around a file of the report: where the workbook's links lead, and whether the picture is there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

__all__ = ["ALONE", "IN_BUILD", "Around", "around"]


@dataclass(frozen=True, slots=True)
class Around:
    """The ways from the folder of the file to that of the workspace and to the site, as a link spells them.

    Each ends with a slash, and is empty where nothing is known to be there. `picture` says whether the picture lies
    beside the file.
    """

    workspace: str = ""
    site: str = ""
    picture: bool = False


ALONE = Around()
"""For a form that is printed: nobody knows where it goes."""

IN_BUILD = Around("../../", "../site/", picture=True)
"""The folder ``build/report`` of the workspace, beside the site that the build makes."""


def around(folder: Path, workspace: Path, *, picture: bool) -> Around:
    """Return what lies around a file in `folder`; page links lead to a site beside that folder, if there is one."""
    here = folder.resolve()
    way = os.path.relpath(workspace.resolve(), here)
    site = "../site/" if (here.parent / "site" / "index.html").is_file() else ""
    return Around("" if way == "." else f"{quote(os.fsencode(way))}/", site, picture)
