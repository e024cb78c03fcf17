"""Xi'an is known from a damaged text: each figure says how it was read, and a city's figure is asked of the city."""

from decimal import Decimal

import pytest

from assess.checklists.definition import Clause, ClauseNumber, Measure, Published
from assess.checklists.loader import SHIPPED, load_published
from assess.scoring.asked import asked
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.parse import parse
from assess.values.profile import Profile
from tests.checklists.measures import TODAY, item_of, items_of, scored

MEASURE = "xian-2024"
ROLES = frozenset(
    {
        "exporter",
        "ecommerce-seller",
        "market-operator",
        "market-tenant",
        "exhibition-organiser",
        "gi-user",
        "seed-business",
        "patent-agency",
    }
)
GATES = {
    "compliance.infringement-found": "yes",
    "patents.active": "yes",
    "trademarks.active": "yes",
    "goods.online-goods": "yes",
    "markets.watch-list": "yes",
    "exhibitions.part": ["domestic"],
    "disputes.had-cases": "yes",
    "overseas.destinations": ["belt-road"],
    "gi.has-protected": "yes",
    "disputes.has-bodies": "yes",
}
INDICATORS = [
    ("32", "at_least", "high"),
    ("3000", "at_least", "high"),
    ("240", "at_least", "medium"),
    ("300", "at_least", "high"),
    ("1400", "at_least", "medium"),
    ("95", "at_least", "high"),
    ("95", "at_least", "medium"),
    ("200", "at_least", "high"),
    ("85", "at_least", "high"),
]
EXPECTED = {
    "high-value-density",
    "aided-enterprises",
    "corps",
    "prefiled",
    "closing-rate",
    "civil-in-time",
    "aid-and-mediation",
    "satisfaction",
}
EXPLORATORY = {"rights-pack", "internet-plus", "fast-adjudication", "risk-classes"}


def _clause(measure: Measure, key: str) -> Clause:
    return next(clause for clause in measure.clauses if clause.id == key)


def _figures(numbers: tuple[ClauseNumber, ...]) -> list[tuple[str, str, str, str, str]]:
    return [(n.value, n.operator, n.reading, n.confidence, n.strength) for n in numbers]


def _asked(published: Published, region: str, roles: frozenset[str] = frozenset()) -> set[str]:
    keys = {fact.key for fact in published.facts}
    answers = {key: parse(published.fact(key), raw) for key, raw in GATES.items() if key in keys}
    profile = Profile(kind=published.checklist.audience, region=region, roles=roles, size="medium")
    states = asked(published.checklist.form, [fact.key for fact in published.facts], answers, profile, TODAY)
    return {fact for fact, state in states.items() if state == "ask"}


def test_the_document_is_number_61_of_5_august_2024(measure: Measure) -> None:
    assert measure.document_number == "市政办函〔2024〕61号"
    assert [issuer.zh for issuer in measure.issuers] == ["西安市人民政府办公厅"]
    assert (measure.issued.date, measure.issued.precision, measure.region) == ("2024-08-05", "day", "610100")
    assert (measure.source.kind, measure.validity.status) == ("ocr", "unknown")
    assert "三（六）的标题“维护知识产权”处中断" in measure.source.completeness.zh


def test_fifteen_actions_the_goals_the_indicators_and_a_cut_off_heading(measure: Measure) -> None:
    actions = [str(number) for number in range(1, 16)]
    assert [clause.id for clause in measure.clauses] == ["general", "goals", "indicators", *actions, "part-6"]
    assert _clause(measure, "3").locator.zh == "三（二）第3项"
    assert _clause(measure, "15").locator.zh == "三（五）第15项"


def test_the_visible_text_names_no_department_for_any_action(measure: Measure) -> None:
    assert [clause.id for clause in measure.clauses if clause.departments] == []
    assert "没有为任何一项措施写牵头或配合部门" in measure.source.completeness.zh


def test_the_nine_indicators_are_inferred_expectations_with_a_note_each(measure: Measure) -> None:
    numbers = _clause(measure, "indicators").numbers
    assert [(n.value, n.operator, n.confidence) for n in numbers] == INDICATORS
    assert {(n.reading, n.strength) for n in numbers} == {("inferred", "planned")}
    assert all(n.note and "文本作“" in n.note.zh for n in numbers)
    deadlines = _clause(measure, "indicators").deadlines
    assert [(d.date, d.precision, d.strength) for d in deadlines] == [("2025-12-31", "year", "planned")]


def test_the_figures_of_the_actions_are_read_as_the_text_has_them(measure: Measure) -> None:
    stated = {c.id: _figures(c.numbers) for c in measure.clauses if c.numbers and c.id not in {"indicators", "8"}}
    assert stated == {
        "2": [("1", "at_least", "stated", "high", "required")],
        "6": [("100", "above", "stated", "high", "required")],
        "7": [("1", "at_least", "inferred", "high", "required"), ("12", "equal", "stated", "high", "required")],
        "12": [("95", "above", "stated", "high", "required")],
        "14": [("240", "equal", "stated", "high", "required")],
    }


def test_the_detection_rate_is_shown_and_scored_nowhere(measure: Measure, district: Published) -> None:
    (rise,) = _clause(measure, "8").numbers
    assert (rise.value, rise.reading, rise.confidence) == ("10", "inferred", "low")
    assert rise.note
    assert "不计分" in rise.note.zh
    assert "不计分" in (items_of(district)["transfer-rules"].notes or pytest.fail("no notes")).says.zh


def test_recognition_errors_are_listed_with_how_sure_we_are(measure: Measure) -> None:
    read = {correction.seen: (correction.read, correction.confidence) for correction in measure.corrections}
    assert len(measure.corrections) == len(read) == 41
    assert all(len(seen) <= 20 for seen in read)
    assert read["总体耍求"] == ("总体要求", "high")
    assert read["周至独猴桃"] == ("周至猕猴桃", "high")
    assert read["西成新区"] == ("西咸新区", "high")
    assert read["侦告、眼务和防范"] == ("侦查、服务和防范", "low")
    assert {seen for seen, (_, sure) in read.items() if sure != "high"} == {
        "家22404",
        "家14006",
        "破案率提升10机强化",
        "侦告、眼务和防范",
        "侵犯假冒犯罪",
    }


def test_it_is_silent_on_updates_rewards_and_insurance(measure: Measure) -> None:
    silent = {stance.point for stance in measure.stances if not stance.clauses}
    assert silent == {
        "credit.update",
        "credit.reward",
        "insurance.products",
        "insurance.addressee",
        "insurance.money",
        "insurance.rule",
    }
    assert {stance.says.zh for stance in measure.stances if not stance.clauses} == {"文本没有提到。"}
    says = {stance.point: stance for stance in measure.stances}
    assert says["credit.name"].says.zh.startswith("重复侵权、故意侵权企业名录（第10项）")
    assert says["disputes.confirmation"].clauses == ("9",)


def test_nothing_is_asked_about_insurance_or_the_lists_the_text_does_not_name(enterprise: Published) -> None:
    keys = {fact.key for fact in enterprise.facts}
    assert [key for key in keys if key.startswith("insurance.")] == []
    absent = {"credit.serious-list", "credit.black-list", "credit.red-list", "compliance.sham-litigation"}
    assert not keys & absent
    assert not keys & {"trademarks.hoarded", "seeds.label", "compliance.punitive-damages"}


def test_both_dials_of_both_checklists_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100
    assert 4 <= len(sections) <= 8


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    for section in published.checklist.form.sections:
        assert 1 <= len(section.groups) <= 4
        for group in section.groups:
            assert len({fact for item in group.items for fact in item.reads}) <= 8, group.key


def test_every_item_has_its_gap_its_clause_and_both_voices(published: Published) -> None:
    for key, item in items_of(published).items():
        assert item.gap, key
        assert len(item.gap.zh) <= 30, key
        assert item.notes, key
        assert "第" in item.notes.says.zh, key
        assert item.notes.ours.zh, key


def test_explored_and_expected_things_are_never_duties(published: Published, district: Published) -> None:
    items = items_of(published)
    assert {key for key, item in items.items() if item.strength == "exploratory"} == EXPLORATORY & set(items)
    assert {item.purpose for item in items.values() if item.strength != "mandatory"} == {"readiness"}
    assert {items_of(district)[key].purpose for key in EXPECTED} == {"readiness"}


def test_every_duty_of_an_enterprise_is_our_inference(enterprise: Published) -> None:
    duties = [item for item in items_of(enterprise).values() if item.purpose == "duty"]
    assert len(duties) == 14
    assert {item.basis for item in duties} == {"derived"}
    assert [item.key for item in items_of(enterprise).values() if item.veto or item.deadline] == []


@pytest.mark.parametrize(
    ("audience", "name", "figures", "grade"),
    [
        ("enterprise", "model", ("100.0", "100.0", "100.0", "100.0"), "A"),
        ("enterprise", "maker", ("75.6", "75.6", "82.1", "62.2"), "C"),
        ("district", "city", ("100.0", "100.0", "100.0", "100.0"), "A"),
        ("district", "county", ("53.7", "53.7", "60.8", "38.7"), "D"),
    ],
)
def test_the_example_organisations(audience: str, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(load_published(SHIPPED, f"xian-2024/{audience}", "1.0.0")[0], name)
    duty = result.duty
    assert (duty.final, duty.low, duty.high, result.readiness.final) == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


def test_nothing_answered_scores_nothing_and_may_still_be_everything(published: Published) -> None:
    profile = Profile(kind=published.checklist.audience, region="610100", roles=ROLES, size="medium")
    inputs = Inputs(answers={}, profile=profile, as_of=TODAY, not_applicable={})
    result = score(published.checklist.form, inputs)
    assert [result.duty.low, result.duty.high, result.readiness.low] == [Decimal(0), Decimal(100), Decimal(0)]


def test_the_register_has_two_grounds_and_either_costs_the_points(enterprise: Published) -> None:
    assert item_of(scored(enterprise, "model"), "infringer-register").earned == 10
    for listed in (["repeated"], ["wilful"], ["repeated", "wilful"]):
        result = scored(enterprise, "model", {"credit.infringer-register": listed})
        assert item_of(result, "infringer-register").earned == 0
        assert result.grade.forced_by == ()


def test_repeated_and_wilful_are_asked_apart_and_only_after_a_finding(enterprise: Published) -> None:
    assert item_of(scored(enterprise, "model"), "no-repeat-no-wilful").status == "not_applicable"
    assert item_of(scored(enterprise, "maker"), "no-repeat-no-wilful").earned == 8
    assert item_of(scored(enterprise, "maker", {"compliance.wilful-found": "yes"}), "no-repeat-no-wilful").earned == 4


def test_what_lies_in_the_past_is_said_to_be_past(enterprise: Published) -> None:
    past = {key for key, item in items_of(enterprise).items() if item.advice["none"].irreversible}
    assert past == {
        "no-infringement",
        "no-ip-crime",
        "no-repeat-no-wilful",
        "no-malicious-litigation",
        "no-abnormal-filing",
        "honest-trademarks",
        "lawful-exports",
    }


def test_mediation_that_was_not_used_costs_nothing(enterprise: Published) -> None:
    case = {"subject": "patent", "side": "respondent", "channel": "litigation", "body": "法院", "opened": "2026-01-05"}
    changes = {
        "disputes.had-cases": "yes",
        "disputes.cases": [{**case, "state": "open", "agreement": "no"}],
        "disputes.reviewed": "yes",
    }
    result = scored(enterprise, "model", changes)
    assert item_of(result, "dispute-review").earned == 4
    assert item_of(result, "mediation-ready").earned == 8


def test_every_question_is_asked_of_somebody(published: Published) -> None:
    everywhere = [_asked(published, region, ROLES) for region in ("610100", "610114")]
    found = set().union(*everywhere, _asked(published, "610114", frozenset({"ecommerce-seller"})))
    assert found == {fact.key for fact in published.facts}


def test_the_citys_figures_are_not_asked_of_a_district(district: Published) -> None:
    city, county = _asked(district, "610100"), _asked(district, "610114")
    figures = {"enforcement.investigators", "services.prefiled", "people.corps", "enforcement.closed"}
    assert figures <= city
    assert not figures & county
    assert "disputes.committee" in county - city
    result = scored(district, "county")
    unasked = ("aid-stations", "investigators", "quarterly-meetings", "register-kept", *sorted(EXPECTED))
    assert {item_of(result, key).status for key in unasked} == {"not_applicable"}


def test_more_than_a_hundred_excludes_a_hundred(district: Published) -> None:
    earned = {
        number: item_of(scored(district, "city", {"enforcement.investigators": number}), "investigators").earned
        for number in ("101", "100", "79")
    }
    assert earned == {"101": 4, "100": 2, "79": 0}


def test_exactly_95_per_cent_meets_the_indicator_and_not_action_12(district: Published) -> None:
    exactly = {"numerator": 95, "denominator": 100}
    changes = {"justice.civil-in-time": exactly, "enforcement.closed": exactly}
    result = scored(district, "city", changes)
    assert item_of(result, "civil-in-time").earned == 0
    assert item_of(result, "closing-rate").earned == 3


def test_stations_and_meetings_count_in_proportion(district: Published) -> None:
    result = scored(district, "city", {"services.aid-stations": "120", "governance.joint-meetings": "1"})
    assert item_of(result, "aid-stations").earned == Decimal("2.5")
    assert item_of(result, "quarterly-meetings").earned == Decimal("0.75")
    assert items_of(district)["aid-stations"].purpose == "duty"


def test_missing_an_expectation_leaves_the_duties_alone(district: Published) -> None:
    poor = {"services.prefiled": "0", "people.corps": "0", "governance.satisfaction": "50"}
    result = scored(district, "city", poor)
    assert result.duty.final == 100
    assert result.readiness.final == Decimal("91.2")


def test_other_lists_do_not_stand_in_for_the_register(district: Published) -> None:
    earned = {
        kept: item_of(scored(district, "city", {"credit.lists-kept": [kept]}), "register-kept").earned
        for kept in ("repeated", "malicious", "black")
    }
    assert earned == {"repeated": 2, "malicious": 0, "black": 0}


def test_no_duty_is_escaped_by_counting_no_areas(district: Published) -> None:
    nothing = {"numerator": 0, "denominator": 0}
    result = scored(district, "city", {"enforcement.grid": nothing, "disputes.coverage": nothing})
    for key in ("grid", "committee-coverage"):
        assert item_of(result, key).status == "scored", key
        assert item_of(result, key).earned == 0, key


def test_a_district_without_a_committee_of_its_own_breaks_no_duty(district: Published) -> None:
    without = scored(district, "county", {"disputes.committee": "none"})
    assert (without.duty.final, without.readiness.final) == (Decimal("53.7"), Decimal("35.9"))


def test_only_the_register_itself_has_to_be_public(district: Published) -> None:
    for public, earned in {"all": 2, "empty": 2, "some": 1, "none": 0, "no-list": 0}.items():
        result = scored(district, "city", {"credit.infringers-public": public})
        assert item_of(result, "register-public").earned == earned, public


def test_one_exhibition_served_is_enough_and_without_a_survey_there_is_no_result(district: Published) -> None:
    changes = {"exhibitions.served": {"numerator": 1, "denominator": 300}, "governance.satisfaction-survey": "no"}
    result = scored(district, "city", changes)
    assert item_of(result, "exhibitions").earned == 2
    assert item_of(result, "satisfaction").high == 0


def test_the_courts_rate_sets_no_date_to_the_government(district: Published) -> None:
    assert {key for key, item in items_of(district).items() if item.deadline} == EXPECTED - {"civil-in-time"}
