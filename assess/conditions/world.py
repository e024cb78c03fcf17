"""What a condition is judged against."""

import datetime as dt
from dataclasses import dataclass

from assess.values.model import Answers
from assess.values.profile import Profile


@dataclass(frozen=True, slots=True)
class World:
    """The answers given so far, the organisation and the day."""

    answers: Answers
    profile: Profile
    as_of: dt.date
