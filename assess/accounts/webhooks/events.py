"""The events other systems can hear of: a closed list."""

import enum
from typing import Final


class Event(enum.StrEnum):
    """What happened."""

    SUBMITTED = "assessment.submitted"
    RETURNED = "assessment.returned"
    DECIDED = "assessment.decided"
    PING = "ping"


CHOSEN: Final = (Event.SUBMITTED, Event.RETURNED, Event.DECIDED)
"""What an address can be given; a ping goes to every one that is asked for."""

OFFICES: Final = frozenset({Event.SUBMITTED, Event.DECIDED})
"""What the offices above an organisation hear of its part in a campaign."""
