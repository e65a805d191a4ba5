"""Looking entries up by what people write: the entry, or what is wrong and what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.addresses import Access
from metermap.core.findings import Finding
from metermap.core.places import FilePlace
from metermap.protocols import ClassFound, DlmsDictionary, MemberFound, ObjectFound, load_dictionaries, look_up_dlms
from metermap.protocols.dlms.lookup import find_member


@pytest.mark.parametrize(
    ("text", "id_", "version"),
    [
        ("3", 3, 0),
        ("Register", 3, 0),
        ("profile generic", 7, 1),
        ("7 v0", 7, 0),
        ("7v1", 7, 1),
        ("ProfileGeneric v0", 7, 0),
        ("ExtendedData", 9000, 0),
    ],
)
def test_a_class(dlms: DlmsDictionary, text: str, id_: int, version: int) -> None:
    found = look_up_dlms(dlms, text)
    assert isinstance(found, ClassFound)
    assert (found.interface_class.id, found.interface_class.version) == (id_, version)


@pytest.mark.parametrize(
    ("text", "found_at", "path", "type_"),
    [
        ("ProfileGeneric.capture_period", "attribute 4", (), "double-long-unsigned"),
        ("7.A4", "attribute 4", (), "double-long-unsigned"),
        ("7.4", "attribute 4", (), "double-long-unsigned"),
        ("7 v0.A4", "attribute 4", (), "double-long-unsigned"),
        ("Register.reset", "method 1", (), "integer(0)"),
        ("Register.reset()", "method 1", (), "integer(0)"),
        ("3.M1", "method 1", (), "integer(0)"),
        ("Register.scaler_unit.unit", "attribute 3", ("unit",), "enum"),
        ("3/1-0:1.8.0.255/A3", "attribute 3", (), "structure{scaler:integer,unit:enum}"),
        ("3/1-0:1.8.0.255/A3 scaler_unit: unit", "attribute 3", ("unit",), "enum"),
        ("1/0-0:94.44.34.30/A2.meter_balance", "attribute 2", ("meter_balance",), "double-long"),
        ("104/0-0:30.3.0.255/M1.key_type", "method 1", ("key_type",), "enum"),
    ],
)
def test_a_member(dlms: DlmsDictionary, text: str, found_at: str, path: tuple[str, ...], type_: str) -> None:
    found = look_up_dlms(dlms, text)
    assert isinstance(found, MemberFound)
    assert (f"{found.access} {found.member.index}", found.path, str(found.type)) == (found_at, path, type_)


@pytest.mark.parametrize("text", ["1-0:1.8.0.255", "0100010800FF", "01-00-01-08-00-FF", "1.0.1.8.0.255"])
def test_an_object(dlms: DlmsDictionary, text: str) -> None:
    found = look_up_dlms(dlms, text)
    assert isinstance(found, ObjectFound)
    assert str(found.logical_name) == "1-0:1.8.0.255"
    assert found.rule is not None
    assert found.rule.class_ids == (3, 4)
    assert found.description.startswith("Electricity (AC)")
    assert found.interface_class is None


def test_an_object_as_of_a_class(dlms: DlmsDictionary) -> None:
    found = look_up_dlms(dlms, "Register/1-0:1.8.0.255")
    assert isinstance(found, ObjectFound)
    assert found.interface_class is not None
    assert found.interface_class.id == 3


@pytest.mark.parametrize("text", ["7.A2 by range_descriptor", "7/0-0:99.98.20.255/A2 buffer by 1"])
def test_a_way_of_selective_access(dlms: DlmsDictionary, text: str) -> None:
    found = look_up_dlms(dlms, text)
    assert isinstance(found, MemberFound)
    assert found.selector is not None
    assert (found.selector.name, found.selector.access_selector) == ("range_descriptor", 1)
    assert found.type.member("from_value") is not None


@pytest.mark.parametrize(
    ("text", "code", "message", "help_"),
    [
        ("2", "MM814", "there is no interface class 2", "Did you mean 1 Data or 3 Register?"),
        ("Registre", "MM814", "no interface class is called 'Registre'", "Did you mean Register or"),
        ("7 v5", "MM815", "class 7 ProfileGeneric has no version 5", "Did you mean 7 v1?"),
        (
            "Register.M2",
            "MM816",
            "class 3 Register has no method 2: 2 value is an attribute",
            "Did you mean 3.A2 value?",
        ),
        ("Register.value()", "MM816", "class 3 Register has no method value: 2 value is an attribute", "3.A2 value"),
        ("Credit.A12", "MM814", "class 112 Credit has no attribute 12", ""),
        ("Register.valu", "MM814", "class 3 Register has no attribute or method valu", "Did you mean value?"),
        ("Register.scaler_unit.units", "MM818", "scaler_unit of class 3 Register has no member 'units'", "mean unit?"),
        ("Register.value.x", "MM818", "value of class 3 Register has no members", ""),
        (
            "7.A2 by rang_descriptor",
            "MM818",
            "buffer of class 7 ProfileGeneric version 1 has no selective access 'rang_descriptor'",
            "Did you mean range_descriptor",
        ),
        ("7 v0.A2 by 1", "MM818", "buffer of class 7 ProfileGeneric version 0 has no selective access '1'", ""),
        ("1-0:1.8.256.255", "MM817", "'1-0:1.8.256.255' is no logical name: group E is 256, over 255", ""),
        ("1-0:1.8.0", "MM817", "'1-0:1.8.0' is no logical name: it has five groups", "Did you mean 1-0:1.8.0.255?"),
        ("3/1-0:1.8/A2", "MM817", "'1-0:1.8' is no logical name: it has four groups", ""),
        ("1.8.0", "MM819", "'1.8.0' has three groups: C, D and E of an object of some medium", "1-0:1.8.0.255 or 7-0"),
        ("", "MM814", "nothing to look up: it is empty", ""),
        ("x" * 5000, "MM814", "nothing to look up: it is longer than 200 characters", ""),
    ],
)
def test_a_fault_says_what_is_wrong_and_what_was_meant(
    dlms: DlmsDictionary, text: str, code: str, message: str, help_: str
) -> None:
    found = look_up_dlms(dlms, text, FilePlace("question"))
    assert isinstance(found, Finding)
    assert (found.code, str(found.place)) == (code, "question")
    assert found.message.startswith(message)
    assert help_ in found.help


def test_a_method_where_an_attribute_is_asked_for_is_its_own_fault(dlms: DlmsDictionary) -> None:
    register = dlms.interface_class("Register")
    assert register is not None
    found = find_member(register, "reset", Access.ATTRIBUTE)
    assert isinstance(found, Finding)
    assert (found.code, found.help) == ("MM816", "Did you mean 3.M1 reset?")
    assert found.expected == "attribute 1 logical_name, 2 value, 3 scaler_unit"
    right = find_member(register, "reset", Access.METHOD)
    assert not isinstance(right, Finding)
    assert right[1].index == 1


_SHARED = load_dictionaries().dlms
_words = st.sampled_from(
    ["Register", "7", "v1", ".", "/", "A2", "by", "1-0:1.8.0.255", "()", " ", "\u0000", "\u202e", "9" * 30]
)


@given(st.lists(_words | st.text(max_size=8), max_size=8).map("".join))
def test_no_text_makes_it_stumble(text: str) -> None:
    found = look_up_dlms(_SHARED, text)
    assert isinstance(found, ClassFound | MemberFound | ObjectFound | Finding)
