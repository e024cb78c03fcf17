"""One item on one screen: what was asked and answered, what proves it, how it scored, and what was said of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from assess.assessments.contradictions import sentences
from assess.errors import NotFoundError
from assess.reviews.desk import File, MarkRow
from assess.reviews.duplicates import Again
from assess.reviews.previous import Before
from assess.scoring.closing import floor_of
from assess.scoring.marks import span
from assess.values.dump import display, display_cell
from assess.values.fact import Fact
from assess.values.formats import date
from assess.values.model import Row, Value
from assess.web.forms.sheet import GroupPage, ItemCard
from assess.web.i18n import gettext as _
from assess.web.views.desk import moment
from assess.web.views.reviewing_files import Paper, paper
from assess.web.views.reviewing_scene import Scene, level_name, points_of
from assess.web.views.section import head, proof
from assess.wording.formats import number
from assess.wording.review_terms import REASONS, VETOES
from assess.wording.sentences import tell


@dataclass(frozen=True, slots=True)
class Link:
    """A neighbouring item."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One question with its answer; a table with its titles and cells."""

    wording: str
    answer: str
    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    flags: tuple[str, ...] = ()
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One number that stands beside the mark."""

    title: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """One radio of the mark; `points` are what it gives, None where they are typed."""

    value: str
    key: str
    label: str
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What was to be mended at this item, and whether it was touched since."""

    number: int
    comment: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPage:
    """The whole screen."""

    card: ItemCard
    page: GroupPage
    organisation: str
    queue: str
    base: str
    url: str
    place: int
    count: int
    left: int | None
    before: Link | None
    after: Link | None
    saved: str
    head: Markup
    answers: tuple[Told, ...]
    files: tuple[Paper, ...]
    wanted: str
    missing: tuple[str, ...]
    why: tuple[str, ...]
    stand: tuple[Line, ...]
    said: tuple[tuple[str, str], ...]
    offers: tuple[Offer, ...]
    range: str
    veto: str
    claimed_out: str
    ruled_out: bool
    asked_for: AskedFor | None
    grounds: str
    open: bool
    closed: str
    marked: bool
    level_name: str
    leaves: bool


def item_page(scene: Scene, key: str, saved: str = "", again: Mapping[str, Again] | None = None) -> ItemPage:
    """Work out the screen of an item; `again` says by hash where else its files were handed in.

    Raises:
        NotFoundError: The form has no such item.
    """
    card, page = _find(scene, key)
    desk, claimed = scene.desk, scene.claimed(key)
    order = [one.item.key for one in scene.order]
    at = order.index(key) if key in order else -1
    counts = claimed.counted or claimed.status == "claimed_not_applicable"
    return ItemPage(
        card=card,
        page=page,
        organisation=desk.organisation_name,
        queue=scene.queue,
        base=scene.at(),
        url=scene.item_url(key),
        place=at + 1,
        count=len(order),
        left=len(desk.to_do) if desk.level else None,
        before=_link(scene, order[at - 1]) if at > 0 else None,
        after=_link(scene, order[at + 1]) if at + 1 < len(order) else None,
        saved=saved,
        head=_unfolded(head(scene.sheet, card, scene.official)),
        answers=tuple(_told(scene, fact) for fact in _facts(card)),
        files=tuple(paper(scene, file, (again or {}).get(file.sha256)) for file in files_of(scene, key)),
        wanted=_wanted(scene, card),
        missing=_missing(scene, key),
        why=tuple(tell(step, scene.locale, scene.names) for step in claimed.trace),
        stand=tuple(_stand(scene, key)),
        said=tuple(_said(scene, key)),
        offers=tuple(_offers(scene, card)),
        range=_range(card),
        veto=_veto(scene, card),
        claimed_out=desk.claims.get(key, ""),
        ruled_out=claimed.status == "not_applicable",
        asked_for=_asked_for(scene, key),
        grounds=desk.appeal.items.get(key, "") if desk.appeal and not desk.appeal.answered_at else "",
        open=scene.open and counts,
        closed=_closed(scene, counts=counts),
        marked=desk.level is not None and desk.mark(key, desk.level) is not None,
        level_name=level_name(scene, desk.level),
        leaves=desk.level is not None and desk.level > 1 and desk.mark(key, 1) is not None,
    )


def files_of(scene: Scene, key: str) -> list[File]:
    """List the files an item is proved by: those of the questions it reads."""
    card, _page = _find(scene, key)
    return [file for file in scene.desk.files if file.fact in card.item.reads]


def _unfolded(drawn: Markup) -> Markup:
    """Open what respondents unfold: reviewers need clauses and rule at once."""
    return drawn.replace(Markup('<details class="fold">'), Markup('<details class="fold" open>'))


def _find(scene: Scene, key: str) -> tuple[ItemCard, GroupPage]:
    for page in scene.sheet.groups():
        for card in page.items:
            if card.item.key == key:
                return card, page
    raise NotFoundError


def _link(scene: Scene, key: str) -> Link:
    card = scene.sheet.cards[key]
    return Link(scene.item_url(key), f"{card.number} {card.title}")


def _facts(card: ItemCard) -> list[str]:
    """List the questions an item reads, each once, those asked here first."""
    return list(dict.fromkeys(question.key for question in (*card.asks, *card.reuses)))


def _told(scene: Scene, key: str) -> Told:
    fact, given = scene.sheet.facts[key], scene.desk.answers.get(key)
    value = given.value if given else None
    titles, rows = table(fact, value, scene)
    flags = [one for one in scene.desk.contradictions or () if one.fact == key]
    return Told(
        wording=fact.wording.to(scene.locale),
        answer=_("未填") if value is None else display(fact, value, scene.locale),
        titles=titles,
        rows=rows,
        note=given.note if given else "",
        flags=tuple(line for one in flags for line in sentences(fact, one, scene.locale)),
    )


def table(fact: Fact, value: Value | None, scene: Scene) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Spell a table answer out: the titles of its columns, and its cells."""
    rows = [row for row in value if isinstance(row, Row)] if isinstance(value, tuple) else []
    if not rows:
        return (), ()
    columns = [column for column in fact.columns if any(column.key in row.cells for row in rows)]
    cells = tuple(
        tuple(
            display_cell(column, row.cells[column.key], scene.locale) if column.key in row.cells else "—"
            for column in columns
        )
        for row in rows
    )
    return tuple(column.title.to(scene.locale) for column in columns), cells


def _wanted(scene: Scene, card: ItemCard) -> str:
    rule = card.item.evidence
    if rule is None:
        return ""
    kinds = proof(scene.sheet, card)
    return _("必需：%(kinds)s", kinds=kinds) if rule.required else _("建议：%(kinds)s", kinds=kinds)


def _missing(scene: Scene, key: str) -> tuple[str, ...]:
    steps = [step for step in scene.supported(key).trace if step.message == "evidence.unmet"]
    return tuple(tell(step, scene.locale, scene.names) for step in steps)


def _stand(scene: Scene, key: str) -> Iterator[Line]:
    desk, claimed, supported = scene.desk, scene.claimed(key), scene.supported(key)
    yield Line(_("自评得分"), points_of(claimed), strong=True)
    if claimed.counted and claimed.high != claimed.earned:
        yield Line(_("核实后最高"), number(claimed.high))
    if claimed.counted:
        yield Line(_("有据得分"), number(supported.earned))
    before = desk.previous.items.get(key) if desk.previous else None
    if before is not None and desk.previous is not None:
        when = date(desk.previous.as_of, scene.locale)
        yield Line(_("上次（%(when)s）", when=when), _before(before))
    for mark in desk.marks.get(key, ()):
        if mark.level != desk.level or not scene.open:
            yield Line(level_name(scene, mark.level), _mark(mark))


def _before(before: Before) -> str:
    """Say what the last cycle came to: what was found, or only claimed; out of its points of then."""
    if before.reviewed is not None:
        return _("复核 %(found)s / %(points)s", found=number(before.reviewed), points=number(before.points))
    if before.claimed is not None:
        return _("自评 %(found)s / %(points)s", found=number(before.claimed), points=number(before.points))
    return _("当时不计分")


def _mark(mark: MarkRow) -> str:
    return "—" if mark.points is None else number(mark.points)


def _said(scene: Scene, key: str) -> Iterator[tuple[str, str]]:
    """Say what other levels, or all where nothing can be marked any more, wrote of the item."""
    desk = scene.desk
    for mark in desk.marks.get(key, ()):
        if mark.level == desk.level and scene.open:
            continue
        told = mark_words(scene, mark)
        if told:
            when = moment(mark.at, scene.locale)
            level = level_name(scene, mark.level)
            yield _("%(level)s（%(name)s，%(when)s）", level=level, name=mark.by_name, when=when), told


def mark_words(scene: Scene, mark: MarkRow) -> str:
    """Put a mark into words besides its points: rejected claim, veto, reason, opinion."""
    parts = (
        _("不适用的理由不成立") if mark.rejects_not_applicable else "",
        VETOES[mark.veto].to(scene.locale) if mark.veto else "",
        REASONS[mark.reason].to(scene.locale) if mark.reason else "",
        mark.opinion,
    )
    return _("；").join(part for part in parts if part)


def offered(scene: Scene, key: str) -> Mapping[str, Decimal]:
    """Give the points behind the radios that name points."""
    return {one.value: one.points for one in _offers(scene, _find(scene, key)[0]) if one.points is not None}


def _offers(scene: Scene, card: ItemCard) -> Iterator[Offer]:
    claimed, supported = scene.claimed(card.item.key), scene.supported(card.item.key)
    least, most = span(card.item)
    given: set[Decimal] = set()
    if claimed.counted and least <= claimed.earned <= most:
        given.add(claimed.earned)
        label = _("同意自评：%(points)s 分", points=number(claimed.earned))
        yield Offer("claimed", _keys("1", claimed.earned), label, claimed.earned)
        if supported.earned not in given and least <= supported.earned <= most:
            given.add(supported.earned)
            label = _("按有据得分：%(points)s 分", points=number(supported.earned))
            yield Offer("supported", _keys("2", supported.earned), label, supported.earned)
    if least <= 0 <= most and Decimal(0) not in given:
        words = _("0 分（不扣分）") if floor_of(card.item) < 0 else _("0 分")
        yield Offer("zero", "0", words, Decimal(0))
    yield Offer("other", "e", _("其他分值"), None)


def _keys(own: str, points: Decimal) -> str:
    """Give the keys of a radio: 0 chooses no points wherever they stand."""
    return own if points else f"{own} 0"


def _range(card: ItemCard) -> str:
    least, most = span(card.item)
    return _("%(least)s 到 %(most)s 分，最多两位小数", least=number(least), most=number(most))


def _veto(scene: Scene, card: ItemCard) -> str:
    if card.item.veto is None:
        return ""
    states: Sequence[str] = [one.state for one in scene.desk.columns.claimed.vetoes if one.item == card.item.key]
    state = {"fired": _("按填报内容：触发。"), "clear": _("按填报内容：未触发。")}
    told = state.get(states[0] if states else "", _("按填报内容：不能确定。"))
    return told + card.item.veto.reason.to(scene.locale)


def _asked_for(scene: Scene, key: str) -> AskedFor | None:
    """Find what the last return asked for at this item, as long as it is about an earlier submission."""
    desk = scene.desk
    returns = [one for one in desk.returns if key in one.items]
    if not returns or returns[-1].number >= desk.submission.number:
        return None
    found = returns[-1]
    return AskedFor(found.number, found.items[key], _("这是第 %(number)s 次提交。", number=desk.submission.number))


def _closed(scene: Scene, *, counts: bool) -> str:
    if not counts:
        return _("本项不计分，不用评定。")
    if scene.desk.level is None:
        return _("目前不能评定。")
    if scene.desk.holder_name and not scene.desk.mine:
        return _("由%(name)s复核。要由您评定，请先在全部事项页接手。", name=scene.desk.holder_name)
    return _("请先在全部事项页受理，再评定。")
