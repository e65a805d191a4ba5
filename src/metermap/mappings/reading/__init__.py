"""Speaking a mapping file: every construct of the language has one fixed reading in English."""

from metermap.mappings.reading.render import ReadingFormat, render_reading
from metermap.mappings.reading.sentences import Reading, Saying, Spoken, included_by, read_aloud

__all__ = ["Reading", "ReadingFormat", "Saying", "Spoken", "included_by", "read_aloud", "render_reading"]
