"""What we write as YAML our reader reads back as it was, and it is pleasant to edit."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.checklists.definition import Checklist
from assess.checklists.loader import SHIPPED, catalogue, load_published, validate
from assess.checklists.loader.yamltext import parse
from assess.checklists.tree import Node
from assess.checklists.yamlout import dump, plain, scalar, short
from assess.values.text import Text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-(10**9), 10**9, places=3)
    | TEXTS
    | st.sampled_from(
        ["yes", "Null", "1.0.0", "0370", "2026-11-22", "- a", "a: b", "a #b", "~", "1e5", ".5", "a:", "&a"]
    )
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(lambda key: key != "<<")
NODES: st.SearchStrategy[Node] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=25
)


def read(text: str) -> Node:
    return parse(text.encode(), "made.yaml").data


@settings(deadline=None)
@given(st.dictionaries(KEYS, NODES, min_size=1, max_size=4))
def test_what_is_written_is_read_back(data: dict[str, Node]) -> None:
    assert read(dump(data, head=["made"])) == data


@settings(deadline=None)
@given(NODES)
def test_a_part_is_read_back(data: Node) -> None:
    assert read(short(data)) == data


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("信用", "信用"),
        ("《专利法》", "《专利法》"),
        ("linyi-2021/7", "linyi-2021/7"),
        ("371300", '"371300"'),
        ("1.0.0", '"1.0.0"'),
        ("yes", '"yes"'),
        ("a: b", '"a: b"'),
        ("如有，请填写", "如有，请填写"),
        ("one, two", "one, two"),
        ("", '""'),
        ("=1+1", '"=1+1"'),
        ("two\nlines", '"two\\nlines"'),
    ],
)
def test_quotes_stand_where_they_are_needed(text: str, written: str) -> None:
    assert scalar(text) == written


def test_numbers_keep_their_digits() -> None:
    assert [scalar(number) for number in (Decimal("0.50"), Decimal("1E+3"), 7)] == ["0.50", "1000", "7"]


def test_defaults_are_left_out_and_keys_are_those_of_files() -> None:
    published, _ = load_published(SHIPPED, "linyi-2021/enterprise", "1.0.0")
    item = next(iter(published.checklist.form.items()))
    made = plain(item)
    assert isinstance(made, dict)
    assert "bonus" not in made
    assert made["title"] == {"zh": "未被列入严重违法失信名单", "en": "Not on the serious-dishonesty list"}
    assert made["rule"] == {"levels": {"fact": "credit.serious-list", "credits": {"yes": Decimal(0), "no": Decimal(1)}}}
    assert plain(Text(zh="中", en="en")) == {"zh": "中", "en": "en"}


def test_long_texts_are_folded_and_lists_of_mappings_stand_line_by_line() -> None:
    text = " ".join(["word"] * 60)
    made = dump(
        {"help": text, "items": [{"key": "a"}, {"key": "b"}], "points": {"duty": 3}}, comments={("items", 1): ["why"]}
    )
    assert made.splitlines()[0] == "help: >-"
    assert made.splitlines()[-5:] == ["items:", "  - {key: a}", "  # why", "  - {key: b}", "points: {duty: 3}"]
    assert max(len(line) for line in made.splitlines()) <= 118


@pytest.mark.parametrize("entry", catalogue(SHIPPED), ids=lambda entry: f"{entry.key}-{entry.version}")
def test_every_checklist_is_written_and_read_back(entry: object) -> None:
    published, _ = load_published(SHIPPED, entry.key, entry.version)  # type: ignore[attr-defined]  # an Entry
    data = plain(published.checklist)
    assert isinstance(data, dict)
    assert validate(parse(dump(data).encode(), "made.yaml"), Checklist) == published.checklist
