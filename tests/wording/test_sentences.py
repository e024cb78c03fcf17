"""Every statement is there in both languages, with the same placeholders, and says what it is given."""

import ast
import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from assess.values.model import UNKNOWN, Rate
from assess.values.step import FactRef, Given, ItemRef, Param, Step, Sum
from assess.values.text import Text
from assess.wording import sentences
from assess.wording.formats import Names
from assess.wording.sentences import SENTENCES, say, tell
from assess.wording.totals import TOTALS
from assess.wording.traces import TRACES
from tests.scoring import building

ROOT = Path(__file__).parents[2] / "assess"
HAN = re.compile("[\u4e00-\u9fff]")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("message", sorted(SENTENCES))
def test_a_sentence_is_complete_in_both_languages(message: str) -> None:
    text = SENTENCES[message]
    assert text.zh.strip()
    assert text.en.strip()
    assert _placeholders(text.zh) == _placeholders(text.en)
    assert not HAN.search(text.en.replace("不适用", "")) or "“" in text.en


def test_no_id_is_given_twice() -> None:
    assert sum(len(table) for table in sentences._TABLES) == len(SENTENCES)


def _written_ids(path: Path) -> set[str]:
    """Find the ids that scoring and values write down: first arguments of note, Step and Refusal."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {
        part.value
        for call in calls
        if getattr(call.func, "id", "") in ("note", "Step", "Refusal") and call.args
        for part in ast.walk(call.args[0])
        if isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and re.fullmatch(r"[a-z-]+\.[a-z-]*[a-z]", part.value)
    }


def test_everything_the_engine_writes_down_can_be_said() -> None:
    files = [*(ROOT / "scoring").rglob("*.py"), *(ROOT / "values").rglob("*.py")]
    written = set().union(*map(_written_ids, files))
    assert len(written) > 60
    assert written <= SENTENCES.keys()


def test_nothing_is_kept_that_nobody_writes_down() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scoring").rglob("*.py"))
    built = {f"grade.veto-{effect}" for effect in ("grade", "zero", "ineligible")}
    built |= {"gap.veto-fired", "gap.veto-unknown"}
    engine = {*TRACES, *TOTALS} - built
    assert {message for message in engine if f'"{message}"' not in source} == set()


def test_parameters_are_put_into_words() -> None:
    names = Names.of(
        building.form([building.item({"key": "it", "title": {"zh": "某项", "en": "Some item"}})]),
        [building.fact({"key": "premium", "type": "money", "wording": {"zh": "保费多少？", "en": "What premium?"}})],
    )
    given: dict[str, Param] = {"fact": FactRef("premium"), "answer": Given("premium", Decimal(180000))}
    assert say("fact.given", given, "zh", names) == "“保费多少？”填报为：180,000 元。"
    assert say("fact.given", given, "en", names) == "“What premium?” was answered: 180,000 yuan."
    assert say("fact.given", given, "zh") == "“premium”填报为：180,000。"
    assert say("grade.veto-open", {"item": ItemRef("it")}, "zh", names) == "“某项”的一票否决条件尚不能判断，等级待定。"
    assert say("item.gate-unknown", {"facts": (FactRef("premium"), FactRef("b"))}, "en", names) == (
        "Whether the item applies cannot be judged yet (it depends on “What premium?”, “b”)."
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("yes", "是"),
        (UNKNOWN, "不清楚"),
        (Rate(Decimal(3), Decimal(4)), "3/4 (75%)"),
        (("a", "b"), "a、b"),
        (dt.date(2026, 1, 5), "2026年1月5日"),
        (Decimal("1.50"), "1.5"),
    ],
)
def test_an_answer_to_a_fact_nobody_knows_is_shown_plainly(value: object, shown: str) -> None:
    step = Step("fact.given", {"fact": FactRef("x"), "answer": Given("x", value)})  # type: ignore[arg-type]  # one of its types
    assert tell(step, "zh") == f"“x”填报为：{shown}。"


def test_sums_and_nested_statements() -> None:
    parts = Sum((Decimal("1.50"), Decimal(2)))
    params: dict[str, Param] = {"parts": parts, "earned": Decimal("3.50"), "points": Decimal(10)}
    assert say("section.sum", params, "zh") == "本部分得分：1.5 + 2 = 3.5，适用分值 10 分。"
    bound = Step("bound.at-least", {"target": Decimal(95)})
    assert say("threshold.reached", {"bound": bound}, "en") == "The standard “at least 95” is met: credit 1."
    assert say("charge.none", {"title": Text(zh="列入名单", en="Listed")}, "zh") == "列入名单：不扣分。"


def test_a_negative_number_has_a_minus_and_no_hyphen() -> None:
    told = say("growth.relative", {"this": Decimal(26), "last": Decimal(28), "growth": Decimal("-0.0714")}, "zh")
    assert told == "增长 = (26 − 28) ÷ 28 = −0.0714。"


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no.such-id", {}, "zh")


def test_braces_in_an_answer_are_just_text() -> None:
    assert say("item.claimed-not-applicable", {"reason": "{0.__class__}"}, "zh") == (
        "填报人申报不适用（理由：{0.__class__}）。本项不计入分子和分母。"
    )


@pytest.mark.parametrize(("points", "said"), [("1", "Earned 1 of 1 point."), ("11", "Earned 11 of 11 points.")])
def test_english_counts_one_as_one(points: str, said: str) -> None:
    assert say("item.full", {"earned": Decimal(points), "points": Decimal(points)}, "en") == said


@pytest.mark.parametrize(
    ("message", "params", "said"),
    [
        ("account.throttled", {"minutes": 1}, "Too many attempts; try again in 1 minute."),
        ("value.too-many-decimals", {"decimals": 1}, "Give at most 1 digit after the point."),
        (
            "dial.rounded",
            {"before": Decimal("8.25"), "decimals": 1, "final": Decimal("8.3")},
            "Final score: 8.25 rounded half up to 1 decimal is 8.3.",
        ),
        (
            "per-unit.product",
            {"units": 1, "each": Decimal(2), "product": Decimal(2)},
            "1 whole unit × 2 points = 2.",
        ),
        ("assessment.incomplete", {"count": 1}, "Required questions still to answer before you can submit: 1."),
    ],
)
def test_one_of_a_thing_is_singular(message: str, params: dict[str, int | Decimal], said: str) -> None:
    assert say(message, params, "en") == said
