"""What a content file holds, with the line of every part: pure data between the YAML reader and validation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

Scalar = str | int | Decimal | bool | None
Node = Scalar | list["Node"] | dict[str, "Node"]
Path = tuple[str | int, ...]

# Lists whose entries are named things: a place inside one is shown from its innermost such name on.
_NAMED: Final = frozenset(
    {"sections", "groups", "items", "facts", "clauses", "roles", "kinds", "themes", "papers", "requirements"}
)


@dataclass(frozen=True, slots=True)
class Tree:
    """One file's data. `lines` holds the line (from 1) of every key and list entry; empty where a format has none."""

    file: str
    data: Node
    lines: Mapping[Path, int]

    def at(self, path: Path) -> Node:
        """Give the data at a place; None where there is none."""
        data = self.data
        for part in path:
            data = child(data, part)
        return data

    def line(self, path: Path) -> int:
        """Give the line of a place, or of the nearest place around it; 0 where lines are not known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def name(self, path: Path) -> str:
        """Show a place as its reader would name it: `serious-list.rule.levels.credits.yes`."""
        shown = ""
        for part, parent, value in _walk(self.data, path):
            if isinstance(part, str):
                shown = f"{shown}.{part}" if shown else part
            elif parent in _NAMED and (name := _name_of(value)):
                shown = name
            else:
                shown = f"{shown}[{part + 1}]"
        return shown


def _walk(data: Node, path: Path) -> Iterator[tuple[str | int, str | int, Node]]:
    """Go along a path; the value is None from where the data ends."""
    parent: str | int = ""
    for part in path:
        data = child(data, part)
        yield part, parent, data
        parent = part


def child(data: Node, part: str | int) -> Node:
    """Give an entry of a mapping or list; None where there is none."""
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return None


def _name_of(value: Node | None) -> str | None:
    """Give the key or id by which an entry of a list is known."""
    if not isinstance(value, dict):
        return None
    name = value.get("key", value.get("id"))
    return name if isinstance(name, str) and name else None
