"""What is read from a policy text, by value; the texts are invented."""

import datetime as dt

import pytest

from assess.checklists.drafting.draft import Draft, Reading, draft
from tests.checklists.drafting.invented import ARTICLES, BULLETS, NESTED, PLAIN, SCANNED, TABLE


def clauses(made: Draft) -> dict[str, str]:
    return {reading.passage.id: reading.heading for reading in made.readings}


def clause(made: Draft, name: str) -> Reading:
    return next(reading for reading in made.readings if reading.passage.id == name)


def bodies(reading: Reading) -> list[tuple[str, str]]:
    return [(one.name, one.role) for one in reading.departments]


def due(reading: Reading) -> list[tuple[str, str, str]]:
    return [(one.date.isoformat(), one.precision, one.strength) for one in reading.deadlines]


def counts(reading: Reading) -> list[tuple[str, str | None, str, str, str]]:
    return [(one.value, one.upper, one.operator, one.unit, one.strength) for one in reading.quantities]


def reasons(made: Draft) -> list[tuple[int, str | None, str]]:
    return [(one.line, one.clause, one.message) for one in made.findings]


def read(words: str) -> Reading:
    """Read one clause of a text of two."""
    return draft(f"2031年3月5日\n一、某事。{words}\n二、另事。照办。\n").readings[0]


def test_the_head_of_a_notice() -> None:
    head = draft(PLAIN).head
    assert (head.document_number, head.title) == ("青知发〔2031〕7号", "青禾市品牌保护若干措施")
    assert head.issuers == ("青禾市知识产权局", "青禾市公安局", "青禾市商务局")
    assert head.issued == dt.date(2031, 3, 5)


def test_points_with_departments_deadlines_and_numbers() -> None:
    made = draft(PLAIN)
    assert clauses(made) == {"1": "建设品牌名录", "2": "办好纠纷调解", "3": "开展巡查"}
    one, two, three = made.readings
    assert bodies(one) == [("市商务局", "listed"), ("各县区政府", "listed")]
    assert bodies(two) == [("市司法局", "listed"), ("市市场监管局(知识产权局)", "listed")]
    assert bodies(three) == [("市公安局", "lead"), ("市商务局", "cooperating"), ("青禾海关", "cooperating")]
    assert due(one) == [("2032-06-30", "month", "required")]
    assert due(two) == [("2031-12-31", "year", "required"), ("2033-12-31", "year", "strive")]
    assert due(three) == [("2032-12-31", "year", "required")]
    assert counts(one) == [("30", None, "at_least", "个", "required")]
    assert counts(three) == [("3", "5", "range", "家", "required")]


def test_what_is_not_sure_is_listed_and_not_written() -> None:
    made = draft(PLAIN)
    assert counts(clause(made, "2")) == []  # 提高…以上: by how much, or to what?
    assert reasons(made) == [
        (14, "2", "draft.unclear-number"),
        (15, "3", "draft.soft-number"),
    ]
    assert [one.quote for one in made.findings] == ["提高60%以上", "100次"]


def test_nested_parts_count_through_or_anew() -> None:
    made = draft(NESTED)
    assert list(clauses(made)) == ["goals", "1", "2", "3", "stage-1", "stage-2", "guarantee-1", "guarantee-2"]
    assert made.head.title == "柳溪区品牌工作方案"
    assert clause(made, "2").passage.locator.zh == "第2点"
    assert clause(made, "goals").passage.locator.zh == "第一部分"
    assert clause(made, "stage-1").passage.locator.zh == "第三部分第（一）点"
    assert clause(made, "stage-1").heading == "准备阶段"
    assert made.slice(clause(made, "guarantee-2")) == "（二）落实经费。安排资金。"


def test_nested_parts_keep_roles_and_dates() -> None:
    made = draft(NESTED)
    assert bodies(clause(made, "1")) == [
        ("区商务局", "lead"),
        ("区税务局", "cooperating"),
        ("区财政局", "cooperating"),
    ]
    assert bodies(clause(made, "2")) == [("区档案馆", "listed"), ("区商务局", "listed")]
    assert due(clause(made, "goals")) == [("2031-12-31", "year", "planned")]
    assert due(clause(made, "stage-2")) == [("2032-01-31", "month", "required")]
    assert counts(clause(made, "3")) == [
        ("2", None, "at_least", "次", "required"),
        ("50", None, "above", "家", "required"),
    ]


def test_articles_keep_their_lists() -> None:
    made = draft(ARTICLES)
    assert clauses(made) == {"1": "奖励对象", "2": "奖励标准", "3": "施行日期"}
    assert "（三）其他单位" in made.slice(clause(made, "1"))
    assert clause(made, "2").passage.locator.en == "Article 2"
    assert counts(clause(made, "2")) == [("5", None, "at_most", "万元", "required")]
    assert due(clause(made, "3")) == []
    assert (8, "3", "draft.unclear-date") in reasons(made)


def test_bullets_make_clauses_that_say_they_have_no_number() -> None:
    made = draft(BULLETS)
    assert clauses(made) == {"1-1": "健全制度", "1-2": "加强培训", "2-1": "开展交流"}
    assert [message for _, _, message in reasons(made)].count("draft.no-number") == 3


def test_a_scanned_text_with_page_numbers_and_misread_characters() -> None:
    made = draft(SCANNED)
    assert clauses(made) == {"part-1": "", "1": "建立名录", "2": "开展辅导", "3": "加强巡查", "4": "接受投诉"}
    found = reasons(made)
    assert (3, None, "draft.number-read-as") in found  # the second (一)
    assert (1, "part-1", "draft.no-heading") in found
    assert (6, None, "draft.heading-only") in found
    assert counts(clause(made, "3")) == [("90", None, "above", "%", "required")]
    assert counts(clause(made, "4")) == []


def test_letters_that_stand_for_digits_are_read_and_said() -> None:
    numbers = [*range(1, 10), "I0", "1l", 12]
    made = draft("".join(f"{number}.第{place}事。照办。\n" for place, number in enumerate(numbers, 1)))
    assert list(clauses(made)) == [str(number) for number in range(1, 13)]
    assert [one.params for one in made.findings if one.message == "draft.number-read-as"] == [
        {"number": 10},
        {"number": 11},
    ]


def test_a_table_that_ran_together_is_proposed_row_by_row() -> None:
    made = draft(TABLE)
    assert [reading.quantities for reading in made.readings] == [(), ()]
    rows = [dict(one.params) for one in made.findings if one.message == "draft.table-row"]
    assert [(row["name"], row["value"], row["unit"]) for row in rows] == [
        ("品牌总数", "12", "件"),
        ("培训人数", "300", "人"),
        ("满意度", "90", "分"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2032年底前完成", ("2032-12-31", "year", "required")),
        ("２０３２年年底前完成", ("2032-12-31", "year", "required")),
        ("2032年年底前争取完成", ("2032-12-31", "year", "strive")),
        ("2032年年底前，力争完成", ("2032-12-31", "year", "strive")),
        ("争取在2032年2月底前完成", ("2032-02-29", "month", "strive")),
        ("2032年5月10日前完成", ("2032-05-10", "day", "required")),
        ("2032年上半年完成", ("2032-06-30", "month", "required")),
        ("2032年第三季度末完成", ("2032-09-30", "month", "required")),
        ("到2032年完成", ("2032-12-31", "year", "required")),
        ("到2032年底前完成", ("2032-12-31", "year", "required")),
        ("到2032年6月底完成", ("2032-06-30", "month", "required")),
        ("至2032年上半年完成", ("2032-06-30", "month", "required")),
        ("2032年内完成", ("2032-12-31", "year", "required")),
        ("年底前完成", ("2031-12-31", "year", "required")),
        ("2032年4—9月完成", ("2032-09-30", "month", "required")),
    ],
)
def test_deadlines(words: str, expected: tuple[str, str, str]) -> None:
    assert due(read(words)) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        "三年内完成",
        "2032年前完成",
        "2032年6月前完成",
        "“十六五”期间完成",
        "2032年完成",
        "2032年13月底完成",
        "6月底前完成",
        "每月20日前完成",
        "11月22日完成",
    ],
)
def test_dates_whose_last_day_is_not_said_are_doubts(words: str) -> None:
    made = draft(f"一、某事。{words}。\n二、另事。照办。\n")
    assert (due(made.readings[0]), counts(made.readings[0])) == ([], [])
    assert "draft.unclear-date" in {one.message for one in made.findings}


def test_within_the_year_needs_the_year_of_issue() -> None:
    assert due(draft("一、某事。年内完成。\n二、另事。照办。\n").readings[0]) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("培育2家以上企业", ("2", None, "at_least", "家")),
        ("不少于1次", ("1", None, "at_least", "次")),
        ("至少３件", ("3", None, "at_least", "件")),
        ("≥60%", ("60", None, "at_least", "%")),
        ("专家超过100人", ("100", None, "above", "人")),
        ("大于95%", ("95", None, "above", "%")),
        ("不超过10个工作日", ("10", None, "at_most", "个工作日")),
        ("5日以内办结", ("5", None, "at_most", "日")),
        ("建设240家", ("240", None, "equal", "家")),
        ("奖励1,200万元", ("1200", None, "equal", "万元")),
        ("1-2个", ("1", "2", "range", "个")),
        ("1～2个", ("1", "2", "range", "个")),
        ("十家以上", ("10", None, "at_least", "家")),
        ("争取3.5%", ("3.5", None, "equal", "%")),
        ("达到60%以上", ("60", None, "at_least", "%")),
        ("每年至少开展1次", ("1", None, "at_least", "次")),
        ("最多组织3场", ("3", None, "at_most", "场")),
        ("最高10万元", ("10", None, "at_most", "万元")),
        ("接到投诉后24小时内", ("24", None, "at_most", "小时")),
        ("5个工作日之内", ("5", None, "at_most", "个工作日")),
    ],
)
def test_quantities(words: str, expected: tuple[str, str | None, str, str]) -> None:
    assert [one[:4] for one in counts(read(words))] == [expected]


@pytest.mark.parametrize(
    "words",
    ["第3家", "《3家企业名录》", "“3家”", "参照某发〔2020〕3号", "“4·26”活动", "一批企业", "（市商务局、3号站）"],
)
def test_what_is_no_quantity(words: str) -> None:
    assert counts(read(words)) == []


@pytest.mark.parametrize(
    "words",
    ["提升10", "低于5%", "约30家", "30余家", "提高10个百分点", "12市", "3家内资企业", "提高5%以上", "至少开展5次以上"],
)
def test_numbers_that_are_not_plain_are_doubts(words: str) -> None:
    made = draft(f"一、某事。{words}。\n二、另事。照办。\n")
    assert counts(made.readings[0]) == []
    assert "draft.unclear-number" in {one.message for one in made.findings}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[市法院、市检察院]", [("市法院", "listed"), ("市检察院", "listed")]),
        ("〔责任单位：市法院，市公安局等〕", [("市法院", "listed"), ("市公安局", "listed")]),
        ("（牵头单位：市法院；责任单位：市公安局）", [("市法院", "lead"), ("市公安局", "listed")]),
        ("（市法院牵头负责，市公安局参与）", [("市法院", "lead"), ("市公安局", "cooperating")]),
        ("（市法院、市公安局按职责分工负责）", [("市法院", "listed"), ("市公安局", "listed")]),
        ("（市政府办（外办）、市法院）", [("市政府办(外办)", "listed"), ("市法院", "listed")]),
        ("（此件公开）", []),
        ("（2031年1月）", []),
        ("（市法院、甲乙丙丁、市公安局）", [("市法院", "listed"), ("市公安局", "listed")]),
    ],
)
def test_departments(words: str, expected: list[tuple[str, str]]) -> None:
    assert bodies(read(f"办理。{words}")) == expected


def test_a_bracket_that_explains_a_word_is_a_doubt() -> None:
    made = draft("一、某事。建成综合体（社区服务中心）。\n二、另事。照办（市法院、市公安局）。\n")
    assert [len(reading.departments) for reading in made.readings] == [0, 2]
    assert [one.quote for one in made.findings if one.message == "draft.lone-body"] == ["社区服务中心"]


def test_issuers_of_a_title_that_are_set_apart() -> None:
    rest = "关于印发某方案的通知\n一、甲事。照办。\n二、乙事。照办。\n"
    assert draft(f"某市教育局 中共某市委宣传部 某市财政局 {rest}").head.issuers == (
        "某市教育局",
        "中共某市委宣传部",
        "某市财政局",
    )
    run_together = draft(f"某市委办公厅某市人民政府办公厅{rest}")
    assert run_together.head.issuers == ()
    assert [one.quote for one in run_together.findings if one.message == "draft.issuer-in-row"] == [
        "某市委办公厅",
        "某市人民政府办公厅",
    ]


def test_a_body_within_the_text_is_a_doubt() -> None:
    made = draft("一、某事。市审计局要会同各方检查。结合市科技局、市水利局等部门的政策。\n二、另事。照办。\n")
    assert made.readings[0].departments == ()
    assert [one.quote for one in made.findings if one.message == "draft.body-in-text"] == [
        "市审计局",
        "结合市科技局",
        "市水利局",
    ]


def test_numbers_that_are_missing_are_named() -> None:
    made = draft("一、甲事。照办。\n二、乙事。照办。\n四、丁事。照办。\n")
    assert list(clauses(made)) == ["1", "2", "4"]
    (gap,) = [one for one in made.findings if one.message == "draft.numbers-missing"]
    assert (gap.line, gap.params) == (3, {"first": 3, "last": 3})


def test_a_document_that_is_cited_is_not_this_one() -> None:
    head = draft("甲市某方案\n根据《某意见》（乙发〔2020〕1号）制定。\n一、甲事。照办。\n二、乙事。照办。\n").head
    assert head.document_number is None


def test_a_day_in_chinese_numerals_and_the_issuer_of_a_title() -> None:
    made = draft("甲市人民政府关于印发某方案的通知\n一、甲事。照办。\n二、乙事。照办。\n二〇三一年十月十二日\n")
    assert (made.head.issued, made.head.issuers) == (dt.date(2031, 10, 12), ("甲市人民政府",))
    assert made.slice(made.readings[1]) == "二、乙事。照办。"
