"""The published documentation site: `generate` writes its source, `render` builds it."""

from __future__ import annotations

from metermap.codegen.base import HELPERS_VERSION, Registration
from metermap.site.build import render
from metermap.site.downloads import with_downloads
from metermap.site.source import generate

__all__ = ["GENERATOR", "generate", "render", "with_downloads"]

GENERATOR = Registration("site-src", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
