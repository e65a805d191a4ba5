"""Reading a printed page, by pdftotext."""

import subprocess
from collections import Counter

from tests.tools import require_tool


def text(pdf: bytes) -> str:
    """Return what is printed, page by page, in the order in which the lines stand there."""
    command = [require_tool("pdftotext"), "-layout", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def letters(text: str) -> Counter[str]:
    """Return how often each letter stands in a text. Lines end elsewhere on paper, so that words are no measure."""
    return Counter("".join(text.split()))
