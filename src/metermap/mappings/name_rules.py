"""Why it is a finding that a name, a number or a place cannot be resolved, MM301 to MM349, with examples."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule
from metermap.mappings import codes

__all__ = ["RULES"]

_METER = "on ESME over dlms, tunnelled.\n"
_GAS = "on GSME over sep, tunnelled.\n"
_EXPORT = f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 "
_GOOD = _EXPORT + "{ value: value #100 as double-long-unsigned } for ECS17a.\n"
_CONSUMED = f"{_GAS}ConsumptionRegister is Metering "
_GOOD_GAS = _CONSUMED + "{ CurrentSummationDelivered @0x0000: value as uint48 }.\n"
_SUPPLY = f"{_GAS}SupplyState is Metering "
_GOOD_SUPPLY = _SUPPLY + "{ call ChangeSupply { ProposedSupplyStatus: disable } }.\n"
_TOKENS = f"{_METER}LoadLimitCounter is Register 0-0:94.44.42.255 "
_POWER = f"{_METER}PowerEventLog is ProfileGeneric 0-0:99.98.4.255 "
_PERIOD_OF_LOAD = f"{_METER}LoadLimitPeriod(Timer) is ExtendedData 0-0:94.44.128.6 {{ value_passive: valueNext "
_TRAILING = f"{_GAS}TariffBlockPriceMatrixTOU is Price "


def _name(code: Code, explanation: str, failing: str, passing: str = _GOOD) -> Rule:
    return Rule(code, Family.NAMES, explanation, Example(failing), Example(passing))


_CATALOGUE: tuple[Rule, ...] = (
    _name(
        codes.UNKNOWN_ITEM,
        "A sentence begins with the name of an item of the catalogue. One that the catalogue does not list is a slip, "
        "or the name of another edition, and the statement would be about nothing. The help names the closest items. "
        "Names with spaces or brackets stand in quotes.",
        f"{_METER}ActiveExportRegistr is Register 1-0:2.8.0.255 {{ value: value }}.\n",
    ),
    _name(
        codes.UNKNOWN_ELEMENT,
        "Right of the colon stands an element of ours: a path of the item that the sentence is about, or another item "
        "and its path. The catalogue has none of that name, so nothing would be carried. If their field always holds "
        "a constant, write '=' instead of ':'.",
        _EXPORT + "{ value: vlaue }.\n",
    ),
    _name(
        codes.ROW_IS_ANOTHER,
        "The number after # is that of a printed row, written beside the name so that one checks the other. Here the "
        "two are about different things, or no row has the number. Look the row up before you correct either.",
        _EXPORT + "{ value: value #102 }.\n",
    ),
    _name(
        codes.ROWS_DO_NOT_FIT,
        "A list of rows is counted off over the statements that the sentence makes, in the order of the index. There "
        "are more or fewer rows than statements, so at some point each number would stand beside a wrong one.",
        _EXPORT + "{ scaler_unit { unit = 30, scaler = 0 } #9001,9002,9003 }.\n",
    ),
    _name(
        codes.UNKNOWN_DEVICE,
        "The devices are those of metermap.toml. A statement about another is about nothing, and all sentences under "
        "this 'on' are left out.",
        f"on ESMEE over dlms, tunnelled.\n{_GOOD.removeprefix(_METER)}",
    ),
    _name(
        codes.UNKNOWN_USE_CASE,
        "The catalogue's sheet of use cases has no such code, so roles, protection and the report of use cases would "
        "miss the statement. Correct the code, or add the use case to the workbook.",
        _EXPORT + "{ value: value #100 as double-long-unsigned } for ECS17x.\n",
    ),
    _name(
        codes.UNKNOWN_ROLE,
        "Roles in brackets narrow those that the catalogue lists for the use case. One that the use case does not have "
        "cannot be among them: it is misspelt, or the workbook lacks it.",
        _EXPORT + "{ value: value #100 as double-long-unsigned } for ECS17a(Milkman).\n",
    ),
    _name(
        codes.AMBIGUOUS_ELEMENT,
        "The catalogue lists several elements under this item and path. Which of them is carried here the name alone "
        "cannot say; its row number can.",
        f"{_GAS}EmergencyCredit is Prepayment {{ call SelectAvailableEmergencyCredit: select }}.\n",
        f"{_GAS}EmergencyCredit is Prepayment {{ call SelectAvailableEmergencyCredit: select #1050 }}.\n",
    ),
    _name(
        codes.ELEMENT_ROW,
        "A constant with '=' says that no element stands behind the field. The row given is that of an element, so it "
        "would count as unmapped although it is carried. Write the element behind a colon; a fixed value may follow "
        "it.",
        _EXPORT + "{ value = 1 #100 }.\n",
    ),
)

_DLMS: tuple[Rule, ...] = (
    _name(
        codes.UNKNOWN_CLASS,
        "The home of a DLMS/COSEM statement is an interface class and a logical name. The dictionary has no class of "
        "this name or number: it is misspelt, or national and its overlay is not named in metermap.toml.",
        f"{_METER}ActiveExportRegister is Registr 1-0:2.8.0.255 {{ value: value }}.\n",
    ),
    _name(
        codes.UNKNOWN_ATTRIBUTE,
        "The interface class or cluster has no attribute of this name, in any version. A method or command needs "
        "'call' before its name. The help names what is closest.",
        _EXPORT + "{ valeu: value }.\n",
    ),
    _name(
        codes.UNKNOWN_METHOD,
        "The interface class has no method of this name. An attribute is written without 'call'.",
        _TOKENS + "{ call rest: reset }.\n",
        _TOKENS + "{ call reset: reset = 0 as integer }.\n",
    ),
    _name(
        codes.UNKNOWN_MEMBER,
        "The type of the attribute or argument is a structure, and it has no such member. Nothing could be read or "
        "written there.",
        _EXPORT + "{ scaler_unit.unti: unit }.\n",
        _EXPORT + "{ scaler_unit.unit: unit = Wh }.\n",
    ),
    _name(
        codes.BAD_LOGICAL_NAME,
        "A logical name has six groups, each from 0 to 255, such as 1-0:2.8.0.255. This is none, so there is no object "
        "that could answer.",
        f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.256 {{ value: value }}.\n",
    ),
    Rule(
        codes.LOGICAL_NAME_NOT_COVERED,
        Family.ADDRESS,
        "The rules for logical names give each combination of groups its meaning. None of them covers this one, so the "
        "object's meaning is not standardised. Look for a digit that is wrong; a manufacturer's or a national object "
        "belongs into an overlay.",
        Example(f"{_METER}ActiveExportRegister is Register 9-9:9.9.9.9 {{ value: value }}.\n"),
        Example(_GOOD),
    ),
    Rule(
        codes.CLASS_NOT_ALLOWED,
        Family.ADDRESS,
        "The rule that covers the logical name says by which interface classes such an object is modelled, and the "
        "class of this home is none of them. A meter that follows the standard has no such object. Correct the class "
        "or the logical name; if the source really asks for it, say so with 'despite'.",
        Example(f"{_METER}ActiveExportRegister is Clock 1-0:2.8.0.255 {{ time: value }}.\n"),
        Example(_GOOD),
    ),
    _name(
        codes.UNKNOWN_SELECTOR,
        "Selective access reads a part of an attribute, by selectors that the interface class defines for it. This "
        "attribute has none of that name; a meter would refuse the request.",
        _EXPORT + "{ value: value by range_descriptor { a = 1 } }.\n",
    ),
)

_SEP: tuple[Rule, ...] = (
    _name(
        codes.UNKNOWN_CLUSTER,
        "The home of a Smart Energy statement is a cluster. The dictionary has none of this name; the help names the "
        "closest.",
        f"{_GAS}ConsumptionRegister is Meterng {{ CurrentSummationDelivered: value }}.\n",
        _GOOD_GAS,
    ),
    _name(
        codes.UNKNOWN_COMMAND,
        "The cluster has no command of this name, from either side. A device would answer UNSUP_CLUSTER_COMMAND.",
        _SUPPLY + "{ call ChangeSuply: disable }.\n",
        _GOOD_SUPPLY,
    ),
    _name(
        codes.UNKNOWN_FIELD,
        "The command has no field of this name. Its payload is a fixed sequence of fields, so the value would have no "
        "place in it. Where the source names no field, write _ as its name.",
        _SUPPLY + "{ call ChangeSupply { ProposdSupplyStatus: disable } }.\n",
        _GOOD_SUPPLY,
    ),
    _name(
        codes.NAME_AND_NUMBER,
        "The number after @ is written beside the name so that one checks the other. The dictionary gives the name "
        "another number, so one of the two is a slip.",
        _CONSUMED + "{ CurrentSummationDelivered @0x0001: value as uint48 }.\n",
        _GOOD_GAS,
    ),
    _name(
        codes.BITS_OUTSIDE,
        "Bits are numbered from 0, and a type has so many of them. These lie outside, so no value could be read from "
        "there.",
        _TRAILING + "{ PriceTrailingDigit { @4..8: scalerCurrent } }.\n",
        _TRAILING + "{ PriceTrailingDigit { @4..7: scalerCurrent } }.\n",
    ),
)

_BOTH: tuple[Rule, ...] = (
    _name(
        codes.UNKNOWN_TYPE,
        "The type after 'as' is one of the protocol's own, in its own spelling: double-long-unsigned over DLMS/COSEM, "
        "uint48 over Smart Energy. This is none.",
        _EXPORT + "{ value: value #100 as double-longer }.\n",
    ),
    _name(
        codes.UNKNOWN_VALUE,
        "The right side of '=' or of a coding names a member of the field's enumeration, or a unit. There is none of "
        "that name. A number may be written instead.",
        _EXPORT + "{ scaler_unit.unit: unit = Whh }.\n",
        _EXPORT + "{ scaler_unit.unit: unit = Wh }.\n",
    ),
    _name(
        codes.WRONG_PATTERN,
        "The sentence is well formed, and what stands here means nothing in this place: an instance behind a cluster, "
        "a number behind a member, a home without braces. The message says what is expected.",
        f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255.\n",
    ),
    _name(
        codes.UNKNOWN_PROTOCOL,
        "A scope names a protocol for which there is a dictionary: dlms or sep. Against any other nothing could be "
        "resolved.",
        f"on ESME over dmls, tunnelled.\n{_GOOD.removeprefix(_METER)}",
    ),
    _name(
        codes.UNKNOWN_ROUTE,
        "The route says how a device is reached: native, tunnelled, gateway, translated_at_hub or "
        "translated_at_centre. Another word would leave open whether protection reaches from end to end.",
        f"on ESME over dlms, tuneled.\n{_GOOD.removeprefix(_METER)}",
    ),
    _name(
        codes.PROTOCOL_NOT_SPOKEN,
        "metermap.toml says which protocols a device speaks. The 'on' names another, so nothing could carry what is "
        "said under it. A gap may be stated over a protocol that the device is silent in.",
        f"on GSME over dlms.\n{_GOOD.removeprefix(_METER)}",
    ),
    _name(
        codes.UNKNOWN_USE,
        "'use' says what a file was written against. The workspace names no such dictionary, edition, overlay or "
        "catalogue, so the file may mean something else than what it is resolved against.",
        f"use dlms nowhere.\n{_GOOD}",
    ),
)

_SAID: tuple[Rule, ...] = (
    Rule(
        codes.PART_OF_AN_ELEMENT,
        Family.COVERAGE,
        "The element has an index, and only some of its values are carried: the others are neither said to be "
        "elsewhere nor to be nowhere. Most often a range was copied and one of its ends not changed.",
        Example(f"{_POWER}{{ buffer[e in 11..99]: logEntries[e].logEntry {{ timestamp: timestamp #606 }} }}.\n"),
        Example(f"{_POWER}{{ buffer[e in 1..100]: logEntries[e].logEntry {{ timestamp: timestamp #606 }} }}.\n"),
    ),
    _name(
        codes.UNKNOWN_UNIT,
        "The unit after 'in', or beside a number, is none that catalogue or protocols know, so nothing could be "
        "converted or compared.",
        _EXPORT + "{ value: value #100 as double-long-unsigned in kWhh } for ECS17a.\n",
        _EXPORT + "{ value: value #100 as double-long-unsigned in Wh } for ECS17a.\n",
    ),
    _name(
        codes.UNKNOWN_VARIANT,
        "A condition on the variant of a device holds for devices of that variant. The device has none of this name, "
        "so the statement would hold nowhere.",
        _EXPORT + "{ value: value #100 as double-long-unsigned } when variant = twin_elment.\n",
        _EXPORT + "{ value: value #100 as double-long-unsigned } when variant = twin_element.\n",
    ),
    _name(
        codes.UNKNOWN_NAME,
        "A condition asks for the variant of the device or for an element of the catalogue; a conversion computes with "
        "elements and indices. This name is none of these, so nothing could decide whether the condition holds, or "
        "what comes out.",
        _EXPORT + "{ value: value #100 as double-long-unsigned } when varient = twin_element.\n",
        _EXPORT + "{ value: value #100 as double-long-unsigned } when variant = twin_element.\n",
    ),
    _name(
        codes.UNKNOWN_LET,
        "A name after 'coded', or one that stands for a block, is given by a 'let' of this file or of one that it "
        "includes. None gives this one, or the 'let' uses itself, or its use makes more text than a mapping ever has.",
        _CONSUMED + "{ CurrentSummationDelivered: value coded nowhere }.\n",
        _GOOD_GAS,
    ),
    _name(
        codes.UNUSED_LET,
        "No sentence uses the name. It is left over, or misspelt where it should be used: then the sentence lacks it.",
        f"let debt_period = coded {{ 1 h = PerHour }}.\n{_GOOD}",
    ),
    _name(
        codes.NOT_COMPUTABLE,
        "The expression divides by zero, asks for a part of a number that must be whole, or grows beyond any number "
        "of a protocol. A conversion that has no value carries nothing.",
        _CONSUMED + "{ CurrentSummationDelivered: value / 0 }.\n",
        _GOOD_GAS,
    ),
    _name(
        codes.BAD_RANGE,
        "A range counts upwards, from its lower end to its upper one, both included. Backwards it would be empty, and "
        "the sentence would say nothing. The same holds for bits, and for the first and the last edition.",
        f"{_METER}ActiveExportRegister is Register 1-0:<n in 8..1>.8.0.255 {{ value: value }}.\n",
    ),
    _name(
        codes.NO_SCALE,
        "What is multiplied by zero comes out as zero whatever the meter counted, and a number that counts in steps of "
        "nothing, or in no unit at all, says nothing either. A digit or the unit is missing. A sign may be changed, "
        "by a factor of -1; a unit has none.",
        _EXPORT + "{ value: value * 0 #100 as double-long-unsigned } for ECS17a.\n",
        _EXPORT + "{ value: value * 10 #100 as double-long-unsigned } for ECS17a.\n",
    ),
    _name(
        codes.BECOMES_ITSELF,
        "'becomes' names the element that takes a next value over, and behind 'at' the one that says when. Here the "
        "carried element stands in one of these places, or one element in both, so that nothing would ever change, or "
        "nobody knew when.",
        f"{_PERIOD_OF_LOAD}becomes valueNext at activateNextDateTime }}.\n",
        f"{_PERIOD_OF_LOAD}becomes valueCurrent at activateNextDateTime }}.\n",
    ),
    _name(
        codes.SAID_TWICE,
        "An 'on' names each device once, and a review has each of its entries once. Of two, one is left over, or "
        "another name was meant; what the second says would be lost, or count double.",
        f"on ESME, ESME over dlms, tunnelled.\n{_GOOD.removeprefix(_METER)}",
    ),
    Rule(
        codes.GAP_WITHOUT_REASON,
        Family.REVIEW,
        "'X is Nowhere' is a decision: somebody looked, and there is no place. Without the reason nobody can check it, "
        "or knows when it stops holding.",
        Example(f"{_METER}ActiveExportRegister is Nowhere.\n"),
        Example(f'{_METER}ActiveExportRegister is Nowhere because "for the sake of the example".\n'),
    ),
    Rule(
        codes.UNKNOWN_STATUS,
        Family.REVIEW,
        "The status says how far a statement is agreed, and reports count by it: proposed, reviewed, agreed, decided, "
        "disputed, withdrawn. Another word would be counted nowhere.",
        Example(_EXPORT + "{ value: value #100 } status propossed.\n"),
        Example(_EXPORT + "{ value: value #100 } status agreed.\n"),
    ),
    Rule(
        codes.UNKNOWN_RECORD,
        Family.REVIEW,
        "The record of a review has fixed entries, so that they can be exported and compared: source, reviewer, "
        "relation, confidence and others. The message lists them. An entry of another name would be lost.",
        Example(_EXPORT + '{ value: value #100 } status agreed { revewer = "A. Person" }.\n'),
        Example(_EXPORT + '{ value: value #100 } status agreed { reviewer = "A. Person" }.\n'),
    ),
)

RULES: tuple[Rule, ...] = (*_CATALOGUE, *_DLMS, *_SEP, *_BOTH, *_SAID)
