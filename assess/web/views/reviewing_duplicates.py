"""Files that several organisations of a campaign handed in, as the page shows them."""

from dataclasses import dataclass

from assess.reviews.duplicates import Copy, Group, Repeated
from assess.values.text import Locale
from assess.web.i18n import gettext as _
from assess.web.views.attached import size
from assess.web.views.desk import moment


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One organisation's copy."""

    url: str
    organisation: str
    name: str
    question: str
    when: str


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A file and who handed it in."""

    title: str
    about: str
    copies: tuple[CopyLine, ...]


@dataclass(frozen=True, slots=True)
class DuplicatesPage:
    """The whole page; `campaign` is the one that is shown."""

    campaign: str
    title: str
    campaigns: tuple[tuple[str, str], ...]
    groups: tuple[GroupPart, ...]
    more: bool


def shown(found: Repeated, locale: Locale) -> DuplicatesPage:
    """Put what was found into words."""
    chosen, title = (str(found.campaign[0]), found.campaign[1]) if found.campaign else ("", "")
    campaigns = tuple((str(key), name) for key, name in found.campaigns)
    return DuplicatesPage(chosen, title, campaigns, tuple(_group(one, locale) for one in found.groups), found.more)


def _group(group: Group, locale: Locale) -> GroupPart:
    about = _("%(count)s 家单位 · %(size)s", count=group.organisations, size=size(group.size))
    return GroupPart(group.copies[0].name, about, tuple(_copy(one, locale) for one in group.copies))


def _copy(copy: Copy, locale: Locale) -> CopyLine:
    question = copy.fact.wording.to(locale) if copy.fact else ""
    return CopyLine(f"/reviews/{copy.assessment_id}", copy.organisation, copy.name, question, moment(copy.at, locale))
