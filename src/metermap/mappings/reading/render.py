"""A reading as text, Markdown or JSON; what cannot be seen is shown as an escape in all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum

from metermap.core.text import markdown, one_line
from metermap.mappings.reading.sentences import Reading, Saying, Spoken

__all__ = ["ReadingFormat", "render_reading"]


class ReadingFormat(StrEnum):
    """How a reading is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


def render_reading(reading: Reading, output_format: ReadingFormat) -> str:
    """Return a reading in a format, with a newline at its end."""
    match output_format:
        case ReadingFormat.TEXT:
            return "\n".join(_text(sentence) for sentence in reading.sentences)
        case ReadingFormat.MARKDOWN:
            title = f"# {markdown(reading.file)}\n\n"
            return title + "\n".join(_markdown(sentence) for sentence in reading.sentences)
        case ReadingFormat.JSON:
            sentences = [_json(sentence) for sentence in reading.sentences]
            return json.dumps({"file": reading.file, "sentences": sentences}, indent=2, ensure_ascii=False) + "\n"


def _lines(sentence: Spoken) -> Iterator[tuple[int, str]]:
    """Yield depth and text of each line with the mark that ends it: a colon, a semicolon, at last a full stop."""
    lines = [line for saying in sentence.sayings for line in _outline(saying, 0)]
    for number, (depth, text, opens) in enumerate(lines):
        mark = ":" if opens else ";"
        yield depth, text + ((":" if sentence.kind == "on" else ".") if number == len(lines) - 1 else mark)


def _outline(saying: Saying, depth: int) -> Iterator[tuple[int, str, bool]]:
    yield depth, saying.text, bool(saying.parts)
    for part in saying.parts:
        yield from _outline(part, depth + 1)


def _text(sentence: Spoken) -> str:
    return "".join(f"{'  ' * depth}{one_line(text)}\n" for depth, text in _lines(sentence))


def _markdown(sentence: Spoken) -> str:
    """Return a sentence as a paragraph and a list; a scope as a heading."""
    lines = [(depth, markdown(text)) for depth, text in _lines(sentence)]
    printed: list[str] = []
    listed = False
    for depth, text in lines:
        if not depth:
            head = f"## {text}" if sentence.kind == "on" and not printed else text
            printed += ["", head] if printed else [head]
        else:
            printed += ([] if listed else [""]) + [f"{'    ' * (depth - 1)}- {text}"]
        listed = bool(depth)
    return "\n".join(printed) + "\n"


def _json(sentence: Spoken) -> dict[str, object]:
    spoken = " ".join(text for _, text in _lines(sentence))
    return {
        "kind": sentence.kind,
        "line": sentence.line,
        "spoken": one_line(spoken),
        "parts": [_json_part(saying) for saying in sentence.sayings],
    }


def _json_part(saying: Saying) -> dict[str, object]:
    return {"text": one_line(saying.text), "parts": [_json_part(part) for part in saying.parts]}
