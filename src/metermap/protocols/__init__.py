"""The protocol dictionaries: DLMS/COSEM and Smart Energy, behind one interface."""

from metermap.core.suggest import closest
from metermap.protocols.choices import EditionChoice, check_choices
from metermap.protocols.dictionaries import Dictionaries, load_dictionaries, overlay_names
from metermap.protocols.dlms.access_modes import AccessModes, access_modes
from metermap.protocols.dlms.date_times import DateTimeField, SpecialValue, clock_status, date_time_fields
from metermap.protocols.dlms.decisions import Aspect, Decision, Verdict
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.lookup import ClassFound, DlmsEntry, MemberFound, ObjectFound, look_up_dlms
from metermap.protocols.dlms.model import (
    ClassMember,
    Deviation,
    InterfaceClass,
    LogicalNameRule,
    Selector,
    Unit,
)
from metermap.protocols.dlms.types import data_type_lifetime, dlms_type_names, parse_dlms_type
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.extensions import Extension, ExtensionKind, extensions_of
from metermap.protocols.lifetimes import DictionaryEntry, lifetimes_of
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.types import parse_zcl_type, zcl_type_names

__all__ = [
    "AccessModes",
    "Aspect",
    "ClassFound",
    "ClassMember",
    "Cluster",
    "DateTimeField",
    "Decision",
    "Deviation",
    "Dictionaries",
    "DictionaryEntry",
    "DlmsDictionary",
    "DlmsEntry",
    "EditionChoice",
    "Enumeration",
    "EnumerationMember",
    "Extension",
    "ExtensionKind",
    "InterfaceClass",
    "LogicalNameRule",
    "MemberFound",
    "ObjectFound",
    "Selector",
    "SepAttribute",
    "SepCommand",
    "SepDictionary",
    "SpecialValue",
    "Unit",
    "Verdict",
    "access_modes",
    "check_choices",
    "clock_status",
    "closest",
    "data_type_lifetime",
    "date_time_fields",
    "dlms_type_names",
    "extensions_of",
    "lifetimes_of",
    "load_dictionaries",
    "look_up_dlms",
    "overlay_names",
    "parse_dlms_type",
    "parse_zcl_type",
    "zcl_type_names",
]
