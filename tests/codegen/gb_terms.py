"""What tests of the catalogue's terms share."""

from collections.abc import Callable
from types import ModuleType
from typing import cast

import pytest

from metermap.codegen.python.runtime.scales import TermsError

__all__ = ["Modules", "Quantities", "refusal"]

Modules = Callable[[str], ModuleType]
Quantities = Callable[[str, str], object]


def refusal(scales: ModuleType, name: str, act: Callable[[], object]) -> TermsError:
    """Return the error that an act is refused with, which must be of the reason named."""
    with pytest.raises(scales.TermsError) as caught:
        act()
    assert caught.value.reason is scales.Refusal[name]
    assert isinstance(caught.value, ValueError)
    return cast("TermsError", caught.value)
