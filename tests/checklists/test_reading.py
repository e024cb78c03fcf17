"""The reader of YAML and JSON: what it takes, what it refuses, and how long that may last."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import pytest

from assess.checklists.loader import SHIPPED, ContentError, Problem, read
from assess.checklists.loader.yamltext import MAX_BYTES, _Composer, parse
from assess.checklists.tree import Node


def _data(text: str) -> Node:
    return parse(text.encode(), "x.yaml").data


def _refusal(raw: bytes, *, as_json: bool = False) -> Problem:
    with pytest.raises(ContentError) as caught:
        parse(raw, "x.yaml", as_json=as_json)
    (problem,) = caught.value.problems
    return problem


def test_scalars_follow_yaml_1_2() -> None:
    text = "[yes, no, on, true, False, null, ~, 2021-11-17, 371300, -3, 0.50, 1e3, '7', \"8\", 1_000, 12:30, 0x1f, .5]"
    expected = ["yes", "no", "on", True, False, None, None, "2021-11-17", 371300, -3, Decimal("0.50"), Decimal(1000)]
    assert _data(text) == [*expected, "7", "8", "1_000", "12:30", "0x1f", Decimal("0.5")]


def test_both_readers_see_the_same_in_our_files() -> None:
    for path in (*SHIPPED.glob("*/*.yaml"), SHIPPED / "linyi-2021/enterprise/1.0.0.yaml"):
        text = path.read_text(encoding="utf-8")
        fast, plain = (_Composer("x", text, pure=pure).tree() for pure in (False, True))
        assert (fast.data, fast.lines) == (plain.data, plain.lines), path


def test_a_fraction_keeps_its_digits() -> None:
    assert str(_data("0.10")) == "0.10"
    assert str(parse(b'{"a": 0.10}', "x.json", as_json=True).at(("a",))) == "0.10"


def test_a_monster_of_a_number_stays_text() -> None:
    assert _data("a: " + "9" * 100) == {"a": "9" * 100}
    assert parse(b'{"a": NaN, "b": -Infinity}', "x.json", as_json=True).data == {"a": "NaN", "b": "-Infinity"}


def test_every_part_has_its_line() -> None:
    tree = parse(b"a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", "x.yaml")
    assert tree.line(("b", 0)) == 3
    assert tree.line(("b", 1, "d")) == 5
    assert tree.line(("b", 1, "nothing", 7)) == 4


def test_a_place_is_named_by_the_innermost_named_thing() -> None:
    tree = parse(b"items:\n- key: one\n  parts: [a, b]\n", "x.yaml")
    assert tree.name(("items", 0, "parts", 1)) == "one.parts[2]"
    assert tree.name(("items", 4)) == "items[5]"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: 1\na: 2", 2, "content.duplicate-key"),
        ("a: &x 1\nb: *x", 1, "content.alias"),
        ("a:\n  <<: {b: 1}", 2, "content.key-not-string"),
        ("a: !!python/object/apply:os.system [ls]", 1, "content.tag"),
        ("a: !!str 1", 1, "content.tag"),
        ("1: a", 1, "content.key-not-string"),
        ("? [a, b]\n: c", 1, "content.key-not-string"),
        ("a: 1\n---\nb: 2", 2, "content.several-documents"),
        ("a: [1, 2", 1, "content.syntax"),
        ("a: 'b", 1, "content.syntax"),
        ("a: b: c", 1, "content.syntax"),
        ("a:\n\t- b", 2, "content.syntax"),
        ("a: \x07", 0, "content.syntax"),
    ],
)
def test_refused_with_its_line(text: str, line: int, message: str) -> None:
    problem = _refusal(text.encode())
    assert (problem.line, problem.message) == (line, message)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert _refusal(bomb.encode()).key == "a"


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000])
def test_deep_nesting_ends_soon(text: str) -> None:
    began = perf_counter()
    assert _refusal(text.encode()).message == "content.too-deep"
    assert perf_counter() - began < 5


def test_deep_json_ends_soon() -> None:
    assert _refusal(b"[" * 100_000, as_json=True).message == "content.too-deep"
    assert _refusal(b"[" * 60 + b"]" * 60, as_json=True).message == "content.too-deep"


@pytest.mark.parametrize("text", ["a: |\n" + " a\n" * 600_000, "\n" * 1_900_000, "a " * 900_000, "? " * 900_000])
def test_large_files_end_soon(text: str) -> None:
    began = perf_counter()
    with suppress(ContentError):
        parse(text.encode(), "x.yaml")
    assert perf_counter() - began < 20


def test_depth_50_is_taken_and_51_is_not() -> None:
    assert _data("[" * 50 + "]" * 50) is not None
    assert _refusal(b"[" * 51 + b"]" * 51).message == "content.too-deep"


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(ContentError) as caught:
        read(path)
    assert caught.value.problems[0].message == "content.too-large"


def test_what_is_not_utf_8_names_its_line() -> None:
    problem = _refusal("a: 1\nb: 中".encode("gb18030"))
    assert (problem.line, problem.message) == (2, "content.not-utf8")


def test_a_byte_order_mark_is_no_content() -> None:
    assert parse(b"\xef\xbb\xbfa: 1", "x.yaml").data == {"a": 1}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'{"a": 1, "a": 2}', "content.duplicate-key"),
        (b'{"a": }', "content.syntax"),
    ],
)
def test_json_is_refused_likewise(raw: bytes, message: str) -> None:
    assert _refusal(raw, as_json=True).message == message


@pytest.mark.parametrize(("name", "message"), [("none.yaml", "content.no-file"), (".", "content.unreadable")])
def test_what_cannot_be_opened(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read(tmp_path / name)
    assert caught.value.problems[0].message == message
