"""The files around a checklist: the question bank and the lists of roles, evidence kinds and themes."""

from assess.checklists.definition import Named, Theme
from assess.values.closed import closed
from assess.values.fact import Fact
from assess.values.text import Text


@closed
class FactsFile:
    """`checklists/facts/<theme>.yaml`."""

    theme: str
    title: Text
    facts: tuple[Fact, ...]


@closed
class RolesFile:
    """`checklists/roles.yaml`: the roles an organisation can have."""

    roles: tuple[Named, ...]


@closed
class KindsFile:
    """`checklists/kinds.yaml`: the kinds of evidence."""

    kinds: tuple[Named, ...]


@closed
class ThemesFile:
    """`checklists/themes.yaml`: the themes that items belong to, and the points that measures are compared on."""

    themes: tuple[Theme, ...]
