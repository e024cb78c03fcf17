"""The Linyi checklist says what its clauses say: facts of the document, and promises about its scores."""

from decimal import Decimal

import pytest

from assess.checklists.definition import Measure, Published
from assess.checklists.loader import SHIPPED, check, load_published
from assess.scoring.asked import asked
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.model import Answers
from assess.values.parse import parse
from assess.values.profile import Profile
from tests.checklists.measures import TODAY, file_of, item_of, items_of, scored

MEASURE = "linyi-2021"
GATES = {
    "patents.active": "yes",
    "patents.abnormal-notice": "yes",
    "trademarks.active": "yes",
    "trademarks.collective-use": "yes",
    "compliance.infringement-found": "yes",
    "credit.planned-uses": ["awards"],
    "disputes.had-cases": "yes",
    "goods.online-goods": "yes",
    "exhibitions.part": ["abroad"],
    "markets.watch-list": "yes",
    "overseas.destinations": ["rcep"],
    "insurance.overseas-cover": "yes",
    "agency.patent-service": "yes",
    "finance.need": "yes",
}


@pytest.fixture(scope="module")
def published() -> Published:
    return load_published(SHIPPED, "linyi-2021/enterprise", "1.0.0")[0]


def test_lint_has_nothing_to_say() -> None:
    assert check(SHIPPED) == []


def test_the_document_is_the_one_of_17_november_2021(measure: Measure) -> None:
    assert measure.document_number == "临市监知保字〔2021〕194号"
    assert (measure.issued.date, measure.issued.precision, measure.region) == ("2021-11-17", "day", "371300")
    assert len(measure.issuers) == len({issuer.zh for issuer in measure.issuers}) == 17
    assert measure.validity.status == "unknown"


def test_all_twelve_clauses_have_a_gist_and_listed_departments(measure: Measure) -> None:
    assert [clause.id for clause in measure.clauses] == [str(number) for number in range(1, 13)]
    assert all(60 <= len(clause.gist.zh) <= 200 for clause in measure.clauses)
    assert {department.role for clause in measure.clauses for department in clause.departments} == {"listed"}
    counts = [len(clause.departments) for clause in measure.clauses]
    assert counts == [3, 4, 3, 6, 3, 1, 5, 3, 2, 2, 6, 3]
    assert "教育局" in [department.name.zh for department in measure.clauses[10].departments]


def test_deadlines_and_numbers_keep_their_strength(measure: Measure) -> None:
    dates = [(c.id, d.date, d.strength) for c in measure.clauses for d in c.deadlines]
    assert dates == [
        ("2", "2022-12-31", "strive"),
        ("4", "2021-12-31", "required"),
        ("4", "2021-12-31", "required"),
        ("5", "2022-12-31", "required"),
        ("8", "2022-12-31", "strive"),
    ]
    numbers = {(c.id, n.operator, n.value, n.upper, n.strength) for c in measure.clauses for n in c.numbers}
    assert numbers == {("5", "at_least", "2", None, "required"), ("8", "range", "1", "2", "strive")}


def test_every_item_says_what_the_measure_says_and_what_is_ours(published: Published) -> None:
    for item in published.checklist.form.items():
        assert item.notes is not None
        assert item.notes.says.zh, item.key
        assert item.notes.ours.en, item.key
        assert "第" in item.notes.says.zh, f"{item.key} names no clause"


def test_both_dials_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100


def test_only_the_offers_of_the_text_are_stated_duties(published: Published) -> None:
    stated = {item.key for item in items_of(published).values() if item.purpose == "duty" and item.basis == "stated"}
    assert stated == {"market-responsibility", "market-complaints"}


def test_no_clause_date_binds_an_enterprise(published: Published) -> None:
    assert [item.key for item in published.checklist.form.items() if item.deadline] == []


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    facts = [fact.key for fact in published.facts]
    for section in published.checklist.form.sections:
        for group in section.groups:
            read = {fact for item in group.items for fact in item.reads}
            assert len(read & set(facts)) <= 8, group.key


@pytest.mark.parametrize(
    ("name", "figures", "grade"),
    [
        ("exporter", ("66.7", "66.7", "75.9", "43.4"), "C"),
        ("platform", ("97.6", "97.6", "97.6", "96.5"), "A"),
        ("minimal", ("52.9", "52.9", "100.0", "0.0"), "D"),
    ],
)
def test_the_example_organisations(published: Published, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(published, file_of(published, name))
    duty = result.duty
    assert (duty.final, duty.low, duty.high, result.readiness.final) == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


def test_the_serious_list_forces_the_lowest_grade_beside_the_computed_one(published: Published) -> None:
    result = scored(published, file_of(published, "platform"), {"credit.serious-list": "yes"})
    assert (result.grade.computed, result.grade.effective) == ("C", "D")
    assert result.grade.forced_by == ("serious-list",)
    assert result.duty.final == Decimal("78.6")


def test_other_lists_force_nothing(published: Published) -> None:
    result = scored(published, file_of(published, "platform"), {"credit.black-list": "yes", "credit.red-list": "no"})
    assert result.grade.forced_by == ()
    assert item_of(result, "serious-list").earned == 8
    assert item_of(result, "black-list").earned == 0


def test_mediation_that_was_not_used_costs_nothing(published: Published) -> None:
    case = {"subject": "patent", "side": "respondent", "channel": "litigation", "body": "法院", "opened": "2026-01-05"}
    litigated = [{**case, "state": "open", "agreement": "no"}]
    answers = {"disputes.had-cases": "yes", "disputes.cases": litigated, "disputes.reviewed": "yes"}
    result = scored(published, file_of(published, "platform"), answers)
    assert item_of(result, "dispute-ledger").earned == 3
    assert item_of(result, "mediation-ready").earned == 4


def test_having_no_insurance_leaves_the_duties_alone(published: Published) -> None:
    file = file_of(published, "exporter")
    uninsured = scored(published, file, {"insurance.overseas-cover": "no"})
    assert uninsured.duty == scored(published, file).duty
    assert item_of(uninsured, "subsidy-file").status == "not_applicable"


def test_the_subsidy_file_counts_policies_in_force_only(published: Published) -> None:
    old = {"product": "overseas-liability", "insurer": "甲", "start": "2025-01-01", "end": "2025-12-31"}
    full = {"invoice": "yes", "payment_proof": "yes", "target_country": "越南", "belt_road": "yes"}
    row = {**old, **full, "high_value_patent": "no"}
    answers = {"insurance.policies": [row], "insurance.window-checked": "yes"}
    file = file_of(published, "exporter")
    assert item_of(scored(published, file, answers), "subsidy-file").earned == 1
    renewed = {**answers, "insurance.policies": [{**row, "end": "2026-11-22"}]}
    assert item_of(scored(published, file, renewed), "subsidy-file").earned == 6


def test_malicious_and_sham_litigation_are_charged_apart(published: Published) -> None:
    file = file_of(published, "platform")
    malicious = scored(published, file, {"compliance.malicious-litigation": "yes"})
    sham = scored(published, file, {"compliance.sham-litigation": "yes"})
    assert item_of(malicious, "honest-litigation").earned == 1
    assert item_of(sham, "honest-litigation").earned == 0


def test_a_part_counts_half_where_partly_is_offered(published: Published) -> None:
    partly = scored(published, file_of(published, "platform"), {"platforms.known": "partial"})
    assert item_of(partly, "platform-notices").earned == Decimal("3.5")
    assert item_of(partly, "rights-pack").earned == 1


def test_a_patent_agency_is_not_asked_whether_it_does_patent_agency(published: Published) -> None:
    agency = _asked(published, {}, frozenset({"patent-agency"}))
    assert "agency.patent-licence" in agency
    assert "agency.patent-service" not in agency
    assert "agency.patent-service" in _asked(published, {}, frozenset({"ecommerce-seller"}))


def test_nobody_without_rights_is_asked_for_the_papers_of_rights(published: Published) -> None:
    answers = {key: parse(published.fact(key), "no") for key in ("patents.active", "trademarks.active")}
    assert not {"disputes.rights-pack", "disputes.online-watch"} & _asked(published, answers, frozenset({"exporter"}))


def _asked(published: Published, answers: Answers, roles: frozenset[str]) -> set[str]:
    profile = Profile(kind="enterprise", region="371300", roles=roles, size="medium")
    form, facts = published.checklist.form, [fact.key for fact in published.facts]
    return {fact for fact, state in asked(form, facts, answers, profile, TODAY).items() if state == "ask"}


def test_every_question_is_asked_of_somebody(published: Published) -> None:
    answers = {key: parse(published.fact(key), raw) for key, raw in GATES.items()}
    single = [frozenset({role.key}) for role in published.roles]
    everybody = frozenset().union(*single)
    found = set().union(*(_asked(published, answers, roles) for roles in [everybody, *single]))
    assert found == {fact.key for fact in published.facts}


def test_a_seller_of_services_is_not_asked_about_suppliers(published: Published) -> None:
    answers = {"goods.online-goods": parse(published.fact("goods.online-goods"), "no")}
    asked_now = _asked(published, answers, frozenset({"ecommerce-seller"}))
    assert {key for key in asked_now if key.startswith("goods.")} == {"goods.online-goods"}


def test_every_role_brings_questions_of_its_own(published: Published) -> None:
    answers = {key: parse(published.fact(key), raw) for key, raw in GATES.items()}
    plain = _asked(published, answers, frozenset())
    for role in published.roles:
        assert _asked(published, answers, frozenset({role.key})) > plain, role.key


def test_an_enterprise_without_roles_can_still_be_graded(published: Published) -> None:
    honest = {
        "credit.serious-list": "no",
        "credit.black-list": "no",
        "compliance.infringement-found": "no",
        "compliance.copyright-licensed": "yes",
        "compliance.sham-litigation": "no",
        "compliance.malicious-litigation": "no",
        "patents.active": "no",
        "trademarks.active": "no",
        "trademarks.collective-use": "no",
    }
    answers = {key: parse(published.fact(key), raw) for key, raw in honest.items()}
    profile = Profile(kind="enterprise", region="371300", size="small")
    inputs = Inputs(answers=answers, profile=profile, as_of=TODAY, not_applicable={})
    result = score(published.checklist.form, inputs)
    assert (result.grade.state, result.grade.effective, result.duty.final) == ("graded", "A", Decimal(100))
