"""Where an organisation stands in its campaign: nobody else can be found in it, and it is right to the digit."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.assessments.figure_models import Figure
from assess.assessments.models import Assessment, Submission
from assess.assessments.workflow import Status
from assess.campaigns.definition import CampaignStatus
from assess.campaigns.models import Participant
from assess.reports import html, operations, peers, population, stored
from assess.reports.models import Report
from assess.reports.parts import ReportContent
from assess.reports.parts_peers import PeersView
from assess.reports.population import (
    LEAST,
    SECRET,
    Column,
    Counted,
    Group,
    Peers,
    Standing,
    groups,
    quarter,
    sides,
    spread,
)
from assess.values.text import Locale
from tests.conftest import CountQueries
from tests.factories.following import FULL, World
from tests.factories.reviews import ANSWERS, CLOSES
from tests.reports import shipped

AFTER = CLOSES + timedelta(days=1)
NONE_ = {**ANSWERS, "credit.procedure": "no", "credit.trainings": 0}
HUNDREDTHS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=LEAST - 1, max_size=60)
COUNTS = st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=7)


def read_content(made: Report) -> ReportContent:
    content = stored.from_text(made.content or "")
    assert isinstance(content, ReportContent)
    return content


@given(COUNTS)
def test_no_group_is_of_fewer_than_three_and_all_add_up(counts: list[int]) -> None:
    found = groups([(str(place), count) for place, count in enumerate(counts)])
    if not found:
        return
    total = sum(counts)
    assert sum(group.count for group in found) == total
    assert [name for group in found for name in group.names] == [str(place) for place in range(len(counts))]
    assert all(group.count == 0 or group.count >= SECRET for group in found)
    assert all(len(group.names) > 1 for group in found if group.count == total and total)


@given(COUNTS)
def test_what_is_told_is_as_fine_as_it_may_be(counts: list[int]) -> None:
    if len(counts) > 1 and all(count >= SECRET for count in counts):
        assert groups([(str(place), count) for place, count in enumerate(counts)]) == tuple(
            Group((str(place),), count) for place, count in enumerate(counts)
        )


def test_the_smallest_groups_take_their_neighbours_along() -> None:
    assert groups([("A", 5), ("B", 1), ("C", 4)]) == (Group(("A",), 5), Group(("B", "C"), 5))
    assert groups([("A", 7), ("B", 0), ("C", 2)]) == ()
    assert groups([("A", 0), ("B", 9), ("C", 0)]) == (Group(("A",), 0), Group(("B", "C"), 9))


@given(HUNDREDTHS, st.integers(min_value=0, max_value=10_000))
def test_sides_and_quarter_follow_from_the_scores(others: list[int], own: int) -> None:
    above, equal, below = sides(Counter(others), own)
    assert above == sum(one > own for one in others)
    assert above + equal + below == len(others)
    band = quarter(above, len(others) + 1)
    assert 1 <= band <= 4
    assert (band == 1) == (above * 4 < len(others) + 1)


@given(HUNDREDTHS)
def test_bounds_stand_in_order_between_others_and_tell_no_extreme(others: list[int]) -> None:
    found = spread(Counter(Decimal(one) / 100 for one in others))
    if found is None:
        assert len({(Decimal(one) / 100).quantize(Decimal(1), "ROUND_HALF_UP") for one in others}) < SECRET
        return
    assert found.low <= found.median <= found.high
    ordered = sorted(others)
    assert ordered[SECRET - 1] - 51 <= found.low * 100 <= found.high * 100 <= ordered[-SECRET] + 51
    assert all(one == one.to_integral_value() for one in (found.low, found.median, found.high))


def view(own: Sequence[int], locale: Locale = "zh") -> PeersView:
    """Give the chapter of the shipped sample among others that lie so many hundredths from it."""
    name = shipped.FULLEST["enterprise"]
    columns = shipped.scored(name)[1]
    standing = shipped.standing(columns, decided=False, steps=own)
    content = shipped.report(name, locale, "submitted", full=True, among=standing)
    assert content.peers is not None
    return content.peers


@given(st.lists(st.integers(min_value=-4000, max_value=4000), min_size=LEAST - 1, max_size=40))
def test_no_figure_of_fewer_than_three_stands_in_a_report(steps: list[int]) -> None:
    told = view(steps)
    for shown in (*(dial.groups for dial in told.dials), told.grades):
        counts = [int(group.count) for group in shown]
        assert not shown or sum(counts) == len(steps)
        assert all(count == 0 or count >= SECRET for count in counts)


def test_the_position_is_right_to_the_digit() -> None:
    """39 others, 37 hundredths apart: 13 below, one the same, 25 above."""
    name = shipped.FULLEST["enterprise"]
    columns = shipped.scored(name)[1]
    final = columns.claimed.duty.final
    assert final is not None
    duty = view([37 * (place - 13) for place in range(39)]).dials[0]
    assert (duty.own, duty.count, duty.band) == (f"{final:.1f}", "39", "由高到低第三个四分之一")
    assert [(group.label, group.count, group.share) for group in duty.groups] == [
        ("高于本单位", "25", "64.1"),
        ("与本单位相同或低于本单位", "14", "35.9"),
    ]
    middle = final + Decimal("0.37") * 6
    assert duty.median == str(middle.quantize(Decimal(1), "ROUND_HALF_UP"))


def test_all_alike_tells_nothing_of_anybody() -> None:
    told = view([0] * 20)
    for dial in told.dials:
        assert (dial.low, dial.median, dial.high) == (None, None, None)
        assert [(group.label, group.count) for group in dial.groups] == [
            ("高于本单位", "0"),
            ("与本单位相同或低于本单位", "20"),
        ]
    assert all(section.duty_median is None for section in told.sections)


def test_fewer_than_ten_are_not_compared() -> None:
    told = view([100 * place for place in range(LEAST - 2)])
    assert (told.dials, told.grades, told.sections) == ((), (), ())
    assert told.lead.startswith("本批次计入的单位不足 10 家")


def test_an_old_submission_stands_nowhere() -> None:
    own, other = uuid.uuid4(), uuid.uuid4()
    column = Column(members=frozenset({own}), dials={}, sections={})
    known = Peers(claimed=column)
    assert population.standing(known, own, decided=False) == Standing("claimed", column)
    assert population.standing(known, own, decided=True) == Standing("claimed", column)
    assert population.standing(known, other, decided=False) is None
    assert population.standing(Peers(), own, decided=False) is None
    assert population.standing(None, own, decided=False) is None


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_the_chapter_is_on_the_page(locale: Locale) -> None:
    content = shipped.fullest(locale)
    assert content.peers is not None
    page = html.render(content)
    for dial in content.peers.dials:
        assert all(part is None or f"{part}%" in page for part in (dial.low, dial.median, dial.high))
        assert all(group.count in page for group in dial.groups)
    assert content.peers.notes[1][:6] in page


# On both databases


@pytest.fixture
def world(session: Session) -> World:
    return World(session, given={"levels": 1})


def crowd(world: World, count: int) -> list[tuple[Assessment, Submission]]:
    """Let organisations hand in; every second one without its procedure."""
    return [world.submitted(world.north, f"企业{place}", ANSWERS if place % 2 else NONE_) for place in range(count)]


def told(world: World, submission: Submission, *, now: object = AFTER, known: Peers | None = None) -> Report:
    return operations.told(
        world.session,
        Submission.id == submission.id,
        operations.known_decision(world.session, submission.id),
        "zh",
        now,  # type: ignore[arg-type]  # an instant
        peers=known,
    )


def test_nothing_is_compared_while_anything_may_still_come_in(world: World, session: Session) -> None:
    handed = crowd(world, LEAST)
    assert read_content(told(world, handed[0][1], now=CLOSES - timedelta(seconds=1))).peers is None
    assert read_content(told(world, handed[0][1], now=CLOSES)).peers is not None
    late = session.get(Participant, (world.campaign_id, handed[1][0].organisation_id))
    assert late is not None
    late.closes_at = CLOSES + timedelta(days=5)
    session.flush()
    assert read_content(told(world, handed[0][1], now=CLOSES + timedelta(days=1))).peers is None
    assert read_content(told(world, handed[0][1], now=CLOSES + timedelta(days=5))).peers is not None


def test_who_withdrew_or_was_taken_out_does_not_count(world: World, session: Session) -> None:
    handed = crowd(world, LEAST + 2)
    handed[0][0].status = Status.WITHDRAWN
    taken_out = session.get(Participant, (world.campaign_id, handed[1][0].organisation_id))
    assert taken_out is not None
    taken_out.removed_at = CLOSES
    session.flush()
    found = read_content(told(world, handed[2][1])).peers
    assert found is not None
    assert found.lead.startswith("本批次计入 10 家单位")
    assert read_content(told(world, handed[0][1])).peers is None


def test_no_single_change_shows_in_two_reports(world: World, session: Session) -> None:
    handed = crowd(world, LEAST + 4)
    own = handed[-1][1]
    first = told(world, own).id
    for place, (assessment, _) in enumerate(handed[:SECRET], 1):
        assessment.status = Status.WITHDRAWN
        session.flush()
        assert (told(world, own).id == first) == (place < SECRET)
    peers._known.clear()  # another process
    found = read_content(told(world, own)).peers
    assert found is not None
    assert found.lead.startswith(f"本批次计入 {LEAST + 4 - SECRET} 家单位")
    handed[SECRET][0].status = Status.WITHDRAWN
    handed[SECRET + 1][0].status = Status.REOPENED
    session.flush()
    assert read_content(told(world, own)).peers == found


@given(
    st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.tuples(st.integers(0, 3), st.none()), min_size=LEAST),
    st.dictionaries(st.sampled_from("abcdefghijklmnop"), st.tuples(st.integers(0, 3), st.none())),
)
def test_a_count_gives_way_to_one_that_differs_for_enough(
    before: dict[str, tuple[int | None, None]], after: dict[str, tuple[int | None, None]]
) -> None:
    kept, fresh = Counted(scores=before, sections=()), Counted(scores=after, sections=())
    touched = {one for one in (*before, *after) if before.get(one) != after.get(one)}
    if kept.gives_way_to(fresh):
        assert len(touched) >= SECRET
    else:
        assert len(touched) < 2 * SECRET
    assert Counted.read(kept.text()) == kept


def test_what_is_read_once_serves_every_report(world: World, session: Session, count_queries: CountQueries) -> None:
    handed = crowd(world, LEAST)
    with count_queries() as reading:
        known = peers.read(session, world.campaign, AFTER)
    assert len(reading) == 6
    with count_queries() as again:
        assert peers.read(session, world.campaign, AFTER) == known
    assert len(again) == 2
    assert known.reviewed is None
    for _, submission in handed[:2]:
        alone = told(world, submission)
        with count_queries() as queries:
            together = told(world, submission, known=known)
        assert together.id == alone.id
        assert not any("figure" in query for query in queries)
    with count_queries() as early:
        assert peers.read(session, world.campaign, CLOSES - timedelta(days=1)) == Peers()
    assert len(early) == 1


def test_asking_for_a_report_takes_few_queries(world: World, session: Session, count_queries: CountQueries) -> None:
    handed = crowd(world, LEAST)
    known = peers.read(session, world.campaign, AFTER)
    told(world, handed[0][1], known=known)
    session.expire_all()
    with count_queries() as queries:
        told(world, handed[0][1], known=known)
    assert len(queries) <= 8, queries
    session.expire_all()
    with count_queries() as alone:
        told(world, handed[0][1])
    assert len(alone) <= 12, alone


def test_a_later_submission_elsewhere_changes_no_report(world: World, session: Session) -> None:
    handed = crowd(world, LEAST)
    before = told(world, handed[0][1])
    elsewhere = World(session, given={"levels": 1, "name": "别的批次"})
    elsewhere.submitted(elsewhere.south, "后来的企业")
    world.begun(world.south, "没有提交的企业", {"credit.serious-list": "no"})
    assert told(world, handed[0][1], now=AFTER + timedelta(days=30)).id == before.id


def test_reviewed_scores_are_compared_once_the_results_are_published(world: World, session: Session) -> None:
    handed = crowd(world, LEAST)
    figures = {one.assessment_id: one for one in session.query(Figure)}
    assert {figures[assessment.id].claimed for assessment, _ in handed} == {6000, 10000}
    world.campaign.status = CampaignStatus.PUBLISHED
    session.flush()
    known = peers.read(session, world.campaign, AFTER)
    assert known.reviewed is not None
    assert known.reviewed.members == frozenset()
    assert known.claimed is not None
    assert known.claimed.dials["duty"] == Counter({6000: 5, 10000: 5})
    assert known.claimed.members == {submission.id for _, submission in handed}
    assert known.claimed.sections["credit", "duty"] == Counter({(1000, 600): 5, (1000, 1000): 5})


def test_a_decided_report_stands_among_decisions(session: Session) -> None:
    world = World(session, given={"publish_at_once": True})
    less = {"serious-list": "3", "procedure": "1", "overseas-cover": "0"}
    handed = [world.decided(world.north, f"企业{place}", first=less if place < 5 else FULL) for place in range(LEAST)]
    world.submitted(world.north, "没有审定的企业")
    submission = session.scalars(select(Submission).where(Submission.assessment_id == handed[0].id)).one()
    before = read_content(told(world, submission)).peers
    assert before is not None
    assert before.lead.startswith("本批次计入 11 家单位")
    world.campaign.status = CampaignStatus.PUBLISHED
    session.flush()
    after = read_content(told(world, submission)).peers
    assert after is not None
    assert after.lead.startswith("本批次计入 10 家单位")
    duty = after.dials[0]
    assert (duty.own, duty.band) == ("40.0", "由高到低第三个四分之一")
    assert [(group.label, group.count) for group in duty.groups] == [
        ("高于本单位", "5"),
        ("与本单位相同", "4"),
        ("低于本单位", "0"),
    ]
