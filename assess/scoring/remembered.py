"""What could be done, worked out once for the same answers on the same version of a checklist.

Pages and reports ask again and again while nothing has changed. An answer is found again by what it depends on and by
nothing else: the version's hash, the engine, the goal and all that is scored. Whatever changes one of them is another
question, so nothing that is remembered can be out of date; what has not been asked for longest is forgotten.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from assess.scoring.form import Form
from assess.scoring.inputs import Inputs
from assess.scoring.options import Options, options
from assess.scoring.path import Goal
from assess.scoring.result import ENGINE
from assess.values.fact import Fact

KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question. It holds on to its form, whose identity is compared as well: a hash may be made up, as in tests."""

    sha256: str
    engine: str
    goal: Goal | None
    digest: str
    identity: int
    form: Form = field(compare=False, repr=False)
    facts: Sequence[Fact] = field(compare=False, repr=False)
    inputs: Inputs = field(compare=False, repr=False)


def known_options(sha256: str, form: Form, facts: Sequence[Fact], inputs: Inputs, goal: Goal | None = None) -> Options:
    """Give what could be done, as `options` works it out; the second time from memory.

    Args:
        sha256: The hash of the checklist version that form and facts belong to.
        form: The form.
        facts: The questions it asks.
        inputs: What is answered now.
        goal: The grade or score wanted; by default the next grade.
    """
    return _worked_out(_Asked(sha256, ENGINE, goal, digest(inputs), id(form), form, facts, inputs))


def digest(inputs: Inputs) -> str:
    """Name everything that is scored by a hash: two inputs that differ anywhere have two names."""
    profile = inputs.profile
    told = (
        sorted(inputs.answers.items()),
        (profile.kind, profile.region, sorted(profile.roles), profile.size),
        inputs.as_of,
        sorted(inputs.not_applicable.items()),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


@lru_cache(maxsize=KEPT)
def _worked_out(asked: _Asked) -> Options:
    return options(asked.form, asked.facts, asked.inputs, asked.goal)
