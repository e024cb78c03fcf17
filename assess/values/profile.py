"""What conditions may ask about the organisation itself."""

from dataclasses import dataclass
from typing import Literal

OrganisationKind = Literal["enterprise", "district"]
Size = Literal["micro", "small", "medium", "large"]
Level = Literal["province", "city", "county"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The answers of the first-run questions. `region` is a GB/T 2260 code; `roles` are keys of roles.yaml."""

    kind: OrganisationKind
    region: str
    roles: frozenset[str] = frozenset()
    size: Size | None = None

    @property
    def level(self) -> Level:
        """Tell the level of the region from its code: 370000 a province, 371300 a city, 371302 a county or district."""
        if self.region.endswith("0000"):
            return "province"
        return "city" if self.region.endswith("00") else "county"
