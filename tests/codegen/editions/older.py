"""Older editions of the Great Britain workspace, made of the newest by changing what is known to have changed."""

from __future__ import annotations

from dataclasses import replace

from metermap.codegen.base import GeneratorInput
from metermap.core.addresses import DlmsAddress
from metermap.core.logical_names import LogicalName
from metermap.mappings.model import EditionModel, ResolvedModel, Statement
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["CHARGE_NOW", "CHARGE_THEN", "UNADDRESSED", "UNCHANGED", "given_editions", "partly", "wholly"]

CHARGE_NOW = LogicalName(0, 0, 19, 20, 4, 255)
CHARGE_THEN = LogicalName(0, 0, 19, 2, 4, 255)
UNADDRESSED = "ActiveExportRegister.value"
UNCHANGED = "ReactiveExportRegister.value"


def _moved(said: Statement) -> Statement:
    address = said.address
    if isinstance(address, DlmsAddress) and address.logical_name == CHARGE_NOW:
        return replace(said, address=replace(address, logical_name=CHARGE_THEN))
    if said.element == UNADDRESSED and isinstance(address, DlmsAddress):
        return replace(said, key=f"{said.key} then", address=None)
    return said


def _older(model: ResolvedModel) -> ResolvedModel:
    """Return a model with the standing charge at another object, and a register whose address nobody recorded."""
    statements = tuple(map(_moved, model.statements))
    return replace(model, edition="GBCS 0.8.1", statements=statements, digest="08" * 32)


def partly() -> EditionModel:
    """Return an edition of which only what differs is recorded, and that one register was as it is."""
    newest = load_gb()
    model = _older(newest)
    pairs = zip(newest.statements, model.statements, strict=True)
    own = frozenset(then.key for now, then in pairs if now != then or then.element == UNCHANGED)
    recorded = frozenset(said.element for said in model.statements if said.key in own and said.element)
    source = "Great Britain Companion Specification 0.8.1"
    return EditionModel(
        "GBCS 0.8.1", "gbcs-0.8.1", "2014-11-28", source, partial=True, model=model, own=own, recorded=recorded
    )


def wholly() -> EditionModel:
    """Return the same, all of it recorded."""
    return replace(partly(), partial=False, own=frozenset(), recorded=frozenset())


def given_editions(*editions: EditionModel) -> GeneratorInput:
    """Return what generators get."""
    return GeneratorInput(load_gb(), "gb", {}, load_dictionaries(), editions=editions)
