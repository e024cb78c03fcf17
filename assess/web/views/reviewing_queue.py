"""The queue in words: tabs by status, filters, one line an assessment."""

from collections.abc import Iterator
from dataclasses import dataclass

from assess.accounts.regions import full_name
from assess.assessments.workflow import Status
from assess.reports.figures import signed
from assess.reviews.queries import QueuePage, QueueRow, Whose
from assess.values.formats import date
from assess.values.text import Locale
from assess.web.forms.reviewing_filter import Wanted
from assess.web.i18n import gettext as _
from assess.web.views.desk import moment
from assess.web.views.reviewing_desk import state
from assess.wording.formats import number

TABS = (
    Status.SUBMITTED,
    Status.IN_REVIEW,
    Status.IN_SECOND_REVIEW,
    Status.APPEALED,
    Status.RETURNED,
    Status.REOPENED,
    Status.DECIDED,
)
TWO_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Tab:
    """A status with how many there are."""

    title: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One assessment."""

    url: str
    take_up: str
    organisation: str
    about: str
    status: str
    look: str
    contradictions: str
    submitted: str
    due: str
    overdue: bool
    claimed: str
    supported: str
    gap: str | None
    progress: str
    reviewer: str
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The whole page."""

    filter: Wanted
    tabs: tuple[Tab, ...]
    whose: tuple[tuple[str, str], ...]
    campaigns: tuple[tuple[str, str], ...]
    districts: tuple[tuple[str, str], ...]
    rows: tuple[Line, ...]
    said: str
    page: int
    pages: int
    before: str
    after: str
    status: str
    filtered: bool
    wrong: str
    done: tuple[str, str] | None


def shown(found: QueuePage, wanted: Wanted, locale: Locale, done: tuple[str, str] | None = None) -> Shown:
    """Work out the page."""
    page = found.page
    return Shown(
        filter=wanted,
        tabs=tuple(_tabs(found, wanted)),
        whose=((Whose.ALL, _("全部")), (Whose.MINE, _("由我复核")), (Whose.FREE, _("待受理"))),
        campaigns=tuple((str(key), name) for key, name in found.campaigns),
        districts=tuple((str(key), name) for key, name in found.districts),
        rows=tuple(_line(row, wanted, locale) for row in found.rows),
        said=_("共 %(total)s 份，超期在前，然后是由您复核的，再按提交先后。", total=found.total),
        page=page,
        pages=found.pages,
        before=wanted.url(page=str(page - 1)) if page > 1 else "",
        after=wanted.url(page=str(page + 1)) if page < found.pages else "",
        status=wanted.status,
        filtered=bool(set(wanted.pairs) - {"status"}),
        wrong=_("请填写分数，例如 5。") if wanted.wrong else "",
        done=done,
    )


def _tabs(found: QueuePage, wanted: Wanted) -> Iterator[Tab]:
    yield Tab(_("全部"), sum(found.counts.values()), wanted.url(status=""), not wanted.status)
    for status in TABS:
        if found.counts.get(status) or wanted.status == status:
            title = state(status, TWO_LEVELS)[0]
            current = wanted.status == status
            yield Tab(title, found.counts.get(status, 0), wanted.url(status=status.value), current)


def _line(row: QueueRow, wanted: Wanted, locale: Locale) -> Line:
    name, look = state(row.status, row.levels)
    place = row.district_name or full_name(row.region, locale)
    url, query = f"/reviews/{row.assessment_id}", f"?{wanted.query}" if wanted.query else ""
    return Line(
        url=url + query,
        take_up=f"{url}/take-up{query}",
        organisation=row.organisation_name,
        about=" · ".join(part for part in (place, row.campaign_name) if part),
        status=name,
        look=look,
        contradictions=_("名单不符 %(count)s 处", count=row.contradictions) if row.contradictions else "",
        submitted=moment(row.submitted_at, locale),
        due=date(row.due, locale) if row.due else "—",
        overdue=row.overdue,
        claimed="—" if row.claimed is None else number(row.claimed),
        supported="—" if row.supported is None else number(row.supported),
        gap=None if row.deviation is None else signed(row.deviation),
        progress=f"{row.marked} / {row.total}" if row.level and row.reviewer_name else "—",
        reviewer=_reviewer(row),
        free=row.free,
    )


def _reviewer(row: QueueRow) -> str:
    if row.reviewer_name is None:
        return "—"
    if row.mine:
        return _("您")
    return _("%(name)s（优先）", name=row.reviewer_name) if row.kept else row.reviewer_name
