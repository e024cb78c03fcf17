"""One set of facts scored on several checklists, by value: what counts where, what stays open, who asks more."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal

from assess.assessments.prefill import Given
from assess.checklists.definition import Published
from assess.overview import everywhere
from assess.overview.concern import ranked
from assess.overview.everywhere import Place, lay_out, shared
from assess.values.fact import Fact
from assess.values.profile import Profile
from tests.checklists.editing import with_fact, with_item, with_items
from tests.factories.checklists import published
from tests.factories.regions import regional

TODAY = dt.date(2026, 11, 22)
PROFILE = Profile(kind="enterprise", region="371302", roles=frozenset({"exporter"}), size="small")
ANSWERS = {
    "credit.serious-list": '"no"',
    "credit.procedure": '"yes"',
    "credit.trainings": '"3"',
    "insurance.policies": "[]",
}


def given(*, ago: int = 0, base: Published | None = None, **texts: str) -> Mapping[str, tuple[Given, ...]]:
    asked = base or published()
    day = TODAY - dt.timedelta(days=ago)
    return {
        key: (Given(asked.fact(key), text, day),)
        for key, text in (ANSWERS | {name.replace("__", "."): text for name, text in texts.items()}).items()
        if text
    }


def places(
    *documents: Published,
    answers: Mapping[str, tuple[Given, ...]] | None = None,
    claims: everywhere.Claims | None = None,
) -> tuple[Place, ...]:
    offers = ranked(((uuid.uuid4(), document) for document in (published(), *documents)), PROFILE)
    return lay_out(offers, given() if answers is None else answers, PROFILE, TODAY, claims)


def open_of(place: Place) -> dict[str, str]:
    return {one.fact.key: one.why for one in place.open}


def final(place: Place) -> tuple[Decimal | None, Decimal | None]:
    return place.result.duty.final, place.result.duty.high


def test_the_same_answers_score_alike_where_the_same_is_asked() -> None:
    here, there = places(regional())
    assert final(here) == final(there) == (Decimal(100), Decimal(100))
    assert (here.result.grade.effective, there.result.grade.effective) == ("A", "A")
    assert (here.open, there.open, here.ignored) == ((), (), ())
    assert (here.offer.concerns, there.offer.concerns) == (True, False)


def test_each_region_scores_by_its_own_points() -> None:
    heavier = regional(base=with_item("procedure", points=Decimal(14)))
    answers = given(credit__procedure='"no"')
    here, there = places(heavier, answers=answers)
    assert (final(here)[0], final(there)[0]) == (Decimal(70), Decimal(35))  # 7 of 10, and 7 of 20


def test_nothing_is_copied_where_the_question_means_something_else() -> None:
    here, there = places(regional(base=with_fact("credit.procedure", revision=2)))
    assert open_of(here) == {}
    assert open_of(there) == {"credit.procedure": "differs"}
    assert final(there) == (Decimal(70), Decimal(100))
    assert "credit.procedure" not in there.inputs.answers


def test_what_is_stale_is_open_and_what_is_asked_anew_holds_for_its_day() -> None:
    base = with_fact("credit.procedure", fresh_days=90)
    answers = given(base=base, ago=91)
    offers = ranked([(uuid.uuid4(), base)], PROFILE)
    (place,) = lay_out(offers, answers, PROFILE, TODAY)
    assert open_of(place) == {"credit.serious-list": "anew", "credit.procedure": "stale"}
    assert place.result.grade.state == "pending"
    (same_day,) = lay_out(offers, given(base=base), PROFILE, TODAY)
    assert open_of(same_day) == {}


def test_not_sure_is_an_answer_that_settles_nothing() -> None:
    (place,) = places(answers=given(credit__procedure='{"unknown":true}'))
    assert open_of(place) == {"credit.procedure": "unknown"}
    assert final(place) == (Decimal(70), Decimal(100))


def test_without_any_answer_everything_is_open_and_the_range_is_the_whole() -> None:
    (place,) = places(answers={})
    assert open_of(place) == dict.fromkeys(
        ["credit.serious-list", "credit.procedure", "credit.trainings", "insurance.policies"], "unanswered"
    )
    assert final(place) == (Decimal(0), Decimal(100))
    assert (place.counted.answered, place.counted.asked) == (0, 4)


def test_answers_a_checklist_does_not_ask_are_named_and_change_nothing() -> None:
    fewer = regional(base=with_items(lambda item: None if item.key == "procedure" else item, published()))
    asked = {fact for item in fewer.checklist.form.items() for fact in item.reads}
    fewer = dataclasses.replace(fewer, facts=tuple(fact for fact in fewer.facts if fact.key in asked))
    _, there = places(fewer)
    assert there.ignored == ("credit.procedure", "credit.trainings")
    assert final(there)[0] == Decimal(100)


def test_a_claim_holds_on_its_own_checklist() -> None:
    answers = given(credit__procedure="", credit__trainings="")
    claims = {"demo-2020/enterprise": {"procedure": "没有员工"}}
    here, there = places(regional(), answers=answers, claims=claims)
    assert (open_of(here), final(here)[0]) == ({}, Decimal(100))
    assert open_of(there) == {"credit.procedure": "unanswered", "credit.trainings": "unanswered"}


def test_what_one_region_alone_asks_and_where_it_asks_more_is_named() -> None:
    stricter = with_item("overseas-cover", purpose="duty")
    more = dataclasses.replace(stricter, facts=(*stricter.facts, extra()))
    more = with_items(
        lambda item: (
            dataclasses.replace(item, reads=(*item.reads, "credit.extra")) if item.key == "procedure" else item
        ),
        more,
    )
    here, there = places(regional(base=more))
    assert [fact.key for fact in there.only] == ["credit.extra"]
    assert here.only == ()
    assert ("insurance.policies", "duty") in [(fact.key, one.kind) for fact, one in there.stricter]
    assert here.stricter == ()
    assert open_of(there) == {"credit.extra": "unanswered"}


def extra() -> Fact:
    return dataclasses.replace(published().fact("credit.procedure"), key="credit.extra")


def test_the_question_that_settles_most_comes_first() -> None:
    answers = given(insurance__policies="")
    third = regional("xian-2024", "610100", base=with_fact("credit.trainings", revision=2))
    found = shared(places(regional(), third, answers=answers))
    assert [(one.fact.key, one.places) for one in found] == [
        ("insurance.policies", (0, 1, 2)),
        ("credit.trainings", (1,)),  # in the order of the keys: demo, xian, xuhui
    ]


def test_other_kinds_of_organisation_are_left_out() -> None:
    assert len(places(regional(audience="district"))) == 1
