"""A listing as it stands (pure)."""

import uuid
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Standing:
    """What the latest applied import says of one listing."""

    credit_code: str
    name: str
    list: str
    authority: str
    reason: str
    listed_on: date
    removed_on: date | None
    source: str
    import_id: uuid.UUID

    def current(self, today: date) -> bool:
        """Say whether it is on its list on a day."""
        return self.listed_on <= today and (self.removed_on is None or self.removed_on > today)
