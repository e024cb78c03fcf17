"""Luoyang is known from a news summary only: what it shows is there, what it hides is said, and nothing is added."""

from decimal import Decimal

import pytest

from assess.checklists.definition import Measure, Published
from assess.checklists.loader import SHIPPED, load_published
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.profile import Profile
from tests.checklists.measures import AUDIENCES, TODAY, item_of, items_of, scored

MEASURE = "luoyang-2021"
SHOWN = ["1-1", "1-2", "1-3", "1-4", "2-1", "2-2", "2-3", "2-4", "3-1", "3-2", "3-3", "4-1", "4-2", "4-3"]
SOFT = {
    "ip-review",
    "association",
    "appraisal-services",
    "exchange",
    "overseas-survey",
    "platform-complaints",
    "protection-centre",
    "volunteers",
    "regulations-revised",
    "reviews-supported",
    "associations",
    "aid-measures",
    "exchanges",
    "association-risk",
    "funds-growth",
    "infringement-appraisal",
    "tcm-protection",
}
CITY_ONLY = {
    "protection-policies",
    "regulations-revised",
    "key-objects",
    "review-system",
    "infringement-experts",
    "infringement-appraisal",
    "mediation-committee",
    "fostering-projects",
    "zones",
    "aid-measures",
    "protection-centre",
    "operations-platform",
    "protection-zone",
}


def test_what_the_summary_does_not_say_stays_unsaid(measure: Measure) -> None:
    assert measure.document_number is None
    assert measure.issuers == ()
    assert (measure.issued.date[:4], measure.issued.precision) == ("2021", "year")
    assert (measure.source.kind, measure.region, measure.validity.status) == ("news-summary", "410300", "unknown")


def test_the_source_note_tells_the_news_date_from_the_date_of_issue(measure: Measure) -> None:
    note = measure.source.note.zh
    assert "11月22日是记者得知的日子，不是印发日期" in note
    assert "2021年12月1日" in note
    assert "不是原文件的条号" in note


def test_fourteen_works_have_a_heading_and_six_are_named_as_unseen(measure: Measure) -> None:
    assert [clause.id for clause in measure.clauses] == [*SHOWN, "5-p1", "5-p2", "6"]
    assert len(SHOWN) == 14
    complete = measure.source.completeness.zh
    for figure in ("6大任务", "20项重点工作", "36项具体措施", "14项", "其余6项没有标题"):
        assert figure in complete


def test_the_summary_has_no_dates_and_no_figures_and_one_pair_of_governments(measure: Measure) -> None:
    assert [clause.id for clause in measure.clauses if clause.deadlines or clause.numbers] == []
    named = [(clause.id, part.name.zh, part.role) for clause in measure.clauses for part in clause.departments]
    assert named == [("5-p2", "市、县两级政府", "listed")]
    assert measure.corrections == ()


def test_every_gist_is_complete_and_of_readable_length(measure: Measure) -> None:
    assert all(60 <= len(clause.gist.zh) <= 200 for clause in measure.clauses)


def test_it_is_silent_on_list_names_updates_rewards_limits_and_insurance(measure: Measure) -> None:
    silent = {stance.point for stance in measure.stances if not stance.clauses}
    assert silent == {
        "credit.name",
        "credit.update",
        "credit.reward",
        "disputes.limits",
        "insurance.products",
        "insurance.addressee",
        "insurance.money",
        "insurance.rule",
    }
    assert {stance.says.zh for stance in measure.stances if not stance.clauses} == {"文本没有提到。"}
    assert len(measure.stances) == 16


def test_confirmation_covers_two_kinds_of_agreement(measure: Measure) -> None:
    says = {stance.point: stance for stance in measure.stances}
    assert says["disputes.confirmation"].clauses == ("3-3",)
    assert says["disputes.confirmation"].says.zh.startswith("行政调解协议和人民调解协议两种")
    assert "洛阳市知识产权纠纷人民调解委员会" in says["disputes.bodies"].says.zh


def test_both_dials_of_both_checklists_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100


def test_every_item_names_its_gap_its_task_and_what_is_ours(published: Published) -> None:
    for item in published.checklist.form.items():
        assert item.gap is not None, item.key
        assert len(item.gap.zh) <= 30, item.key
        assert item.notes is not None
        assert item.notes.says.zh.startswith("任务"), item.key
        assert item.notes.ours.zh, item.key
        assert item.themes, item.key


def test_every_clause_is_cited_or_passed_over_with_a_reason(enterprise: Published, district: Published) -> None:
    passed = {entry.clause for entry in enterprise.checklist.not_assessed}
    assert passed == {f"luoyang-2021/{clause}" for clause in ("1-1", "3-1", "4-2", "5-p2", "6")}
    cited = {clause for item in district.checklist.form.items() for clause in item.clauses}
    assert cited == {f"luoyang-2021/{clause}" for clause in (*SHOWN, "5-p1", "5-p2", "6")}


def test_what_is_only_encouraged_led_studied_or_applied_for_is_readiness(published: Published) -> None:
    soft = {key: item for key, item in items_of(published).items() if key in SOFT}
    assert len(soft) >= 6
    assert {item.purpose for item in soft.values()} == {"readiness"}
    assert {item.strength for item in soft.values()} <= {"encouraged", "exploratory"}


def test_every_duty_of_an_enterprise_is_inferred(enterprise: Published) -> None:
    duties = {key: item.basis for key, item in items_of(enterprise).items() if item.purpose == "duty"}
    assert set(duties.values()) == {"derived"}
    assert len(duties) == 9


def test_guidance_of_platforms_is_readiness_and_pressing_for_copyright_a_duty(enterprise: Published) -> None:
    items = items_of(enterprise)
    assert items["platform-complaints"].purpose == "readiness"
    assert items["platform-copyright"].purpose == "duty"


def test_no_question_is_about_insurance_black_lists_or_rewards(published: Published) -> None:
    keys = {fact.key for fact in published.facts}
    assert not {key for key in keys if key.startswith("insurance.")}
    assert not keys & {"credit.black-list", "credit.red-list", "credit.rewards", "credit.lists-kept"}


def test_no_item_has_a_deadline_or_a_programme(published: Published) -> None:
    items = published.checklist.form.items()
    assert [item.key for item in items if item.deadline or item.programme] == []


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    for section in published.checklist.form.sections:
        for group in section.groups:
            assert len({fact for item in group.items for fact in item.reads}) <= 8, group.key


@pytest.mark.parametrize(
    ("audience", "name", "figures", "grade"),
    [
        ("enterprise", "model", ("100.0", "100.0", "100.0", "100.0"), "A"),
        ("enterprise", "website", ("54.0", "54.0", "64.5", "39.5"), "D"),
        ("district", "city", ("100.0", "100.0", "100.0", "100.0"), "A"),
        ("district", "county", ("43.6", "43.6", "51.0", "15.2"), "D"),
    ],
)
def test_the_example_organisations(audience: str, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(load_published(SHIPPED, f"luoyang-2021/{audience}", "1.0.0")[0], name)
    duty = result.duty
    assert (duty.final, duty.low, duty.high, result.readiness.final) == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_answered_is_nothing_in_the_low_column_and_everything_in_the_high(audience: str) -> None:
    published = load_published(SHIPPED, f"luoyang-2021/{audience}", "1.0.0")[0]
    profile = Profile(kind="enterprise" if audience == "enterprise" else "district", region="410300", size="small")
    inputs = Inputs(answers={}, profile=profile, as_of=TODAY, not_applicable={})
    duty = score(published.checklist.form, inputs).duty
    assert duty.low == 0
    assert duty.high == 100


def test_a_city_task_is_not_asked_of_a_district(district: Published) -> None:
    result = scored(district, "county")
    assert {item.key for item in result.items if item.status == "not_applicable"} >= CITY_ONLY
    city = scored(district, "city")
    assert {item.key for item in city.items if item.status == "not_applicable"} == set()


def test_a_conviction_forces_the_lowest_grade_and_a_list_entry_does_not(enterprise: Published) -> None:
    convicted = scored(enterprise, "model", {"compliance.crime-found": "yes"})
    assert (convicted.grade.computed, convicted.grade.effective) == ("B", "D")
    assert convicted.grade.forced_by == ("no-ip-crime",)
    listed = scored(enterprise, "model", {"credit.serious-list": "yes"})
    assert listed.grade.forced_by == ()
    assert item_of(listed, "serious-dishonesty").earned == 0


def test_papers_on_the_source_of_goods_are_readiness_and_the_printing_of_a_mark_is_not_asked(
    enterprise: Published,
) -> None:
    assert items_of(enterprise)["lawful-source"].purpose == "readiness"
    keys = {fact.key for fact in enterprise.facts}
    assert not keys & {"gi.mark-form", "credit.file", "compliance.copyright-licensed"}


def test_punitive_damages_are_named_where_they_cost_points(enterprise: Published) -> None:
    found = {
        "compliance.infringement-found": "yes",
        "compliance.infringement-stopped": "yes",
        "compliance.obligations-performed": "yes",
        "compliance.punitive-damages": "yes",
    }
    assert item_of(scored(enterprise, "model", found), "infringement-mended").earned == 6
    gap = items_of(enterprise)["infringement-mended"].gap
    assert gap is not None
    assert "惩罚性赔偿" in gap.zh


def test_trade_bodies_are_asked_what_the_text_supports(enterprise: Published) -> None:
    result = scored(enterprise, "model", {"overseas.association-risk": ["alerts", "help"]})
    assert item_of(result, "association-risk").earned == 1
    assert item_of(scored(enterprise, "website"), "association-risk").status == "not_applicable"


def test_unused_mediation_costs_nothing(enterprise: Published) -> None:
    suit = {"subject": "patent", "side": "respondent", "channel": "litigation", "body": "法院", "opened": "2026-01-05"}
    cases = [{**suit, "state": "open", "agreement": "no"}]
    assert item_of(scored(enterprise, "model", {"disputes.cases": cases}), "dispute-ledger").earned == 5


def test_an_agreement_nobody_thought_of_confirming_costs_its_part(enterprise: Published) -> None:
    case = {"subject": "patent", "side": "claimant", "channel": "mediation-body", "body": "甲", "opened": "2026-01-05"}
    cases = [{**case, "state": "closed", "agreement": "yes", "confirmation": "undecided"}]
    assert item_of(scored(enterprise, "model", {"disputes.cases": cases}), "dispute-ledger").earned == 3


def test_a_declined_offer_earns_as_much_as_a_used_one(enterprise: Published) -> None:
    declined = {"services.ip-review": "assessed", "overseas.portfolio": "assessed", "gi.potential": "assessed"}
    assert scored(enterprise, "model", declined).readiness.final == 100


def test_confirmation_of_one_kind_of_agreement_leaves_a_gap(district: Published) -> None:
    result = scored(district, "city", {"disputes.confirmation-kinds": ["people"]})
    assert item_of(result, "confirmation").earned == 3


def test_funds_are_a_duty_and_growth_year_by_year_is_not(district: Published) -> None:
    grown = scored(district, "city", {"governance.funds-this": "1010000"})
    assert [item_of(grown, key).earned for key in ("funds", "funds-growth")] == [3, 4]
    same = scored(district, "city", {"governance.funds-this": "1000000"})
    assert [item_of(same, key).earned for key in ("funds", "funds-growth")] == [3, 0]
    assert same.duty.final == 100
    nothing = scored(district, "city", {"governance.funds-this": "0"})
    assert item_of(nothing, "funds").earned == 0


def test_what_is_only_to_be_strengthened_is_no_duty(district: Published) -> None:
    weak = {"newfields.measures": ["none"], "enforcement.appraisal": "none", "disputes.capacity": ["none"]}
    result = scored(district, "city", weak)
    assert result.duty.final == 100
    assert result.readiness.final == 90  # 2 + 3 + 5 points


def test_a_system_that_is_issued_is_set_up(district: Published) -> None:
    assert item_of(scored(district, "city", {"services.review-rules": "issued"}), "review-system").earned == 3


def test_saying_there_is_no_zone_earns_nothing(district: Published) -> None:
    result = scored(district, "city", {"cooperation.zones": "no-zone"})
    assert item_of(result, "zones").status == "not_applicable"
    assert result.duty.applicable_points == 97


def test_kinds_of_agreement_without_any_mechanism_earn_nothing(district: Published) -> None:
    assert item_of(scored(district, "city", {"disputes.confirmation": "none"}), "confirmation").earned == 0
    assert item_of(scored(district, "city", {"disputes.confirmation": "practice"}), "confirmation").earned == 4


def test_revising_is_as_timely_as_having_assessed(district: Published) -> None:
    result = scored(district, "city", {"governance.legislation-review": "in-progress"})
    assert item_of(result, "regulations-revised").earned == 4


def test_what_the_measure_says_speaks_of_no_court_or_office_it_does_not_name(district: Published) -> None:
    for key in ("court-link", "linked-channels", "platform-guidance", "qualified-officers"):
        notes = items_of(district)[key].notes
        assert notes is not None
        assert "承担" not in notes.says.zh
        assert "不在本表评价" not in notes.says.zh


def test_a_district_without_exhibitions_or_crimes_is_not_judged_by_them(district: Published) -> None:
    none = {"numerator": 0, "denominator": 0}
    result = scored(district, "city", {"exhibitions.served": none, "justice.transferred": none})
    assert item_of(result, "exhibition-service").status == "no_cases"
    assert item_of(result, "crime-transfer").status == "no_cases"
    assert result.readiness.final == 100


def test_few_mediation_cases_cost_an_office_nothing(district: Published) -> None:
    body = {"body": "甲", "kind": "people", "founded": "2024-01-02", "mediators": "3"}
    rows = [{**body, "cases": "0", "agreements": "0", "confirmed": "0"}]
    result = scored(district, "city", {"disputes.bodies": rows})
    assert item_of(result, "mediation-ledger").earned == 5
