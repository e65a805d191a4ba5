"""Explaining octets: which of them are tag, length or value, and what they say, by the layout of the whole."""

from metermap.site.octets.piece import NotExplainedError, Piece, Run
from metermap.site.octets.reading import explained

__all__ = ["NotExplainedError", "Piece", "Run", "explained"]
