"""The deviation report in words and numbers."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from assess.checklists.definition import Published
from assess.overview.agreement import Agreement, Word, decimal, word_for
from assess.overview.dashboard_sums import ItemSums, ReviewerSums
from assess.overview.deviations import FEW
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views.dashboard import percent, score, signed
from assess.wording.formats import number
from assess.wording.review_terms import REASONS_PRINTED

WORDS: Final[Mapping[Word, str]] = {
    "poor": marked("差（低于偶然）"),
    "slight": marked("极低"),
    "fair": marked("一般"),
    "moderate": marked("中等"),
    "substantial": marked("较高"),
    "almost-perfect": marked("几乎完全一致"),
}
CATEGORIES: Final = (marked("不给分"), marked("给部分分"), marked("给满分"))
MOST_REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class AgreementWords:
    """An agreement as it is shown; `kappa` is "–" without pairs, and says so where it is not defined."""

    n: int
    observed: str
    expected: str
    kappa: str
    word: str


def agreement(found: Agreement) -> AgreementWords:
    """Put an agreement into words."""
    if not found.n:
        return AgreementWords(0, "–", "–", "–", "")
    if found.kappa is None:
        return AgreementWords(found.n, _share(found.observed), _share(found.expected), _("无法计算"), "")
    kappa = number(decimal(found.kappa, 2)).replace("-", "−")
    word = _(WORDS[word_for(found.kappa)]) if found.n >= FEW else ""
    return AgreementWords(found.n, _share(found.observed), _share(found.expected), kappa, word)


def _share(value: Fraction | None) -> str:
    return "–" if value is None else percent(decimal(value * 100, 1))


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A row of the items."""

    title: str
    decided: int
    claimed: str
    reviewed: str
    mean: str
    differing: str
    reasons: tuple[str, ...]
    agreement: AgreementWords


def items(document: Published, found: Iterable[ItemSums]) -> list[ItemLine]:
    """Put the items into rows, in the order of the form; what nobody has decided is left out."""
    titles = {item.key: item.title.to(i18n.current()) for item in document.checklist.form.items()}
    return [_item(titles[one.item], one) for one in found if one.decided]


def _item(title: str, one: ItemSums) -> ItemLine:
    return ItemLine(
        title=title,
        decided=one.decided,
        claimed=score(one.deviation.mean_claimed),
        reviewed=score(one.deviation.mean_reviewed),
        mean=signed(one.deviation.mean),
        differing=percent(one.differing_share),
        reasons=tuple(reasons(one.reasons)[:MOST_REASONS]),
        agreement=agreement(one.agreement),
    )


def reasons(counts: Mapping[str, int]) -> list[str]:
    """Name reasons with how often they were given, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [_("%(reason)s %(count)s 次", reason=reason(code), count=count) for code, count in ranked]


def reason(code: str) -> str:
    """Name a reason."""
    return REASONS_PRINTED[code].to(i18n.current()) if code in REASONS_PRINTED else code


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """A row of the reviewers; `few` says that it is too little to read anything into it."""

    name: str
    level: str
    marks: int
    mean: str
    share: str
    changed: str
    few: bool


def reviewers(found: Iterable[ReviewerSums], people: Mapping[uuid.UUID, str], levels: int) -> list[ReviewerLine]:
    """Put reviewers into rows by name: this is no ranking; with one level there is no 初审."""
    rows = [
        ReviewerLine(
            name=people.get(uuid.UUID(one.account), ""),
            level=_("初审") if one.level < levels else _("复核"),
            marks=one.marks,
            mean=signed(one.deviation.mean),
            share="–" if one.mean_share is None else f"{signed(one.mean_share)}%",
            changed=percent(one.deviation.changed_share),
            few=one.marks < FEW,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (row.name, row.level))


def pairs(table: Iterable[Iterable[int]]) -> list[tuple[str, list[int]]]:
    """Label the table of what both reviewers gave."""
    return [(_(title), list(row)) for title, row in zip(CATEGORIES, table, strict=True)]
