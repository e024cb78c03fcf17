"""Data that came out of a workbook, with the cell of every part: what validation finds is told by sheet and cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.checklists.tree import Path, Tree


@dataclass(frozen=True, slots=True)
class CellTree(Tree):
    """A tree whose places are cells such as `评价要点!F3`."""

    places: Mapping[Path, str] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Give 0: the name of a place holds sheet, row and column."""
        del path
        return 0

    def name(self, path: Path) -> str:
        """Name the cell of a place, or of the nearest part around it, and what lies inside the cell."""
        inside: list[str] = []
        while path and path not in self.places:
            inside.insert(0, f"[{path[-1] + 1}]" if isinstance(path[-1], int) else f".{path[-1]}")
            path = path[:-1]
        found = self.places.get(path, "")
        within = "".join(inside).lstrip(".")
        return f"{found} {within}".strip()
