"""Figures say what the stored results say, to the digit, and follow every submission and decision."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, make_transient

from assess.assessments import figures
from assess.assessments.figure_models import Figure, ItemFigure, SectionFigure
from assess.assessments.models import Submission
from assess.jobs.models import Job
from assess.overview import refiguring
from assess.reviews.models import Decision
from assess.scoring import serial
from assess.scoring.columns import Columns
from tests.factories.following import World

LESS = {"serious-list": "6", "procedure": "1.5", "overseas-cover": "0"}


@pytest.fixture
def world(session: Session) -> World:
    return World(session)


def columns_of(result: str) -> Columns:
    found = serial.columns_from_json(json.loads(result))
    assert found is not None
    return found


def check(session: Session, figure: Figure, columns: Columns) -> None:
    """Compare every figure with the stored result."""
    reviewed = columns.reviewed.result if columns.reviewed else None
    assert figures.points(figure.claimed) == columns.claimed.duty.final
    assert figures.points(figure.supported) == columns.supported.duty.final
    assert figures.points(figure.readiness_claimed) == columns.claimed.readiness.final
    assert figures.points(figure.readiness_supported) == columns.supported.readiness.final
    assert figures.points(figure.reviewed) == (reviewed.duty.final if reviewed else None)
    assert figures.points(figure.readiness_reviewed) == (reviewed.readiness.final if reviewed else None)
    assert figure.grade == (reviewed or columns.claimed).grade.effective
    rows = session.scalars(select(SectionFigure).where(SectionFigure.assessment_id == figure.assessment_id))
    for row in rows:
        for column, points, result in (
            (row.claimed, row.points, columns.claimed),
            (row.supported, row.points, columns.supported),
            (row.reviewed, row.reviewed_points, reviewed),
        ):
            if result is not None:
                (section,) = (one for one in result.sections if one.key == row.section)
                sub = section.duty if row.dial == "duty" else section.readiness
                assert (figures.points(column), figures.points(points)) == (sub.earned, sub.points)


def test_a_submission_leaves_its_figures(world: World) -> None:
    assessment, submission = world.submitted(world.north, "甲")
    figure = world.session.get_one(Figure, assessment.id)
    check(world.session, figure, columns_of(submission.result))
    assert (figure.claimed, figure.supported, figure.reviewed) == (10000, 10000, None)
    assert (figure.readiness_claimed, figure.readiness_supported) == (10000, 0)  # the policy is not attached
    assert (figure.proof_missing, figure.contradictions, figure.grade) == (1, 0, "A")
    assert (figure.campaign_id, figure.submission_id, figure.decision_id) == (world.campaign.id, submission.id, None)
    sections = world.session.execute(
        select(SectionFigure.section, SectionFigure.dial, SectionFigure.points, SectionFigure.claimed)
        .where(SectionFigure.assessment_id == assessment.id)
        .order_by(SectionFigure.section)
    ).all()
    assert [tuple(row) for row in sections] == [("credit", "duty", 1000, 1000), ("overseas", "readiness", 600, 600)]
    items = world.session.scalars(select(ItemFigure).order_by(ItemFigure.item)).all()
    assert [(one.item, one.most, one.claimed, one.supported) for one in items] == [
        ("overseas-cover", 600, 600, 0),
        ("procedure", 400, 400, 400),
        ("serious-list", 600, 600, 600),
    ]
    assert {(one.reviewed, one.level1, one.level2, one.by1, one.reason) for one in items} == {(None,) * 5}


def test_a_decision_adds_what_was_reviewed_item_by_item(world: World) -> None:
    assessment = world.decided(world.north, "甲", first=LESS, second={"procedure": "2"})
    decision = world.session.scalars(select(Decision)).one()
    figure = world.session.get_one(Figure, assessment.id)
    check(world.session, figure, columns_of(decision.result))
    assert (figure.reviewed, figure.readiness_reviewed, figure.decision_id) == (8000, 0, decision.id)
    found = {row.item: row for row in world.session.scalars(select(ItemFigure))}
    assert set(found) == set(LESS)
    row = found["procedure"]
    assert (row.least, row.most, row.claimed, row.supported, row.reviewed) == (0, 400, 400, 400, 200)
    assert (row.level1, row.level2, row.by1, row.by2) == (150, 200, world.first.account_id, world.second.account_id)
    assert row.reason == "evidence-missing"
    row = found["serious-list"]
    assert (row.level1, row.level2, row.by2, row.reason) == (600, None, None, None)


def test_a_new_submission_takes_the_place_of_the_one_before(world: World) -> None:
    assessment = world.decided(world.north, "甲", first=LESS)
    first = world.session.scalars(select(Submission)).one()
    columns = columns_of(first.result)
    figures.record_submission(world.session, assessment=assessment, submission=first, columns=columns, contradictions=2)
    figure = world.session.scalars(select(Figure).execution_options(populate_existing=True)).one()
    assert (figure.reviewed, figure.decision_id, figure.contradictions) == (None, None, 2)
    assert set(world.session.scalars(select(ItemFigure.reviewed))) == {None}
    assert len(world.session.scalars(select(ItemFigure)).all()) == len(LESS)
    assert world.session.scalars(select(SectionFigure.reviewed)).all() == [None, None]


def test_the_dashboard_is_told_once_for_what_happens_together(world: World) -> None:
    world.submitted(world.north, "甲")
    world.submitted(world.south, "乙")
    jobs = world.session.scalars(select(Job).where(Job.name == figures.SUMMARISE)).all()
    assert [job.payload for job in jobs] == [{"campaign": str(world.campaign.id)}]
    assert all(job.run_after > world.now for job in jobs)


def rows(session: Session) -> list[list[tuple[object, ...]]]:
    tables = (Figure.__table__, SectionFigure.__table__, ItemFigure.__table__)
    return [sorted(map(tuple, session.execute(select(table))), key=repr) for table in tables]


def test_figures_that_are_missing_are_written_down_from_what_was_stored(world: World) -> None:
    world.decided(world.north, "甲", first=LESS, second={"procedure": "2"})
    world.submitted(world.south, "乙")
    before = rows(world.session)
    for model in (Figure, SectionFigure, ItemFigure):
        world.session.execute(delete(model))
    first = refiguring.rebuild(world.session, most=1)
    assert refiguring.rebuild(world.session, after=first, most=1) is not None
    assert refiguring.rebuild(world.session) is None
    assert rows(world.session) == before
    assert refiguring.rebuild(world.session) is None
    assert rows(world.session) == before


def test_a_score_that_was_kept_without_evidence_is_computed_again(world: World) -> None:
    assessment, submission = world.submitted(world.north, "甲")
    before = rows(world.session)
    world.session.execute(delete(SectionFigure))
    world.session.execute(delete(Figure))
    bare = json.loads(submission.result)
    del bare["supported"]
    world.session.expunge(submission)
    make_transient(submission)
    submission.result = json.dumps(bare)
    assert refiguring._columns(world.session, submission) == columns_of(
        world.session.scalars(select(Submission.result).where(Submission.assessment_id == assessment.id)).one()
    )
    refiguring.rebuild(world.session)
    assert rows(world.session) == before


@given(st.decimals(-1000, 1000, places=2))
def test_hundredths_lose_nothing(value: Decimal) -> None:
    assert figures.points(figures.hundredths(value)) == value
