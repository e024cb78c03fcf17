"""The tables of a campaign's download: the numbers of the pages as numbers, with the same words above them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from assess.assessments.workflow import Status
from assess.checklists.definition import Published
from assess.clock import to_local
from assess.exchange.book import Value
from assess.exchange.streaming import Table
from assess.overview.agreement import decimal
from assess.overview.campaign_export import Row
from assess.overview.dashboard import District
from assess.overview.dashboard_sums import COLUMNS, DIALS, ItemSums, Scores
from assess.web import i18n
from assess.web.forms.base import marked
from assess.web.i18n import gettext as _
from assess.web.views import dashboard as views
from assess.web.views import deviations

STATES: Final[Mapping[Status | None, str]] = {
    None: marked("未开始"),
    Status.DRAFT: marked("填报中"),
    Status.REOPENED: marked("已重新开放"),
    Status.RETURNED: marked("退回修改"),
    Status.DECIDED: marked("已审定"),
    Status.WITHDRAWN: marked("已撤回"),
}
_WIDE: Final = 36.0
_MIDDLE: Final = 20.0
_NARROW: Final = 14.0


def participants(rows: Iterable[Row], document: Published, levels: int) -> Table:
    """Give the participants of a campaign with so many levels of review."""
    waiting = views.states(levels)
    scores = [
        (f"{_(dial)} {_(column)}", _MIDDLE)
        for dial in views.DIAL_NAMES.values()
        for column in views.COLUMN_NAMES.values()
    ]
    heads = [
        (_("单位"), _WIDE), (_("统一社会信用代码"), 22.0), (_("区县"), _MIDDLE), (_("状态"), _NARROW),
        (_("提交日期"), _NARROW), (_("提交截止"), _NARROW), *scores, (_("复核减自评"), _NARROW), (_("等级"), _NARROW),
        (_("缺佐证材料的指标数"), _MIDDLE), (_("与公开名单不一致数"), _MIDDLE),
    ]  # fmt: skip
    return Table(_("参评单位"), heads, (_participant(one, document, _(_state(one.status, waiting))) for one in rows))


def _state(status: Status | None, waiting: Mapping[Status, str]) -> str:
    return waiting.get(status, "") or STATES[status] if status else STATES[None]


def _participant(one: Row, document: Published, state: str) -> Sequence[Value]:
    return [
        one.name,
        one.credit_code,
        one.district or _("直属"),
        state,
        to_local(one.submitted_at).date() if one.submitted_at else None,
        views.last_day(one.closes_at),
        *one.scores,
        one.deviation,
        views.grade(document, one.grade) if one.grade else None,
        _whole(one.proof_missing),
        _whole(one.contradictions),
    ]


def _whole(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def sections(document: Published, all_scores: Scores, shown: Iterable[District]) -> Table:
    """Give the shares of the sections, of everybody and of every district."""
    heads = [
        (_("区县"), _MIDDLE), (_("一级指标"), _WIDE), (_("项目"), _MIDDLE),
        *((_("%(column)s得分率（%%）", column=_(one)), _MIDDLE) for one in views.COLUMN_NAMES.values()),
        (_("填报中的已回答（%）"), _MIDDLE),
    ]  # fmt: skip
    return Table(
        _("一级指标"),
        heads,
        _sections(document, [(_("全部"), all_scores), *((views.name(one), one.scores) for one in shown)]),
    )


def _sections(document: Published, found: Iterable[tuple[str, Scores]]) -> Iterator[Sequence[Value]]:
    titles = views.titles(document)
    for name, scores in found:
        for dial in DIALS:
            for key in views.sections_of(document, scores, dial):
                shares = [scores.section(key, dial, column) for column in COLUMNS]
                yield [name, titles[key], _(views.DIAL_NAMES[dial]), *shares, scores.answered(key)]


def items(document: Published, found: Iterable[ItemSums]) -> Table:
    """Give the deviations of the items."""
    heads = [
        (_("三级指标"), _WIDE), (_("已审定"), _NARROW), (_("自评平均"), _NARROW), (_("复核平均"), _NARROW),
        (_("平均相差"), _NARROW), (_("改动比例（%）"), _NARROW), (_("不认可“不适用”"), _MIDDLE), (_("改动理由"), _WIDE),
        (_("两级都给分（对）"), _MIDDLE), (_("判断相同（%）"), _NARROW), (_("偶然相同（%）"), _NARROW),
        (_("一致程度 κ"), _NARROW),
    ]  # fmt: skip
    titles = {item.key: item.title.to(i18n.current()) for item in document.checklist.form.items()}
    return Table(_("三级指标偏差"), heads, (_item(titles[one.item], one) for one in found if one.decided))


def _item(title: str, one: ItemSums) -> Sequence[Value]:
    agreed = one.agreement
    return [
        title,
        Decimal(one.decided),
        one.deviation.mean_claimed,
        one.deviation.mean_reviewed,
        one.deviation.mean,
        one.differing_share,
        Decimal(one.rejected),
        _("、").join(deviations.reasons(one.reasons)),
        Decimal(agreed.n),
        _share(agreed.observed),
        _share(agreed.expected),
        None if agreed.kappa is None else decimal(agreed.kappa, 2),
    ]


def _share(value: Fraction | None) -> Decimal | None:
    return None if value is None else decimal(value * 100, 1)


def districts(shown: Iterable[District]) -> Table:
    """Give the districts."""
    means = [
        (f"{_(dial)} {_(column)}", _MIDDLE)
        for dial in views.DIAL_NAMES.values()
        for column in views.COLUMN_NAMES.values()
    ]
    heads = [
        (_("区县"), _MIDDLE), *((_(title), _NARROW) for title in views.GROUPS.values()), (_("合计"), _NARROW),
        (_("已提交（%）"), _NARROW), *((_("平均%(what)s", what=head), width) for head, width in means),
    ]  # fmt: skip
    return Table(_("区县"), heads, (_district(one) for one in shown))


def _district(one: District) -> Sequence[Value]:
    share = views.share_of(one)
    return [
        views.name(one),
        *(Decimal(one.of(group)) for group in views.GROUPS),
        Decimal(one.total),
        None if share is None else share.quantize(Decimal("0.1")),
        *(one.scores.mean(dial, column) for dial in DIALS for column in COLUMNS),
    ]
