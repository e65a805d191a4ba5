"""A fault to plant: one text of a file becomes another."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Mutation"]


@dataclass(frozen=True)
class Mutation:
    """A fault: `old` becomes `new` in a file of a runtime, where it has to stand exactly once."""

    file: str
    fault: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file} {self.fault}"

    def apply(self, path: Path) -> None:
        """Change the file."""
        text = path.read_text("utf-8")
        assert text.count(self.old) == 1, f"{path.name} holds {self.old!r} {text.count(self.old)} times"
        path.write_text(text.replace(self.old, self.new), "utf-8")
