"""The protocol dictionaries: DLMS/COSEM and Smart Energy, behind one interface."""

from metermap.core.suggest import closest
from metermap.protocols.choices import EditionChoice, check_choices
from metermap.protocols.dictionaries import Dictionaries, load_dictionaries, overlay_names
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.model import (
    ClassMember,
    Deviation,
    InterfaceClass,
    LogicalNameRule,
    Selector,
    Unit,
)
from metermap.protocols.dlms.types import dlms_type_names, parse_dlms_type
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.extensions import Extension, ExtensionKind, extensions_of
from metermap.protocols.lifetimes import DictionaryEntry, lifetimes_of
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.types import parse_zcl_type, zcl_type_names

__all__ = [
    "ClassMember",
    "Cluster",
    "Deviation",
    "Dictionaries",
    "DictionaryEntry",
    "DlmsDictionary",
    "EditionChoice",
    "Enumeration",
    "EnumerationMember",
    "Extension",
    "ExtensionKind",
    "InterfaceClass",
    "LogicalNameRule",
    "Selector",
    "SepAttribute",
    "SepCommand",
    "SepDictionary",
    "Unit",
    "check_choices",
    "closest",
    "dlms_type_names",
    "extensions_of",
    "lifetimes_of",
    "load_dictionaries",
    "overlay_names",
    "parse_dlms_type",
    "parse_zcl_type",
    "zcl_type_names",
]
