"""What conditions may ask about the organisation itself."""

from dataclasses import dataclass
from typing import Literal

OrganisationKind = Literal["enterprise", "district"]
Size = Literal["micro", "small", "medium", "large"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The answers of the first-run questions. `region` is a GB/T 2260 code; `roles` are keys of roles.yaml."""

    kind: OrganisationKind
    region: str
    roles: frozenset[str] = frozenset()
    size: Size | None = None
