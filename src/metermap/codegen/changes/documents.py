"""Checking that the octets of a file are a released model, in pydantic: the file may be anything.

What is checked is derived from `metermap.codegen.exchange.schema`, which an earlier metermap may not have filled in
every part: each field has the shape that the schema gives, if it is there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Final, Union, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, create_model
from pydantic_core import from_json, to_json

from metermap.codegen.changes.addresses import AddressRecord, Number, Text
from metermap.codegen.changes.model import Kind
from metermap.codegen.changes.snapshot import LISTS, DocumentError
from metermap.codegen.exchange import schema
from metermap.core.text import one_line
from metermap.mappings.model import SCHEMA_VERSION

__all__ = ["checked_document"]

_MOST = 100_000  # lines of one kind: far above any catalogue, and soon compared all the same
_NAMES: Final = {
    Kind.DEVICE: ("id",),
    Kind.ELEMENT: ("id", "item", "path"),
    Kind.ITEM: ("device", "item"),
    Kind.USE_CASE: ("code",),
    Kind.STATEMENT: ("key", "role", "device", "protocol", "element", "status", "address"),
}
_BOUNDED: Final[dict[object, object]] = {str: Text, int: Number}
_ONCE: Final = {Kind.DEVICE: "device", Kind.ELEMENT: "element"}
"""The lines of which the id names one alone."""


def checked_document(data: bytes) -> Mapping[str, object]:
    """Return the document, of which the lists that are compared have the shape of the schema.

    Raises:
        DocumentError: it has not.
    """
    try:
        # Beside JSON proper, the reader would take numbers that are none, and of these none equals itself.
        document: JsonValue = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        said = one_line(f"is no JSON document of metermap's ({error})"[:300])
        raise DocumentError(said) from error
    if not isinstance(document, dict) or not isinstance(document.get("statements"), list):
        message = f"is no model: {_what_it_is(document)}"
        raise DocumentError(message)
    _check_version(document)
    _check_shape(document)
    _check_once(document)
    return cast("Mapping[str, object]", document)


_OTHERS: Final = (
    ({"old", "new", "changes"}, "it is a difference, as metermap diff writes it"),
    ({"summary", "items"}, "it is a gap report"),
    ({"$schema"}, "it is a JSON Schema"),
    ({"newest", "editions"}, "it is the list of the editions beside a model"),
    ({"label", "version"}, "it is the record of a release; model.json lies beside it"),
)
"""What else metermap writes, by fields that a model does not have together."""


def _what_it_is(document: JsonValue) -> str:
    if not isinstance(document, dict):
        return f"it is {'a list' if isinstance(document, list) else 'one value'}, and a model is an object"
    if not document:
        return "it is an empty object"
    said = (said for names, said in _OTHERS if names <= document.keys())
    return next(said, "it has no list called statements")


def _check_version(document: Mapping[str, JsonValue]) -> None:
    version = document.get("schema_version")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        said = one_line(str(version)[:50])
        message = f"is a model of schema version {said}, and this metermap compares version {SCHEMA_VERSION}"
        raise DocumentError(message)


def _check_shape(document: Mapping[str, JsonValue]) -> None:
    try:
        # Written again, for of a name that a file gives twice only the last value is in the document.
        _shape().model_validate_json(to_json(document))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = one_line(f"is no model ({where}: {first['msg']})"[:300])
        raise DocumentError(message) from error


def _check_once(document: Mapping[str, JsonValue]) -> None:
    """Check that no id is listed twice: of two lines that differ, which one held nobody can tell."""
    for kind, what in _ONCE.items():
        lines = cast("list[dict[str, str]]", document.get(LISTS[kind], []))
        twice = next((name for name, number in Counter(line["id"] for line in lines).items() if number > 1), None)
        if twice is not None:
            message = f"is no model (it lists the {what} {one_line(twice[:200])} twice)"
            raise DocumentError(message)


class _Part(BaseModel):
    """A part of the document of which only the shape is wanted; what the schema does not name is any JSON."""

    model_config = ConfigDict(extra="ignore", strict=True)


@cache
def _shape() -> type[BaseModel]:
    """Return the shape of the five lists and of what a model says of itself; of these, the statements must be there."""
    lists: dict[str, object] = {}
    for kind, name in LISTS.items():
        [line] = get_args(schema.ModelDocument.model_fields[name].annotation)
        lines = list[_lenient(line, _NAMES[kind])]  # type: ignore[misc, valid-type]  # known only when it runs
        lists[name] = (Annotated[lines, Field(max_length=_MOST)], ... if kind is Kind.STATEMENT else [])
    said = dict.fromkeys(("name", "edition", "digest"), (Text, ""))
    return _made("_Shape", {**said, **lists})


def _made(name: str, fields: Mapping[str, object]) -> type[BaseModel]:
    # The fields are known only when it runs, which the signature of pydantic has no words for.
    return cast("type[BaseModel]", create_model(name, __base__=_Part, **fields))  # type: ignore[call-overload]


def _lenient(model: type[BaseModel], needed: tuple[str, ...] = ()) -> type[BaseModel]:
    """Return the model with fields that may be lacking, but for those that name a line."""
    return _made(model.__name__, dict(_fields(model, needed)))


def _fields(model: type[BaseModel], needed: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    for name, field in model.model_fields.items():
        match name:
            case "address":
                kind: object = AddressRecord | None
            case "members" | "element" if model is schema.TypeDocument:
                kind = JsonValue  # of a type within a type nothing is read but what it is called
            case _:
                kind = _lenient_annotation(field.annotation)
        yield name, (kind, ... if name in needed else None)


def _lenient_annotation(annotation: object) -> object:
    if annotation in _BOUNDED:
        return _BOUNDED[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _lenient(annotation)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return Union[tuple(map(_lenient_annotation, parts))]  # noqa: UP007  (the members are known when it runs)
    if origin in {list, dict}:
        return origin[tuple(map(_lenient_annotation, parts))]
    return annotation
