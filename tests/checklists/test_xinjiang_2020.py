"""Xinjiang's measure names no figures and hardly an office: nothing may be added to what its points say."""

from decimal import Decimal

import pytest

from assess.checklists.definition import Measure, Published
from assess.scoring.asked import asked
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.parse import parse
from assess.values.profile import Profile
from tests.checklists.measures import TODAY, item_of, items_of, scored

MEASURE = "xinjiang-2020"
ENTERPRISES = ("exporter", "orchard")
SILENT = {"credit.reward", "disputes.limits", "insurance.money", "insurance.rule"}
REGION_ONLY = {
    "performance",
    "survey",
    "notices",
    "supervised",
    "legislation",
    "talent-rules",
    "alliance",
    "exchanges",
    "heritage-list",
    "public-platform",
    "region-awards",
    "status-report",
}
PLACES_ONLY = {"meetings", "supporting-measures", "task-list", "survey-known"}
NOT_COUNTIES = {"black-list", "list-public", "list-updated", "protection-centre", "online-copyright"}
GATES = {
    "patents.active": "yes",
    "patents.abnormal-notice": "yes",
    "trademarks.active": "yes",
    "compliance.infringement-found": "yes",
    "disputes.had-cases": "yes",
    "goods.belt-road-kinds": ["clothing"],
    "exhibitions.part": ["domestic"],
}


def test_the_document_has_a_number_but_no_day_of_issue(measure: Measure) -> None:
    assert measure.document_number == "新党办发〔2020〕20号"
    assert (measure.issued.date[:4], measure.issued.precision, measure.region) == ("2020", "year", "650000")
    assert [issuer.zh for issuer in measure.issuers] == ["自治区党委办公厅", "自治区人民政府办公厅"]
    assert "2020年9月15日" in measure.source.note.zh
    assert measure.validity.status == "unknown"


def test_the_overall_requirements_and_twenty_two_points_are_there(measure: Measure) -> None:
    assert [clause.id for clause in measure.clauses] == ["overall", "goals", *map(str, range(1, 23))]
    assert [clause.locator.zh for clause in measure.clauses][2::10] == ["第（一）点", "第（十一）点", "第（二十一）点"]
    assert all(clause.gist.en for clause in measure.clauses)


def test_the_goals_have_dates_without_force_and_there_is_no_figure(measure: Measure) -> None:
    dates = [(c.id, d.date, d.precision, d.strength) for c in measure.clauses for d in c.deadlines]
    assert dates == [("goals", "2022-12-31", "year", "strive"), ("goals", "2025-12-31", "year", "planned")]
    assert [number for clause in measure.clauses for number in clause.numbers] == []


def test_only_the_regions_market_regulator_is_named_with_a_task(measure: Measure) -> None:
    named = [(clause.id, part.name.zh, part.role) for clause in measure.clauses for part in clause.departments]
    assert named == [("18", "自治区市场监管局", "listed"), ("21", "自治区市场监管局", "listed")]


def test_the_black_list_is_what_point_three_makes_it(measure: Measure) -> None:
    says = {stance.point: stance for stance in measure.stances}
    credit = [says[f"credit.{point}"] for point in ("name", "trigger", "publication", "update", "effect")]
    assert {stance.clauses for stance in credit} == {("3",)}
    words = ("诚信档案“黑名单”", "重复侵权、恶意侵权", "向社会公开", "动态更新", "联合惩戒")
    assert all(word in stance.says.zh for word, stance in zip(words, credit, strict=True))
    assert not any("故意" in stance.says.zh for stance in measure.stances)


def test_insurers_are_addressed_and_no_money_is_promised(measure: Measure) -> None:
    says = {stance.point: stance for stance in measure.stances}
    assert len(says) == 16
    assert {point for point, stance in says.items() if not stance.clauses} == SILENT
    assert {says[point].says.zh for point in SILENT} == {"文本没有提到。"}
    assert "鼓励的是保险机构" in says["insurance.addressee"].says.zh
    products = ("海外侵权责任险", "专利执行险", "专利被侵权损失险")
    assert all(product in says["insurance.products"].says.zh for product in products)


def test_confirmation_stands_in_point_three_and_online_docking_nowhere(measure: Measure) -> None:
    says = {stance.point: stance for stance in measure.stances}
    assert says["disputes.confirmation"].clauses == ("3",)
    assert says["disputes.bodies"].clauses == ("3", "6", "11")
    assert "没有提到在线诉调对接" in says["disputes.online"].says.zh


def test_every_item_names_its_point_and_reads_as_a_gap(published: Published) -> None:
    for item in published.checklist.form.items():
        assert item.notes is not None
        assert "第（" in item.notes.says.zh, item.key
        assert item.notes.ours.zh, item.key
        assert item.gap is not None, item.key
        assert len(item.gap.zh) <= 30, item.key
        assert item.deadline is None, f"{item.key}: the measure sets nobody a date"


def test_both_dials_of_both_checklists_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    for section in published.checklist.form.sections:
        assert len(section.groups) <= 4
        for group in section.groups:
            assert len({fact for item in group.items for fact in item.reads}) <= 8, group.key


def test_every_duty_of_an_enterprise_is_inferred_and_labelled_so(enterprise: Published) -> None:
    duties = [item for item in items_of(enterprise).values() if item.purpose == "duty"]
    assert {(item.strength, item.basis) for item in duties} == {("mandatory", "derived")}
    assert len(duties) == 15


def test_what_is_encouraged_or_explored_is_never_a_duty(published: Published) -> None:
    for item in published.checklist.form.items():
        assert (item.purpose == "duty") == (item.strength == "mandatory"), item.key


def test_foreign_related_points_make_no_duties(published: Published) -> None:
    abroad = {f"xinjiang-2020/{clause}" for clause in ("12", "13", "14")}
    cited = [item for item in published.checklist.form.items() if abroad & set(item.clauses)]
    assert cited
    assert {item.purpose for item in cited} == {"readiness"}
    assert {item.programme for item in published.checklist.form.items()} == {None}


def test_being_insured_and_having_decided_against_it_earn_the_same(enterprise: Published) -> None:
    assert item_of(scored(enterprise, "exporter"), "overseas-cover").earned == 3
    insured = {"insurance.overseas-cover": "yes", "insurance.overseas-assessed": "no"}
    assert item_of(scored(enterprise, "exporter", insured), "overseas-cover").earned == 3
    neither = {"insurance.overseas-assessed": "no"}
    uninsured = scored(enterprise, "exporter", neither)
    assert item_of(uninsured, "overseas-cover").earned == 0
    assert uninsured.duty == scored(enterprise, "exporter").duty


def test_screening_and_joint_education_are_readiness(enterprise: Published) -> None:
    items = items_of(enterprise)
    assert {items[key].purpose for key in ("agency-screening", "joint-education", "report-reward")} == {"readiness"}
    assert items["agency-conduct"].reads == ("agency.penalised",)


def test_the_black_list_forces_the_lowest_grade_beside_the_computed_one(enterprise: Published) -> None:
    result = scored(enterprise, "orchard", {"credit.black-list": "yes"})
    assert (result.grade.computed, result.grade.effective) == ("C", "D")
    assert result.grade.forced_by == ("black-list",)
    assert result.duty.final == Decimal("72.0")


def test_malicious_and_repeated_are_charged_apart_and_neither_fills_the_other(enterprise: Published) -> None:
    once = scored(enterprise, "exporter", {"compliance.repeated-infringement": "no"})
    assert item_of(once, "no-repeat-malice").earned == 8
    assert item_of(scored(enterprise, "exporter"), "no-repeat-malice").earned == 4
    both = scored(enterprise, "exporter", {"compliance.malicious-infringement": "yes"})
    assert item_of(both, "no-repeat-malice").earned == 0


def test_mediation_that_was_not_used_costs_nothing(enterprise: Published) -> None:
    exporter = scored(enterprise, "exporter")
    assert item_of(exporter, "dispute-ledger").earned == 4
    assert item_of(scored(enterprise, "exporter", {"disputes.cases": []}), "dispute-ledger").earned == 2
    assert "disputes" not in {
        theme
        for item in items_of(enterprise).values()
        if item.purpose == "duty"
        for theme in item.themes
        if item.key != "honest-litigation"
    }


@pytest.mark.parametrize(
    ("name", "figures", "grade"),
    [("exporter", ("68.8", "68.8", "68.8", "40.4"), "C"), ("orchard", ("100.0", "100.0", "100.0", "100.0"), "A")],
)
def test_the_example_enterprises(enterprise: Published, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(enterprise, name)
    found = (result.duty.final, result.duty.low, result.duty.high, result.readiness.final)
    assert found == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


@pytest.mark.parametrize(
    ("name", "figures", "grade"),
    [
        ("region", ("100.0", "100.0", "100.0"), "A"),
        ("prefecture", ("100.0", "100.0", "100.0"), "A"),
        ("county", ("50.3", "19.4", "26.5"), "D"),
    ],
)
def test_the_example_areas(district: Published, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(district, name)
    assert (result.duty.final, result.readiness.low, result.readiness.high) == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


def _applicable(district: Published, name: str) -> set[str]:
    return {item.key for item in scored(district, name).items if item.status != "not_applicable"}


def test_what_the_region_does_is_asked_of_the_region_only(district: Published) -> None:
    region, prefecture, county = (_applicable(district, name) for name in ("region", "prefecture", "county"))
    assert region >= REGION_ONLY
    assert not REGION_ONLY & (prefecture | county)
    assert prefecture & county >= PLACES_ONLY
    assert not PLACES_ONLY & region
    assert prefecture & region >= NOT_COUNTIES
    assert not NOT_COUNTIES & county


def test_only_points_sixteen_to_twenty_two_and_named_matters_are_stated_duties(district: Published) -> None:
    stated = [item for item in items_of(district).values() if item.purpose == "duty" and item.basis == "stated"]
    late = {f"xinjiang-2020/{number}" for number in range(16, 23)}
    assert {item.key for item in stated if not late & set(item.clauses)} == {"heritage-list"}


def test_a_duty_without_cases_is_left_out_not_failed(district: Published) -> None:
    county = scored(district, "county")
    for key in ("abnormal-filings", "bad-faith-marks", "agency-leads", "transferred", "platform-entered"):
        assert item_of(county, key).status == "no_cases", key


def test_no_corps_unit_nearby_leaves_joint_enforcement_out(district: Published) -> None:
    alone = scored(district, "county", {"cooperation.parallel-areas": "no-area"})
    assert item_of(alone, "corps").status == "not_applicable"
    assert item_of(alone, "corps-action").status == "not_applicable"


def test_the_region_cannot_claim_to_have_no_corps(district: Published) -> None:
    alone = scored(district, "region", {"cooperation.parallel-areas": "no-area"})
    assert (item_of(alone, "corps").status, item_of(alone, "corps").earned) == ("scored", Decimal(0))


def test_actively_enforcing_with_the_corps_is_no_duty(district: Published) -> None:
    county = scored(district, "county")
    assert (item_of(county, "corps").earned, item_of(county, "corps-action").earned) == (Decimal(1), Decimal(0))
    assert items_of(district)["corps-action"].purpose == "readiness"


def test_another_list_never_stands_for_the_black_list(district: Published) -> None:
    red = scored(district, "prefecture", {"credit.lists-kept": ["red"]})
    for key in ("black-list", "list-public", "list-updated"):
        assert item_of(red, key).earned == 0, key
    some = scored(district, "prefecture", {"credit.list-public": "some"})
    assert item_of(some, "list-public").earned == Decimal("1.5")


def test_adjudication_is_not_in_the_text_and_earns_nothing(district: Published) -> None:
    assert item_of(scored(district, "prefecture", {"disputes.linked": ["adjudication"]}), "wider-links").earned == 0


def test_a_guide_from_above_serves_as_well_as_ones_own(district: Published) -> None:
    assert item_of(scored(district, "prefecture"), "platform-guide").earned == 1
    draft = scored(district, "prefecture", {"justice.platform-guide": "draft"})
    assert item_of(draft, "platform-guide").earned == Decimal("0.4")


def test_one_kind_of_key_goods_earns_more_than_half(district: Published) -> None:
    assert item_of(scored(district, "county"), "key-goods").earned == Decimal("1.25")
    other = scored(district, "county", {"enforcement.key-goods": ["farm"]})
    assert item_of(other, "key-goods").earned == 0


def test_a_list_that_was_not_updated_for_a_year_loses_that_part_only(district: Published) -> None:
    old = scored(district, "prefecture", {"credit.list-updated-on": "2025-11-01"})
    assert item_of(old, "list-updated").earned == 1
    assert item_of(old, "list-public").earned == 3


@pytest.mark.parametrize("region", ["650000", "653100", "652922"])
def test_saying_nothing_earns_nothing_and_leaves_everything_open(district: Published, region: str) -> None:
    profile = Profile(kind="district", region=region)
    result = score(district.checklist.form, Inputs(answers={}, profile=profile, as_of=TODAY, not_applicable={}))
    assert (result.duty.low, result.duty.high) == (Decimal(0), Decimal(100))
    assert (result.readiness.low, result.readiness.high) == (Decimal(0), Decimal(100))


def test_not_knowing_gives_a_range(enterprise: Published) -> None:
    result = scored(enterprise, "orchard", {"compliance.copyright-licensed": {"unknown": True}})
    assert (result.duty.low, result.duty.high, result.duty.final) == (Decimal(90), Decimal(100), Decimal(90))


def test_every_question_is_asked_of_some_enterprise(enterprise: Published) -> None:
    answers = {key: parse(enterprise.fact(key), raw) for key, raw in GATES.items()}
    form, facts = enterprise.checklist.form, [fact.key for fact in enterprise.facts]
    roles = frozenset(role.key for role in enterprise.roles)
    profile = Profile(kind="enterprise", region="650100", roles=roles, size="medium")
    found = {fact for fact, state in asked(form, facts, answers, profile, TODAY).items() if state == "ask"}
    assert found == set(facts)


def test_every_question_is_asked_of_some_area(district: Published) -> None:
    answers = {"disputes.has-bodies": parse(district.fact("disputes.has-bodies"), "yes")}
    form, facts = district.checklist.form, [fact.key for fact in district.facts]
    found: set[str] = set()
    for region in ("650000", "653100"):
        state = asked(form, facts, answers, Profile(kind="district", region=region), TODAY)
        found |= {fact for fact, how in state.items() if how == "ask"}
    assert found == set(facts)


def test_goals_and_guiding_thought_are_shown_and_not_scored(published: Published) -> None:
    left_out = {entry.clause for entry in published.checklist.not_assessed}
    assert {"xinjiang-2020/overall", "xinjiang-2020/goals"} <= left_out
    cited = {clause for item in published.checklist.form.items() for clause in item.clauses}
    assert not left_out & cited
    assert left_out | cited == {f"xinjiang-2020/{clause.id}" for clause in published.measure.clauses}
