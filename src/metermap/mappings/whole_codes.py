"""The findings of the rules about size, structure, conflicts, staging, parity, routes, use cases and reviews.

Codes are never reused.
"""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = [
    "BECOMES_INCOMPLETE",
    "CONFIDENCE",
    "COUNT_TOO_SMALL",
    "DEPTH_NOT_MET",
    "DISPUTED_WITHOUT_QUESTION",
    "FACTS_DIFFER",
    "GAP_WITHOUT_SEARCH",
    "HELD_SETS_DIFFER",
    "KINDS_OF_USE_DIFFER",
    "MEMBERS_UNSAID",
    "NEXT_INCOMPLETE",
    "NOT_TOLD_APART",
    "NO_MEMBER_OF_ENUMERATION",
    "NO_UNCHANGED",
    "NO_USE_CASE",
    "OTHER_TARGET",
    "OUTSIDE_OVERLAY",
    "OUTSIDE_STANDARD",
    "PROPOSAL_WITHOUT_SOURCE",
    "PROTECTION_ENDS",
    "RANGE_NOT_COVERED",
    "READ_AT_ONCE",
    "RESTRICTIONS_DIFFER",
    "REVIEW_WITHOUT_RECORD",
    "ROLE_WITHOUT_ACCESS",
    "SAID_IN_ONE_USE_ONLY",
    "SAME_SELECTOR",
    "SHARED_ADDRESS",
    "STATED_TWICE",
    "UNPROTECTED",
    "UNUSED_USE_CASE",
    "USE_CASE_OF_OTHER_PROTOCOL",
]

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# ---- cardinality and depth ------------------------------------------------------------------------
COUNT_TOO_SMALL = Code(
    "MM440",
    _W,
    "A count on the wire cannot reach the number of entries",
    "Ask for the entries in parts, or correct the index range of the element.",
)
DEPTH_NOT_MET = Code(
    "MM441",
    _W,
    "The wire has room for another number of entries than the catalogue keeps",
    "Correct the index range of the home, or the depth in the workbook.",
)
RANGE_NOT_COVERED = Code(
    "MM442",
    _W,
    "The home has another number of places than the element has values",
    "Correct the index ranges, or say which of the values have no home.",
)
READ_AT_ONCE = Code(
    "MM443",
    _W,
    "A buffer of many entries can only be read in one go",
    "Say by which selective access, or by which arguments of the object in front, a part is read.",
)

# ---- structure ------------------------------------------------------------------------------------
SAID_IN_ONE_USE_ONLY = Code(
    "MM444",
    _W,
    "One use case says nothing of a field that another fills",
    "Say what the field holds in every use case that sends the command.",
)
MEMBERS_UNSAID = Code(
    "MM445",
    _N,
    "Members have neither an element nor a constant",
    "The members must be sent all the same: say what they hold when a source does.",
)
NO_MEMBER_OF_ENUMERATION = Code(
    "MM446",
    _W,
    "The constant is no member of the enumeration",
    "Correct the constant; a value of a country's own belongs into its overlay.",
)
OUTSIDE_OVERLAY = Code(
    "MM447",
    _W,
    "The overlay does not allow the value here",
    "Correct the value, or the overlay's list of what is allowed.",
)
OUTSIDE_STANDARD = Code(
    "MM448",
    _W,
    "'only' permits what the type does not",
    "Restrict 'only' to the values of the type, or correct the type.",
)

# ---- conflict -------------------------------------------------------------------------------------
SHARED_ADDRESS = Code(
    "MM450",
    _W,
    "Several elements have one address",
    "Say which bits or members each has, when each holds, or in which use case.",
)
SAME_SELECTOR = Code(
    "MM451",
    _W,
    "One number asks for different data",
    "Give each its own number, or say what else tells them apart.",
)
NOT_TOLD_APART = Code(
    "MM452",
    _W,
    "Nothing tells two uses of a command apart",
    "Fix a field by which the receiver knows which is meant.",
)
STATED_TWICE = Code(
    "MM453",
    _W,
    "An element has several homes",
    "Say by 'when' or 'for' which of them applies, or by 'because' why there are several.",
)

# ---- staging --------------------------------------------------------------------------------------
NEXT_INCOMPLETE = Code(
    "MM454",
    _W,
    "Nothing says when a next value takes effect",
    "Map the time of activation in the use case that sends the value.",
)
BECOMES_INCOMPLETE = Code(
    "MM455",
    _W,
    "What 'becomes' names is not mapped with the value",
    "Map the value that it becomes, and the time in a use case that sends the value.",
)
NO_UNCHANGED = Code(
    "MM456",
    _W,
    "A field that may have to stay as it is has no value for that",
    "Add the value that means unchanged to 'coded'.",
)

# ---- parity ---------------------------------------------------------------------------------------
HELD_SETS_DIFFER = Code("MM458", _W, "Two protocols hold different numbers for the same elements")
RESTRICTIONS_DIFFER = Code("MM459", _W, "One protocol restricts what the other leaves free")
FACTS_DIFFER = Code("MM460", _W, "The catalogue says different things of one line for two devices")
KINDS_OF_USE_DIFFER = Code("MM461", _W, "An element is read or written over one protocol only")

# ---- route ----------------------------------------------------------------------------------------
PROTECTION_ENDS = Code(
    "MM462",
    _W,
    "The protection of a sensitive element ends on its way",
    "Accept it with the reason, or carry the element by another route.",
)
UNPROTECTED = Code(
    "MM463",
    _W,
    "A sensitive element is read without data protection",
    "Say 'through' which object of data protection it is read.",
)

# ---- use cases ------------------------------------------------------------------------------------
NO_USE_CASE = Code("MM464", _W, "An element is carried for no use case", "Say by 'for' which use cases carry it.")
UNUSED_USE_CASE = Code(
    "MM465", _W, "No statement is for the use case", "Map what it carries, or note why it carries nothing."
)
ROLE_WITHOUT_ACCESS = Code(
    "MM466",
    _W,
    "A role may use the message, but not its content",
    "Correct the roles of the use case, of the sentence, or of the element.",
)
OTHER_TARGET = Code(
    "MM467", _W, "The use case is for another device", "Correct the use case, the 'on', or the target in the workbook."
)
USE_CASE_OF_OTHER_PROTOCOL = Code(
    "MM468", _W, "The use case is of another protocol", "Correct the use case, or the 'on'."
)

# ---- evidence and review --------------------------------------------------------------------------
REVIEW_WITHOUT_RECORD = Code(
    "MM470", _W, "A review has no record", "Name the reviewer and the evidence, or where it was decided."
)
CONFIDENCE = Code("MM471", _W, "The confidence is no number from 0 to 1")
PROPOSAL_WITHOUT_SOURCE = Code(
    "MM472", _W, "A proposal names no source", "Add 'source', or what was searched and found."
)
GAP_WITHOUT_SEARCH = Code(
    "MM473", _W, "A gap rests on no rule and no search", "Add 'rule', or what was searched and found."
)
DISPUTED_WITHOUT_QUESTION = Code("MM474", _W, "A dispute has no question", "Add 'question': what is to be decided.")
