"""Xuhui's plan says who leads what, with hardly any figure: departments as printed, stages past, silence kept."""

from decimal import Decimal

import pytest

from assess.checklists.definition import Measure, Published
from assess.scoring.engine import score
from assess.scoring.inputs import Inputs
from assess.values.profile import Profile
from tests.checklists.measures import TODAY, item_of, items_of, scored

MEASURE = "xuhui-2023"
LEADS = {
    "1": "区知识产权局、公安分局、区文化旅游局",
    "2": "区法院、区检察院",
    "3": "区法院、区检察院、徐汇公证处",
    "4": "区知识产权局、区法院、区检察院、区文化旅游局",
    "5": "区知识产权局、区法院、区检察院、区文化旅游局",
    "6": "区法院、区检察院、公安分局、区知识产权局",
    "7": "区司法局、区知识产权局",
    "8": "区知识产权局",
    "9": "区法院",
    "10": "区司法局、区知识产权局",
    "11": "区知识产权局",
    "12": "区知识产权局",
    "13": "区知识产权局",
    "14": "区知识产权局",
    "15": "区知识产权局",
}
COOPERATING = {
    "1": "区委宣传部",
    "2": "公安分局、区知识产权局",
    "3": "公安分局、区知识产权局",
    "4": "区司法局、区委宣传部",
    "5": "公安分局、区委宣传部",
    "6": "区文化旅游局、区城管执法局",
    "7": "区法院、区检察院、区委宣传部、公安分局、区文化旅游局",
    "8": "区委宣传部、区发展改革委",
    "9": "区委宣传部、公安分局、区文化旅游局",
    "10": "区法院、区检察院、区委宣传部、公安分局、区文化旅游局",
    "11": "区司法局、区委宣传部、公安分局",
    "12": "区法院、区检察院、公安分局",
    "14": "区委宣传部、公安分局、区发展改革委、区府办（外办）",
    "15": "区委宣传部、区法院、区检察院、区发展改革委",
}
SILENT = {
    "credit.trigger",
    "credit.update",
    "credit.reward",
    "disputes.confirmation",
    "insurance.money",
    "insurance.rule",
}
SOFT = {  # 鼓励, 引导, 探索, 力争, 试点, 积极参与, 积极申办, 创新, and what others decide: never a duty
    "merchant-check",
    "agreement-terms",
    "platform-complaints",
    "complaints-answered",
    "ip-management",
    "self-discipline",
    "aid-volunteers",
    "insurance-products",
    "pledge-finance",
    "experience",
    "park-enterprises",
    "legal-forces",
    "complaint-hub",
    "associations",
    "bank-matching",
    "foreign-offices",
    "regions",
    "filing-trainings",
    "exchanges",
    "monitoring-tools",
    "acceptance-passed",
    "equal-treatment",
    "training-partners",
    "practice",
}


def _departments(measure: Measure, role: str) -> dict[str, str]:
    found = {c.id: "、".join(d.name.zh for d in c.departments if d.role == role) for c in measure.clauses}
    return {clause: names for clause, names in found.items() if names}


def test_the_document_has_no_number_and_no_more_than_a_year(measure: Measure) -> None:
    assert measure.document_number is None
    assert (measure.issued.date, measure.issued.precision, measure.region) == ("2023-01-01", "year", "310104")
    assert [issuer.zh for issuer in measure.issuers] == ["徐汇区人民政府"]
    assert "推断" in measure.source.note.zh
    assert measure.validity.status == "unknown"


def test_every_part_of_the_plan_is_a_clause(measure: Measure) -> None:
    actions = [str(number) for number in range(1, 16)]
    stages = [f"stage-{number}" for number in range(1, 6)]
    guarantees = [f"guarantee-{number}" for number in range(1, 5)]
    assert [c.id for c in measure.clauses] == ["guidance", "goals", *actions, *stages, *guarantees]


def test_departments_lead_and_cooperate_as_printed(measure: Measure) -> None:
    thirteenth = "区法院、区检察院、区委宣传部、公安分局、区文化旅游局"
    thirteenth += "、区发展改革委、区金融办、区行政服务中心"
    assert _departments(measure, "lead") == LEADS
    assert _departments(measure, "cooperating") == {**COOPERATING, "13": thirteenth}
    assert _departments(measure, "listed") == {"guarantee-2": "区科委、区发展改革委、区商务委"}


def test_dates_keep_their_strength(measure: Measure) -> None:
    assert [(c.id, d.date, d.precision, d.strength) for c in measure.clauses for d in c.deadlines] == [
        ("goals", "2023-12-31", "year", "planned"),
        ("stage-1", "2023-03-31", "month", "planned"),
        ("stage-2", "2023-09-30", "month", "required"),
        ("stage-3", "2023-11-30", "month", "required"),
        ("stage-4", "2024-02-29", "month", "required"),
        ("stage-4", "2024-02-29", "month", "strive"),
        ("stage-5", "2024-04-30", "month", "required"),
        ("stage-5", "2024-04-30", "month", "planned"),
    ]


def test_the_few_numbers_are_those_of_the_text(measure: Measure) -> None:
    numbers = {(c.id, n.operator, n.value) for c in measure.clauses for n in c.numbers}
    assert numbers == {("5", "equal", "2"), ("10", "equal", "6"), ("12", "equal", "4"), ("guarantee-1", "equal", "3")}
    assert all(n.note and n.reading == "stated" for c in measure.clauses for n in c.numbers)
    required = {c.id for c in measure.clauses for n in c.numbers if n.strength == "required"}
    assert required == {"guarantee-1"}  # the others speak of what exists, and order no number


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        ("4", "上海市商标品牌创新创业（漕河泾）基地"),
        ("4", "上海市知识产权保护中心漕河泾维权援助工作站"),
        ("4", "于是劳模创新工作室"),
        ("4", "徐汇区（上海西岸）版权工作服务站"),
        ("10", "上海市互联网调解委员会（徐汇工作室）"),
        ("10", "上海先行知识产权法治中心人民调解委员会"),
        ("10", "上海徐汇区智调非诉讼纠纷调解中心"),
        ("12", "上海商标审查协作中心"),
        ("13", "西岸数字谷"),
        ("14", "上海商标海外维权办公室"),
        ("15", "西岸智慧谷"),
    ],
)
def test_bodies_are_named_as_printed(measure: Measure, clause: str, name: str) -> None:
    assert name in next(c.gist.zh for c in measure.clauses if c.id == clause)


def test_silence_is_said_and_nothing_is_added(measure: Measure) -> None:
    silent = {stance.point for stance in measure.stances if not stance.clauses}
    assert silent == SILENT
    assert {stance.says.zh for stance in measure.stances if not stance.clauses} == {"文本没有提到。"}
    assert len({stance.point for stance in measure.stances}) == len(measure.stances) == 16


def test_a_listing_is_published_on_the_citys_or_the_national_site(measure: Measure) -> None:
    publication = next(stance for stance in measure.stances if stance.point == "credit.publication")
    assert publication.clauses == ("8",)
    assert "上海市市场监督管理局官网或国家企业信用信息公示系统" in publication.says.zh


def test_both_dials_are_worth_a_hundred_points(published: Published) -> None:
    sections = published.checklist.form.sections
    assert sum(section.points.duty for section in sections) == 100
    assert sum(section.points.readiness for section in sections) == 100


def test_every_item_has_its_gap_and_says_where_the_measure_says_so(published: Published) -> None:
    for item in published.checklist.form.items():
        assert item.gap, item.key
        assert len(item.gap.zh) <= 30, item.key
        assert item.notes, item.key
        assert any(word in item.notes.says.zh for word in ("第", "保障（")), item.key


def test_no_page_asks_more_than_eight_questions(published: Published) -> None:
    for section in published.checklist.form.sections:
        for group in section.groups:
            assert len({fact for item in group.items for fact in item.reads}) <= 8, group.key


def test_what_is_encouraged_led_or_explored_is_no_duty(published: Published) -> None:
    items = items_of(published)
    assert {key for key in SOFT & items.keys() if items[key].purpose == "duty"} == set()


def test_silence_is_asked_of_nobody(published: Published) -> None:
    read = {fact for item in published.checklist.form.items() for fact in item.reads}
    assert not {fact for fact in read if "confirmation" in fact or "subsidy" in fact or "mediators-joined" in fact}
    assert all(item.programme is None for item in published.checklist.form.items())


def test_every_duty_of_an_enterprise_is_inferred(enterprise: Published) -> None:
    duties = [item for item in enterprise.checklist.form.items() if item.purpose == "duty"]
    assert len(duties) == 8
    assert {item.basis for item in duties} == {"derived"}
    assert [item.key for item in duties if item.veto or item.deadline] == []


def test_the_districts_items_name_the_lead(district: Published) -> None:
    for item in district.checklist.form.items():
        for reference in item.clauses:
            lead = LEADS.get(district.clause(reference).id)
            assert lead is None or (item.notes and lead in item.notes.says.zh), item.key


def test_doing_everything_well_gives_everything(enterprise: Published, district: Published) -> None:
    for result in (scored(enterprise, "well"), scored(district, "district-well")):
        assert (result.duty.final, result.readiness.final) == (Decimal(100), Decimal(100))
        assert result.grade.effective == "A"


def test_no_answer_at_all_is_nothing_for_certain(published: Published) -> None:
    kind = published.checklist.audience
    profile = Profile(kind=kind, region="310104", size="small")
    inputs = Inputs(answers={}, profile=profile, as_of=TODAY, not_applicable={})
    result = score(published.checklist.form, inputs)
    assert (result.duty.low, result.duty.high) == (Decimal(0), Decimal(100))


@pytest.mark.parametrize(
    ("name", "figures", "grade"),
    [
        ("park-company", ("89.2", "89.2", "59.9", "62.7"), "B"),
        ("platform", ("68.0", "68.0", "39.4", "95.2"), "C"),
    ],
)
def test_example_enterprises(enterprise: Published, name: str, figures: tuple[str, ...], grade: str) -> None:
    result = scored(enterprise, name)
    duty, readiness = result.duty, result.readiness
    assert (duty.final, duty.high, readiness.low, readiness.high) == tuple(map(Decimal, figures))
    assert result.grade.effective == grade


def test_the_example_district(district: Published) -> None:
    result = scored(district, "district")
    assert (result.duty.final, result.readiness.low, result.readiness.high) == (
        Decimal("69.0"),
        Decimal("63.0"),
        Decimal("67.3"),
    )
    assert result.grade.effective == "C"


def test_only_enterprises_in_parks_are_asked_for_the_parks_stations(enterprise: Published) -> None:
    result = scored(enterprise, "well", {"services.in-park": "no", "services.stations": "no"})
    assert item_of(result, "park-stations").status == "not_applicable"
    assert item_of(scored(enterprise, "well", {"services.stations": "no"}), "park-stations").earned == 0


def test_signs_that_the_plan_does_not_name_cost_nothing(enterprise: Published) -> None:
    read = {fact for item in enterprise.checklist.form.items() for fact in item.reads}
    assert "compliance.special-signs" not in read
    assert item_of(scored(enterprise, "well", {"compliance.event-marks": "some"}), "special-signs").earned == Decimal(
        "2.5"
    )


def test_not_known_makes_a_range(enterprise: Published) -> None:
    result = scored(enterprise, "well", {"credit.joint-sanctions-list": {"unknown": True}})
    assert (result.duty.low, result.duty.high) == (Decimal("76.5"), Decimal(100))


def test_insurance_is_no_duty_and_deciding_against_it_costs_nothing(enterprise: Published) -> None:
    changes = {"insurance.overseas-cover": "no", "insurance.overseas-assessed": "yes"}
    result = scored(enterprise, "well", changes)
    assert result.duty.final == Decimal(100)
    assert item_of(result, "overseas-cover").earned == 3


def test_litigating_instead_of_mediating_costs_nothing(enterprise: Published) -> None:
    case = {"subject": "patent", "side": "claimant", "channel": "litigation", "opened": "2026-01-05", "state": "open"}
    result = scored(enterprise, "well", {"disputes.cases": [{**case, "agreement": "no"}]})
    assert result.readiness.final == Decimal(100)


@pytest.mark.parametrize(
    ("key", "fact", "date", "earned"),
    [
        ("self-check", "governance.plan-reviewed-on", "2023-11-30", "2"),
        ("self-check", "governance.plan-reviewed-on", "2023-12-01", "1.4"),
        ("evaluation", "governance.plan-evaluated-on", "2024-03-01", "1.4"),
    ],
)
def test_stages_are_judged_by_their_dates(district: Published, key: str, fact: str, date: str, earned: str) -> None:
    assert item_of(scored(district, "district-well", {fact: date}), key).earned == Decimal(earned)


def test_a_missed_stage_cannot_be_won_back(district: Published) -> None:
    items = items_of(district)
    for key in ("progress-reports", "self-check", "evaluation", "acceptance-prepared"):
        assert items[key].advice["none"].irreversible, key


def test_an_acceptance_that_the_superior_has_not_passed_costs_no_duty(district: Published) -> None:
    result = scored(district, "district-well", {"governance.demo-accepted": "no"})
    assert (result.duty.final, item_of(result, "acceptance-passed").earned) == (Decimal(100), Decimal(0))
    unprepared = scored(district, "district-well", {"governance.acceptance-prepared": "none"})
    assert (unprepared.duty.final, unprepared.readiness.final) == (Decimal(98), Decimal(100))


@pytest.mark.parametrize(
    ("key", "fact", "answer", "earned"),
    [
        ("studios", "disputes.studios-active", "0", "0"),
        ("studios", "disputes.studios-active", "4", "2"),
        ("studios", "disputes.studios-active", "9", "3"),
        ("named-bodies", "disputes.named-bodies", "0", "0"),
        ("named-bodies", "disputes.named-bodies", "1", "1"),
        ("upper-centres", "services.upper-centres", "1", "0.5"),
        ("copyright-mechanisms", "cooperation.copyright-mechanisms", "1", "1.25"),
        ("linked", "disputes.linked", ["aid"], "0.5"),
        ("key-places", "enforcement.key-places", ["malls", "platforms"], "1"),
        ("officers", "people.officers-trained", "no", "1"),
        ("no-unequal-treatment", "governance.unequal-found", "yes", "0"),
    ],
)
def test_what_the_text_counts_is_counted_against_its_number(
    district: Published, key: str, fact: str, answer: object, earned: str
) -> None:
    assert item_of(scored(district, "district-well", {fact: answer}), key).earned == Decimal(earned)


def test_no_answer_lets_a_named_body_out_of_the_count(district: Published) -> None:
    for key in ("named-bodies", "studios", "upper-centres", "park-sites"):
        assert items_of(district)[key].applies_if is None, key


def test_an_ended_commission_takes_patent_mediation_out(district: Published) -> None:
    result = scored(district, "district-well", {"disputes.patent-mediation": "ended"})
    assert item_of(result, "patent-mediation").status == "not_applicable"
    assert result.duty.final == Decimal(100)


def test_exploring_and_pilots_only_add(district: Published) -> None:
    changes = {"enforcement.complaint-hub": "nothing", "overseas.foreign-offices": "0"}
    result = scored(district, "district-well", changes)
    assert (result.duty.final, result.readiness.final) == (Decimal(100), Decimal(100))


def test_encouraged_insurers_leave_the_duties_of_the_district_alone(district: Published) -> None:
    result = scored(district, "district-well", {"insurance.available": ["none"]})
    assert (result.duty.final, result.readiness.final) == (Decimal(100), Decimal(97))
