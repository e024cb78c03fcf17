"""The cheapest way as a report says it: frozen data in one language, like the rest of the content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PathAction:
    """One action; `points` is what it brings (合规 8 分), `otherwise` what an open question may cost beyond it."""

    number: str
    key: str
    kind: str
    label: str
    do: str
    owner: str
    effort: str
    clauses: str
    items: tuple[str, ...]
    points: str
    changes: tuple[str, ...]
    otherwise: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathView:
    """The cheapest way: what it leads to, how sure that is, and the actions in their order."""

    state: str
    goal: str | None
    lead: str
    notes: tuple[str, ...]
    effort: str | None
    actions: tuple[PathAction, ...]
