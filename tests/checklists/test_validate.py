"""Shape errors name what the author has to mend, once, in the branch that was meant."""

import pytest

from assess.checklists.loader import ContentError, validate
from assess.checklists.loader.yamltext import parse
from assess.scoring.form import Item

ITEM = """\
key: cover
revision: 1
title: {zh: 险, en: Cover}
clauses: [demo/1]
purpose: duty
strength: mandatory
basis: stated
reads: [a.b]
points: 0.5
rule: {levels: {fact: a.b, credits: {yes: 1, no: "0.25"}}}
advice: {}
applies_if: {role: exporter}
"""


def _problems(old: str, new: str) -> list[tuple[int, str, str, dict[str, object]]]:
    assert old in ITEM
    with pytest.raises(ContentError) as caught:
        validate(parse(ITEM.replace(old, new).encode(), "x.yaml"), Item)
    return [(p.line, p.key, p.message, dict(p.params)) for p in caught.value.problems]


def test_a_sound_item() -> None:
    item = validate(parse(ITEM.encode(), "x.yaml"), Item)
    assert str(item.points) == "0.5"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "message"),
    [
        ("key: cover", "key: 5", 1, "key", "content.not-string"),
        ("revision: 1", "revision: one", 2, "revision", "content.not-integer"),
        ("{zh: 险, en: Cover}", "Cover", 3, "title", "content.not-mapping"),
        ("[demo/1]", "demo/1", 4, "clauses", "content.not-list"),
        ("purpose: duty", "purpose: dutty", 5, "purpose", "content.not-one-of"),
        ("points: 0.5", "points: many", 9, "points", "content.not-number"),
        ("points: 0.5", "points: true", 9, "points", "content.not-number"),
        ("points: 0.5", "points: 'NaN'", 9, "points", "content.not-number"),
        ("points: 0.5", "points: 1\nnot_applicable: maybe", 10, "not_applicable", "content.not-boolean"),
        ("yes: 1", "yes: x", 10, "rule.levels.credits.yes", "content.not-number"),
        ("levels: {", "level: {", 10, "rule.level", "content.unexpected-key-near"),
        ("rule: {levels", "rule: {bogus: 1, levels", 10, "rule.bogus", "content.unexpected-key"),
        ("rule: {levels", "rule: {judged: {}, levels", 10, "rule.judged", "content.keys-clash"),
        ("advice: {}", "advice: {nothing: {}}", 11, "advice.nothing", "content.not-one-of"),
        ("{role: exporter}", "{rle: exporter}", 12, "applies_if.rle", "content.unexpected-key-near"),
        ("{role: exporter}", "5", 12, "applies_if", "content.no-such-form"),
        ("{role: exporter}", "{xyz: 1}", 12, "applies_if", "content.no-such-form"),
        ("{role: exporter}", "{fact: a, iss: b}", 12, "applies_if.iss", "content.unexpected-key-near"),
        ("{role: exporter}", "{fact: a, any_rows: {}}", 12, "applies_if.any_rows", "content.unexpected-key-near"),
        (
            "{role: exporter}",
            "{all: [{role: x}, {not: {fact: 3}}]}",
            12,
            "applies_if.all[2].not.fact",
            "content.not-string",
        ),
        (
            "{role: exporter}",
            "{fact: a, count_rows: {at_least: x}}",
            12,
            "applies_if.count_rows.at_least",
            "content.not-integer",
        ),
    ],
)
def test_one_problem_at_its_place(old: str, new: str, line: int, key: str, message: str) -> None:
    assert (line, key, message) in [problem[:3] for problem in _problems(old, new)]


def test_an_unquoted_code_says_to_quote_it() -> None:
    with pytest.raises(ContentError) as caught:
        validate(parse(ITEM.replace("key: cover", "key: 371300").encode(), "x.yaml"), Item)
    (problem,) = caught.value.problems
    assert problem.text("zh") == "x.yaml:1:key: 应为字符串，实为 371300；代码和数字样的文字请加引号"
    expected = "x.yaml:1:key: must be a string, found 371300; put codes and number-like words in quotes"
    assert problem.text("en") == expected


def test_the_near_word_is_offered() -> None:
    ((_, _, _, params),) = _problems("{role: exporter}", "{fact: a, at_leest: 3}")
    assert params == {"name": "at_leest", "near": "at_least"}


def test_one_wrong_union_gives_one_problem() -> None:
    assert len(_problems("{role: exporter}", "{all: [{role: x}, {any: [{fact: a, iss: b}]}]}")) == 1


def test_all_problems_come_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        validate(parse(b"key: 1\nbogus: 2\n", "x.yaml"), Item)
    messages = [problem.message for problem in caught.value.problems]
    assert messages.count("content.missing") == 10
    assert "content.unexpected-key" in messages or "content.unexpected-key-near" in messages
