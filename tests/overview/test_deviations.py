"""The deviation report: what reviewers made of claims, item by item, and whether they agree."""

from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from assess.access.actor import Actor
from assess.accounts.models import Organisation
from assess.errors import NotFoundError
from assess.overview.dashboard_lists import Wanted, compared
from assess.overview.deviations import Report, report
from tests.conftest import CountQueries
from tests.factories.following import FULL, World

LESS = {"serious-list": "6", "procedure": "2", "overseas-cover": "0"}


@pytest.fixture
def world(session: Session) -> World:
    """Three decided: one as claimed, one lowered by both, one lowered by the first and raised again by the second."""
    made = World(session)
    made.decided(made.north, "甲")
    made.decided(made.north, "乙", first=LESS)
    made.decided(made.south, "丙", first=LESS, second=FULL)
    made.submitted(made.south, "丁")
    made.summarise()
    return made


def seen(world: World, actor: Actor, district: Organisation | None = None) -> Report:
    return report(world.session, world.scope(actor), district_id=district.id if district else None)


def test_items_are_compared_with_their_claims(world: World) -> None:
    found = {one.item: one for one in seen(world, world.administrator(world.body)).items}
    item = found["procedure"]  # 4 claimed three times; 4, 2 and 4 in the end
    assert (item.decided, item.rejected, item.deviation.n) == (3, 0, 3)
    assert (item.deviation.mean_claimed, item.deviation.mean_reviewed) == (Decimal("4.00"), Decimal("3.33"))
    assert (item.deviation.mean, item.differing_share) == (Decimal("-0.67"), Decimal("33.3"))
    assert item.reasons == {"evidence-missing": 2}
    assert found["serious-list"].differing_share == Decimal("0.0")
    assert found["overseas-cover"].deviation.mean == Decimal("-2.00")


def test_agreement_is_that_of_both_levels_on_the_same_item(world: World) -> None:
    found = seen(world, world.administrator(world.body))
    item = next(one for one in found.items if one.item == "procedure").agreement
    # full–full, part–part, part–full: 2 of 3 alike; chance (1·2 + 2·1) ÷ 9
    assert (item.n, item.observed, item.expected) == (3, Fraction(2, 3), Fraction(4, 9))
    assert item.kappa == Fraction(2, 5)
    assert next(one for one in found.items if one.item == "serious-list").agreement.kappa is None  # full points always
    assert found.marks.pairs == [[1, 0, 1], [0, 1, 1], [0, 0, 5]]
    assert found.marks.agreement.n == 9


def test_an_item_only_one_level_marked_is_no_pair(world: World) -> None:
    world.decided(world.south, "戊", second={"procedure": "4"})
    world.summarise()
    found = seen(world, world.administrator(world.body)).marks
    assert found.agreement.n == 10


def test_a_district_has_its_own_part(world: World) -> None:
    found = seen(world, world.administrator(world.north))
    item = next(one for one in found.items if one.item == "procedure")
    assert (item.decided, item.deviation.mean) == (2, Decimal("-1.00"))
    assert found.scores.deviation.n == 2
    assert found.reviewers == ()
    assert seen(world, world.administrator(world.body), world.south).scores.deviation.n == 1
    with pytest.raises(NotFoundError):
        seen(world, world.administrator(world.north), world.south)


def test_reviewers_by_level(world: World) -> None:
    found = seen(world, world.administrator(world.body))
    people = {found.people[key]: key for key in found.people}
    assert set(people) == {"张初", "孙复"}
    rows = {(one.account, one.level): one for one in found.reviewers}
    first = rows[str(people["张初"]), 1]
    # nine marks; of 16 points each time: none less, then 2 and 6 less, twice
    assert (first.marks, first.deviation.n, first.deviation.lowered) == (9, 9, 4)
    assert (first.deviation.mean, first.mean_share) == (Decimal("-1.78"), Decimal("-33.3"))
    second = rows[str(people["孙复"]), 2]
    assert (second.marks, second.deviation.lowered, second.deviation.mean) == (9, 2, Decimal("-0.89"))


def test_a_reviewer_sees_themselves_only(world: World) -> None:
    found = seen(world, world.first)
    assert [one.account for one in found.reviewers] == [str(world.first.account_id)]
    assert list(found.people.values()) == ["张初"]


def test_organisations_are_listed_by_how_much_differs(world: World) -> None:
    scope = world.scope(world.administrator(world.body))
    rows, more = compared(world.session, scope, Wanted())
    first, *rest = [(one.name, one.claimed, one.reviewed, one.deviation, one.grade) for one in rows]
    assert first == ("乙", Decimal("100.00"), Decimal("80.00"), Decimal("-20.00"), "B")
    assert sorted(rest) == [
        ("丙", Decimal("100.00"), Decimal("100.00"), Decimal("0.00"), "A"),
        ("甲", Decimal("100.00"), Decimal("100.00"), Decimal("0.00"), "A"),
    ]
    assert more is False
    found, _ = compared(world.session, scope, Wanted(text="乙"))
    assert [one.district for one in found] == ["北区"]


def test_before_anything_is_decided_there_is_nothing(session: Session) -> None:
    world = World(session)
    world.submitted(world.north, "甲")
    found = seen(world, world.administrator(world.body))
    assert (found.as_of, found.scores.deviation.n, found.marks.agreement.n) == (None, 0, 0)
    assert not any(one.decided for one in found.items)


def test_the_number_of_queries_is_fixed(world: World, count_queries: CountQueries) -> None:
    actor = world.administrator(world.body)
    counts = []
    for name in ("己", "庚"):
        with count_queries() as statements:
            scope = world.scope(actor)
            report(world.session, scope, district_id=None)
            compared(world.session, scope, Wanted())
        counts.append(len(statements))
        world.decided(world.south, name, first=LESS)
        world.summarise()
    assert counts == [5, 5]
