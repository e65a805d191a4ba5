"""The editions that a workspace keeps alive, oldest first: what each knows, and what changed from one to the next.

`ladder` lines them up and follows an element from one to the other, `asked` finds what a text means in any of them,
`known` says where each has it on the wire, `forms` prints that.
"""

from metermap.codegen.editions.asked import asked_of
from metermap.codegen.editions.known import Known, Place, Unplaced, known_of
from metermap.codegen.editions.ladder import Ladder, Subject, ladder_of

__all__ = ["Known", "Ladder", "Place", "Subject", "Unplaced", "asked_of", "known_of", "ladder_of"]
