"""What is scored: the answers, the organisation, the day and the claims of 不适用."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.conditions.world import World


@dataclass(frozen=True, slots=True)
class Inputs(World):
    """Everything a score depends on besides the form: what conditions are judged against, and the claims.

    `not_applicable` maps item keys to the reason given; a claim on an item that does not allow it is ignored.
    """

    not_applicable: Mapping[str, str] = field(default_factory=dict)
