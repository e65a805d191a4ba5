"""The published documentation site: `generate` writes its source, `render` builds it."""

from __future__ import annotations

from metermap.site.build import render
from metermap.site.source import generate

__all__ = ["generate", "render"]
