"""Published editions side by side: a folder each, and beside them what leads from one to the other.

The index of editions is a script, because a page from a file system may load that and not JSON. It is the only thing
that is read back: what an edition holds is known from it alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from metermap.core.digest import sha256_hex
from metermap.core.files import Manifest, OutputRefusedError, read_manifest
from metermap.core.markup import join, link, table, tag, text
from metermap.core.natural import natural_order
from metermap.core.suggest import did_you_mean
from metermap.core.text import Html, one_line, slug
from metermap.site.missing import MISSING, missing_page

__all__ = ["INDEX", "Edition", "Publication", "fault_of_label", "published", "read_editions", "withdrawn"]

INDEX = "versions.js"

_STUB = "assets/edition.js"
_START, _END = "window.metermapVersions = [\n", "\n];\n"
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}(?<!\.)", re.ASCII)
# Names beside the folders of the editions, now or some day.
_TAKEN = frozenset({"404", "assets", "compare", "editions", "index", "latest", "versions"})
_VERSION = re.compile(r"v(?=\d)", re.IGNORECASE)
_CANDIDATE = re.compile(r"(?<=[\dx])[._-]?(?:alpha|beta|candidate|dev|draft|pre|preview|rc)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition of a site.

    `label` names its folder. `edition` is that of the catalogue and `digest` the model's. `items` leads from the
    name of each data item to its page, `renamed` from former names to present ones. `pages` are all pages.
    """

    label: str
    title: str
    edition: str
    digest: str
    items: Mapping[str, str]
    renamed: Mapping[str, str]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What the folder of editions will hold: files to write, files that stay, and the editions, newest first."""

    files: Mapping[str, bytes]
    keep: tuple[str, ...]
    editions: tuple[Edition, ...]


def fault_of_label(label: str) -> str:
    """Return why a label cannot name a folder on every disk and in every address; empty if it can."""
    stem = label.partition(".")[0].lower()
    if not _LABEL.fullmatch(label):
        return "letters, digits and . _ - are allowed, 40 at most, the first a letter or digit, the last no dot"
    if stem in _TAKEN:
        return "the folder of editions has something of that name itself"
    return "Windows reserves the name" if slug(stem) == f"x-{stem}" else ""


def read_editions(root: Path) -> tuple[Edition, ...]:
    """Return the editions that a folder holds, newest first; none for a folder that there is not.

    Raises:
        OutputRefusedError: the folder is another output of metermap, or somebody changed its index.
    """
    manifest = read_manifest(root)
    if manifest is None:
        return ()
    shown = one_line(str(root))
    if INDEX not in manifest.files:
        message = f"{shown} holds another output of metermap and no editions; choose another folder with --out"
        raise OutputRefusedError(message)
    try:
        data = (root / INDEX).read_bytes()
    except OSError:
        data = b""
    if sha256_hex(data) != manifest.files[INDEX]:
        message = f"{shown}/{INDEX} is not as metermap wrote it; bring it back, or publish all editions anew"
        raise OutputRefusedError(message)
    return _parsed(data)


def _parsed(data: bytes) -> tuple[Edition, ...]:
    from pydantic import TypeAdapter  # noqa: PLC0415  (only who publishes a second edition pays for it)

    text_ = data.decode("utf-8").removeprefix(_START).removesuffix(_END)
    return TypeAdapter(tuple[Edition, ...]).validate_json(f"[{text_}]")


def published(root: Path, edition: Edition, site: Mapping[str, bytes]) -> Publication:
    """Return what the folder `root` holds once an edition is added, or replaced, and all others stay.

    Raises:
        OutputRefusedError: there is an edition whose label differs in case only; or see `read_editions`.
    """
    others = [other for other in read_editions(root) if other.label != edition.label]
    alike = [other.label for other in others if other.label.casefold() == edition.label.casefold()]
    if alike:
        message = f"there is an edition {alike[0]} already, and many a disk cannot tell {edition.label} from it"
        raise OutputRefusedError(message)
    mine = {f"{edition.label}/{path}": data for path, data in site.items()}
    mine[f"{edition.label}/{_STUB}"] = f"window.metermapEdition = {json.dumps(edition.label)};\n".encode()
    return _publication(root, (*others, edition), mine, others)


def withdrawn(root: Path, label: str) -> Publication:
    """Return what the folder `root` holds once an edition is taken out.

    Raises:
        OutputRefusedError: there is no such edition; or see `read_editions`.
    """
    editions = read_editions(root)
    labels = [edition.label for edition in editions]
    if label not in labels:
        known = did_you_mean(label, labels) or f"there are {', '.join(labels) or 'none'}"
        message = f"{one_line(str(root))} holds no edition {one_line(label)}: {known}"
        raise OutputRefusedError(message)
    left = [edition for edition in editions if edition.label != label]
    return _publication(root, left, {}, left)


def _publication(
    root: Path, editions: Iterable[Edition], files: Mapping[str, bytes], kept: Iterable[Edition]
) -> Publication:
    ordered = tuple(sorted(editions, key=lambda edition: _newness(edition.label), reverse=True))
    labels = {edition.label for edition in kept}
    manifest = read_manifest(root) or Manifest()
    keep = tuple(path for path in manifest.files if path.partition("/")[0] in labels)
    return Publication({**files, **_beside(ordered)}, keep, ordered)


def _newness(label: str) -> tuple[object, ...]:
    """Return a key that sorts 9 before 10, 4.0-rc1 before 4.0, and what is no number, such as a draft, before all.

    The v of v4.0 says nothing; where nothing else differs, the characters decide.
    """
    version = _VERSION.sub("", label, count=1) if _VERSION.match(label) else label
    candidate = _CANDIDATE.search(version)
    stem, rest = (
        (version[: candidate.start()], candidate[0] + version[candidate.end() :]) if candidate else (version, "")
    )
    return version[:1].isdigit(), natural_order(stem), candidate is None, natural_order(rest), label


def _first(editions: Sequence[Edition]) -> Edition:
    """Return the edition that readers are led to: the newest one that is no candidate, if there is any."""
    return next((one for one in editions if not _CANDIDATE.search(one.label)), editions[0])


def _beside(editions: Sequence[Edition]) -> dict[str, bytes]:
    """Return the files beside the folders: the index, the way to an edition, the lists of them, and their style."""
    lines = ",\n".join(json.dumps(asdict(edition), separators=(",", ":")) for edition in editions)
    theme = resources.files("metermap.site") / "theme/assets"
    return {
        INDEX: f"{_START}{lines}{_END}".encode(),
        "index.html": _front(editions).encode(),
        "editions.html": _list(editions).encode(),
        "compare.html": _comparison(editions).encode(),
        MISSING: missing_page("Editions"),
        "assets/site.css": (theme / "site.css").read_bytes(),
        "assets/icon.svg": (theme / "icon.svg").read_bytes(),
    }


_HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
"""


def _document(title: str, head: Html, *content: Html) -> str:
    parts = (
        tag("title", text(title)),
        Html('\n<link rel="icon" href="assets/icon.svg" type="image/svg+xml">\n'),
        Html('<link rel="stylesheet" href="assets/site.css">\n'),
        head,
        Html("</head>\n<body>\n"),
        tag("header", tag("p", link("editions.html", text("Editions")), class_="name"), class_="site"),
        tag("main", *content, id="content"),
        Html("\n</body>\n</html>\n"),
    )
    return _HEAD + join(parts)


def _front(editions: Sequence[Edition]) -> str:
    """Return the page that leads to the edition to begin with; without any, the list of none."""
    if not editions:
        return _list(editions)
    first = _first(editions)
    address = f"{first.label}/index.html"
    head = Html(f'<meta http-equiv="refresh" content="0; url={text(address)}">\n')
    way = tag("p", text("To edition "), link(address, text(first.label)), text("."), class_="lead")
    others = tag("p", link("editions.html", text("All editions")))
    return _document(first.title, head, tag("h1", text(first.title)), way, others)


def _list(editions: Sequence[Edition]) -> str:
    """Return the list of editions, a page that stays."""
    heading = tag("h1", text("Editions"))
    if not editions:
        return _document("Editions", Html(""), heading, tag("p", text("No edition is published.")))
    compare = tag("p", link("compare.html", text("Which data item is in which edition")))
    return _document("Editions", Html(""), heading, _editions_table(editions), compare)


def _editions_table(editions: Iterable[Edition]) -> Html:
    rows = (
        tag(
            "tr",
            tag("th", link(f"{edition.label}/index.html", text(edition.label)), scope="row"),
            tag("td", text(edition.title)),
            tag("td", text(edition.edition or "not recorded")),
            tag("td", tag("code", text(edition.digest[:16]))),
            tag("td", text(f"{len(edition.items):,}"), class_="number"),
        )
        for edition in editions
    )
    head = ("Published as", "Title", "Edition of the catalogue", "Model", "Data items")
    return table("Editions, the newest first", head, [tag("tbody", *rows)], numbers=1)


def _comparison(editions: Sequence[Edition]) -> str:
    lines = _lines(editions)
    alike = {name: line for name, line in lines.items() if list(line.values()) == [name] * len(editions)}
    other = {name: line for name, line in lines.items() if name not in alike}
    lead = f"{len(alike):,} of {len(lines):,} data items are in each of the {len(editions):,} editions, under one name."
    return _document(
        "Data items by edition",
        Html(""),
        tag("h1", text("Data items by edition")),
        tag("p", text(lead), class_="lead"),
        _comparison_table("In some editions only, or under other names", other, editions) if other else Html(""),
        _comparison_table("In each edition", alike, editions),
    )


def _comparison_table(caption: str, lines: Mapping[str, Mapping[str, str]], editions: Sequence[Edition]) -> Html:
    rows = (
        tag("tr", tag("th", text(name), scope="row"), *_cells(name, line, editions)) for name, line in lines.items()
    )
    return table(caption, ("Data item", *(edition.label for edition in editions)), [tag("tbody", *rows)])


def _lines(editions: Sequence[Edition]) -> dict[str, dict[str, str]]:
    """Return by the newest name of each data item what the editions that know it call it, by label."""
    names: dict[str, str] = {}
    for edition in reversed(editions):
        names.update(edition.renamed)
    lines: dict[str, dict[str, str]] = {}
    for edition in editions:
        for name in edition.items:
            lines.setdefault(_newest(name, names), {}).setdefault(edition.label, name)
    return dict(sorted(lines.items(), key=lambda line: (line[0].casefold(), line[0])))


def _newest(name: str, renamed: Mapping[str, str]) -> str:
    seen = {name}
    while (name := renamed.get(name, name)) not in seen:
        seen.add(name)
    return name


def _cells(row: str, line: Mapping[str, str], editions: Iterable[Edition]) -> Iterator[Html]:
    for edition in editions:
        name = line.get(edition.label)
        if name is None:
            yield tag("td", text("not there"))
            continue
        shown = "its page" if name == row else f"as {name}"
        address = f"{edition.label}/{edition.items[name]}"
        yield tag("td", link(address, text(shown), aria_label=f"{shown}: {name} in {edition.label}"))
