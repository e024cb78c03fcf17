"""Linyi's offices are asked what the measure wants of them, at the level at which it wants it."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from assess.assessments.answersfile import AnswersFile
from assess.checklists.definition import Measure, Published
from assess.checklists.loader import SHIPPED, check, load_published
from assess.scoring.asked import asked
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.scoring.result import Result
from assess.values.model import UNKNOWN
from assess.values.profile import Profile
from tests.checklists.measures import TODAY, file_of, item_of, items_of, scored

MEASURE = "linyi-2021"
FILE = SHIPPED / "linyi-2021" / "district" / "1.0.0.yaml"
CITY = Profile(kind="district", region="371300")
COUNTY = Profile(kind="district", region="371325")
CITY_ONLY = {
    "centre-applied", "border", "adjudication-rules", "investigators", "appraisal-team", "online-casework",
    "model-platforms", "model-platforms-in-time", "gi-policy", "gi-zones", "gi-zones-in-time", "gi-zones-national",
    "credit-policy", "red-black-lists", "credit-rewards", "overseas-mechanism", "overseas-alert-plan",
    "overseas-alerts", "subsidy-call", "subsidy-paid", "value-programme", "quality-evaluation", "institutes-review",
    "award-policy", "ip-funds", "pledge-library", "pledge-risk", "patents-pushed", "operation-centre",
    "navigation-projects", "risk-warning", "public-platform", "platform-counties", "data-sharing", "market-list",
    "gi-list", "gi-standards", "joint-sanctions", "risk-classes", "random-inspection", "legal-service",
}  # fmt: skip


@pytest.fixture(scope="module")
def published() -> Published:
    return load_published(SHIPPED, "linyi-2021/district")[0]


def _points(*figures: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(figure) for figure in figures)


def _file(published: Published, name: str) -> AnswersFile:
    return file_of(published, f"2021-{name}")


def _scored(
    published: Published, name: str, changes: Mapping[str, object] | None = None, profile: Profile | None = None
) -> Result:
    return scored(published, _file(published, name), changes, profile)


def test_lint_has_nothing_to_say() -> None:
    assert check(FILE) == []


def test_both_dials_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100


def test_every_clause_is_asked_about(published: Published) -> None:
    cited = {clause for item in published.checklist.form.items() for clause in item.clauses}
    assert cited == {f"linyi-2021/{number}" for number in range(1, 13)}
    assert published.checklist.not_assessed == ()


def test_every_item_reads_as_a_gap_and_names_its_clause(published: Published) -> None:
    for item in published.checklist.form.items():
        assert item.gap is not None, item.key
        assert len(item.gap.zh) <= 30, item.key
        assert item.notes is not None, item.key
        assert "第" in item.notes.says.zh, item.key
        assert "设定" in item.notes.ours.zh, item.key


def test_only_the_dates_of_the_text_stand_on_items(published: Published, measure: Measure) -> None:
    dates = {(c.id, d.date, d.strength) for c in measure.clauses for d in c.deadlines}
    for item in published.checklist.form.items():
        if item.deadline is not None:
            strength = "required" if item.purpose == "duty" else "strive"
            assert any((clause.split("/")[1], item.deadline, strength) in dates for clause in item.clauses), item.key


def test_what_the_text_strives_for_or_explores_is_no_duty(published: Published) -> None:
    items = items_of(published)
    for key in ("online-casework", "gi-zones", "gi-zones-in-time", "explorations", "institutes-review"):
        assert items[key].purpose == "readiness", key
    assert items["explorations"].strength == "exploratory"
    assert all(item.strength == "mandatory" for item in items.values() if item.purpose == "duty")


def test_silence_is_not_asked(published: Published) -> None:
    asked_facts = {fact.key for fact in published.facts}
    silent = {"credit.list-public", "credit.list-updated-on", "credit.list-rules"}
    silent |= {"disputes.confirmation", "disputes.confirmation-kinds", "governance.satisfaction"}
    assert not asked_facts & silent


def test_everything_done_well_gives_everything(published: Published) -> None:
    result = _scored(published, "city")
    assert (result.duty.final, result.duty.low, result.duty.high) == _points("100", "100", "100")
    assert result.readiness.final == 100
    assert (result.grade.effective, result.readiness.low) == ("A", Decimal(100))


def test_nothing_answered_gives_nothing_at_worst(published: Published) -> None:
    inputs = Inputs(answers={}, profile=CITY, as_of=TODAY, not_applicable={})
    result = score(published.checklist.form, inputs)
    assert (result.duty.low, result.duty.high, result.readiness.low) == _points("0", "100", "0")


def test_not_known_everywhere_is_a_range(published: Published) -> None:
    answers = {fact.key: UNKNOWN for fact in published.facts}
    result = score(published.checklist.form, Inputs(answers=answers, profile=COUNTY, as_of=TODAY, not_applicable={}))
    assert (result.duty.low, result.duty.high) == _points("0", "100")


def test_the_county_that_has_begun(published: Published) -> None:
    result = _scored(published, "county")
    duty = result.duty
    assert (duty.final, duty.low, duty.high) == _points("49.5", "49.5", "52.6")
    assert (result.readiness.low, result.grade.effective) == (Decimal("3.1"), "D")


def test_the_citys_targets_are_not_each_countys(published: Published) -> None:
    county = _scored(published, "city", profile=COUNTY)
    city = _scored(published, "city")
    assert {item.key for item in county.items if item.status == "not_applicable"} == CITY_ONLY
    assert not [item.key for item in city.items if item.status == "not_applicable"]
    assert county.duty.final == 100


def test_a_county_is_asked_nothing_of_the_citys(published: Published) -> None:
    form, facts = published.checklist.form, [fact.key for fact in published.facts]
    county = {fact for fact, state in asked(form, facts, {}, COUNTY, TODAY).items() if state == "ask"}
    assert not county & {"platforms.model", "gi.zones-provincial", "services.centre", "insurance.subsidy-paid"}
    assert {"disputes.authority-joined", "justice.transferred", "patents.filing-subsidies"} <= county


@pytest.mark.parametrize(
    ("joined", "on", "earned"),
    [("yes", "2021-12-31", "3"), ("yes", "2022-01-01", "1.8"), ("yes", "2023-06-01", "0.9"), ("no", None, "0")],
)
def test_joining_the_court_platform_late_earns_part(published: Published, joined: str, on: str, earned: str) -> None:
    changes = {"disputes.authority-joined": joined}
    if on:
        changes["disputes.authority-joined-on"] = on
    assert item_of(_scored(published, "city", changes), "authority-on-platform").earned == Decimal(earned)


def test_a_body_founded_after_the_date_loses_nothing(published: Published) -> None:
    row = {"body": "甲", "kind": "people", "founded": "2023-01-01", "joined": "2023-02-01", "cases": 0, "agreements": 0}
    late = {**row, "founded": "2021-01-01"}
    empty: list[object] = []
    for rows, earned in (([row], 2), ([late], 1), (empty, 0)):
        assert item_of(_scored(published, "city", {"disputes.bodies": rows}), "bodies-on-platform").earned == earned


def test_two_platforms_are_the_target_and_one_is_half(published: Published) -> None:
    one = _scored(published, "city", {"platforms.model": 1})
    late = _scored(published, "city", {"platforms.model-on": "2023-01-01"})
    assert (item_of(one, "model-platforms").earned, item_of(one, "model-platforms-in-time").earned) == _points("1", "0")
    assert (item_of(late, "model-platforms").earned, item_of(late, "model-platforms-in-time").earned) == _points(
        "2", "0"
    )


def test_one_zone_is_enough_and_a_missing_one_no_breach(published: Published) -> None:
    none = _scored(published, "city", {"gi.zones-provincial": 0, "gi.zones-national": 0})
    one = _scored(published, "city", {"gi.zones-provincial": 1})
    assert none.duty.final == 100
    assert (item_of(none, "gi-zones").earned, item_of(one, "gi-zones").earned) == _points("0", "6")


def test_an_application_in_the_next_year_is_half(published: Published) -> None:
    late = _scored(published, "city", {"services.centre": "running", "services.centre-applied-on": "2022-03-01"})
    none = _scored(published, "city", {"services.centre": "served"})
    assert (item_of(late, "centre-applied").earned, item_of(none, "centre-applied").earned) == _points("1.5", "0")


def test_rates_without_cases_leave_the_sums(published: Published) -> None:
    nothing = {"numerator": 0, "denominator": 0}
    result = _scored(published, "city", {"justice.transferred": nothing, "insurance.subsidy-paid": nothing})
    assert (item_of(result, "transfers").status, item_of(result, "subsidy-paid").status) == ("no_cases", "no_cases")
    assert result.duty.final == 100


def test_an_area_without_indications_is_not_asked_about_them(published: Published) -> None:
    result = _scored(published, "county", {"gi.has-protected": "no"})
    without = {"gi-campaigns", "gi-users", "gi-tracing"}
    assert {item_of(result, key).status for key in without} == {"not_applicable"}
    assert item_of(result, "seed-campaigns").status == "scored"
    assert item_of(_scored(published, "city", {"gi.has-protected": "no"}), "gi-campaigns").status == "scored"


def test_asking_counties_is_labelled_as_inferred(published: Published) -> None:
    joining = {"authority-on-platform", "bodies-on-platform", "mediators-on-platform", "mediators-in-time"}
    for item in published.checklist.form.items():
        if item.key in CITY_ONLY:
            continue
        assert item.notes is not None
        if item.key in joining:
            assert (item.basis, "没有写级别" in item.notes.ours.zh) == ("stated", True), item.key
        elif item.key == "filing-subsidies":
            assert (item.basis, "各级" in item.notes.says.zh) == ("stated", True)
        else:
            assert (item.basis, "问县区单位是推导" in item.notes.ours.zh) == ("derived", True), item.key


@pytest.mark.parametrize(
    ("listed", "profile", "status"),
    [
        ("none", CITY, "scored"), ("screening", CITY, "scored"), ("empty", CITY, "not_applicable"),
        ("none", COUNTY, "not_applicable"), ("kept", COUNTY, "scored"),
    ],
)  # fmt: skip
def test_a_city_without_a_list_of_markets_does_not_escape(
    published: Published, listed: str, profile: Profile, status: str
) -> None:
    nothing = {"numerator": 0, "denominator": 0}
    changes = {"markets.office-list": listed, "markets.inspected": nothing, "markets.with-complaints": nothing}
    result = _scored(published, "city", changes, profile=profile)
    for key in ("market-inspections", "market-operators"):
        assert item_of(result, key).status == status, key
        assert item_of(result, key).earned == 0, key


def test_mediators_of_bodies_founded_later_are_not_late(published: Published) -> None:
    row = {"body": "甲", "kind": "people", "founded": "2023-01-01", "joined": "2023-02-01", "cases": 0, "agreements": 0}
    late = {"disputes.mediators-joined-on": "2023-02-01"}
    new = _scored(published, "city", {**late, "disputes.bodies": [row]})
    old = _scored(published, "city", {**late, "disputes.bodies": [{**row, "founded": "2021-01-01"}]})
    assert (item_of(new, "mediators-in-time").status, item_of(old, "mediators-in-time").earned) == (
        "not_applicable",
        Decimal("0.3"),
    )


@pytest.mark.parametrize("profile", [CITY, COUNTY])
def test_an_area_without_mediation_is_asked_nothing_of_it(published: Published, profile: Profile) -> None:
    nobody = {"numerator": 0, "denominator": 0}
    none = {"disputes.has-bodies": "no", "disputes.bodies": [], "disputes.mediators-joined": nobody}
    result = _scored(published, "city", none, profile=profile)
    keys = ("bodies-on-platform", "mediators-on-platform", "mediators-in-time")
    assert {item_of(result, key).status for key in keys} == {"not_applicable", "no_cases"}
    assert result.duty.high == result.duty.low


def test_an_office_without_a_list_knows_that_it_reviewed_none(published: Published) -> None:
    result = _scored(published, "city", {"markets.office-list": "none"})
    assert item_of(result, "market-list").outcome == "none"


def test_what_the_text_leaves_open_is_not_asked_in_full(published: Published) -> None:
    changes = {
        "overseas.office-mechanism": "set-up",
        "finance.operation-centre": "planned",
        "finance.ip-funds-this": "10100000",
        "services.platform-counties": {"numerator": 6, "denominator": 12},
    }
    result = _scored(published, "city", changes)
    assert (result.duty.final, result.readiness.final) == _points("100", "100")


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    for section in published.checklist.form.sections:
        for group in section.groups:
            assert len({fact for item in group.items for fact in item.reads}) <= 8, group.key


def test_what_lies_in_the_past_is_called_irreversible(published: Published) -> None:
    marked = {
        (item.key, outcome)
        for item in published.checklist.form.items()
        for outcome, advice in item.advice.items()
        if advice.irreversible
    }
    assert marked == {
        ("authority-on-platform", "partial"),
        ("mediators-in-time", "none"),
        ("mediators-in-time", "partial"),
        ("centre-applied", "partial"),
        ("model-platforms-in-time", "none"),
        ("gi-zones-in-time", "none"),
    }
