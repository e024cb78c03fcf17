"""The kinds of published lists: what is shipped is sound, and lint points at what is not."""

from pathlib import Path

import pytest

from assess.checklists.lists import folded, names_of
from assess.checklists.loader import SHIPPED, check, load_lists

HEAD = "lists:\n  - key: serious\n    title: {zh: 名单甲, en: List A}\n"
RED = "  - key: red\n    title: {zh: 名单乙, en: List B}\n"


def faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "lists.yaml"
    path.write_text(text, encoding="utf-8")
    return [(problem.line, problem.message) for problem in check(path, SHIPPED)]


def test_what_is_shipped_is_sound_and_names_each_list_once() -> None:
    assert check(SHIPPED / "lists.yaml") == []
    lists = load_lists(SHIPPED)
    assert {kind.key: kind.fact for kind in lists}["red"] == "credit.red-list"
    names = names_of(lists)
    assert names[folded("《严重违法失信 名单》")] == names[folded("SERIOUS-dishonesty")] == "serious-dishonesty"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD, []),
        (HEAD + "    contradicts: {fact: credit.serious-list, is: no}\n", []),
        (HEAD + "    contradicts: {fact: credit.none-such, is: no}\n", [(4, "content.no-fact")]),
        (HEAD + "    contradicts: {fact: credit.serious-list, is: nope}\n", [(4, "lint.no-code")]),
        (HEAD + "    contradicts: {fact: credit.serious-list, at_least: 1}\n", [(4, "lint.comparison-type")]),
        (HEAD + "    contradicts: {fact: credit.serious-list}\n", [(4, "lint.no-comparison")]),
        (HEAD + "    contradicts: {role: exporter}\n", [(4, "lint.list-one-fact")]),
        (
            HEAD + "    contradicts: {any: [{fact: credit.serious-list, is: no}, {fact: credit.red-list, is: no}]}\n",
            [(4, "lint.list-one-fact")],
        ),
        (HEAD + "    within_days: 0\n", [(4, "lint.out-of-range")]),
        (HEAD + RED + "    aliases: [“名单甲”]\n", [(2, "lint.key-twice"), (4, "lint.key-twice")]),
        (HEAD.replace("serious", "Serious List"), [(2, "lint.key-form")]),
        (HEAD.replace("List A", "名单甲"), [(3, "lint.text-untranslated")]),
        (HEAD + "    rows: some\n", [(4, "content.not-one-of")]),
    ],
)
def test_lint_points_at_what_is_wrong(tmp_path: Path, text: str, expected: list[tuple[int, str]]) -> None:
    assert faults(tmp_path, text) == expected


def test_a_content_folder_need_not_have_lists(tmp_path: Path) -> None:
    assert load_lists(tmp_path) == ()
