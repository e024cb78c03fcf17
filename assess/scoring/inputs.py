"""What is scored: the answers, the organisation, the day and the claims of 不适用."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.conditions.world import World
from assess.values.model import Answers
from assess.values.profile import Profile


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a score depends on besides the form.

    `not_applicable` maps item keys to the reason given; a claim on an item that does not allow it is ignored.
    """

    answers: Answers
    profile: Profile
    as_of: dt.date
    not_applicable: Mapping[str, str] = field(default_factory=dict)

    @property
    def world(self) -> World:
        """Give what conditions are judged against."""
        return World(self.answers, self.profile, self.as_of)
