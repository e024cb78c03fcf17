"""Chinese text carries Chinese punctuation: on pages, in reports, on the command line and in the checklists."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.house import tree

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
BEFORE = rf"[{HAN}”’》」）】％]"
# English in brackets behind a space may keep the brackets of its own language.
ASCII_AFTER_CHINESE = re.compile(rf"{BEFORE}[,;:?!()]|{BEFORE} [,;:?!]|{BEFORE} \([^()]*[{HAN}]")
NO_WORDS = re.compile(r"%\(\w+\)[sd]|\{[^{}]*\}|<[^<>]*>|https?://\S+")
PLACE = re.compile(r"^\S+\.ya?ml:\d+:\S* ")  # `file:line:key: ` before a message, as every tool writes it
COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
MOST_LATIN = 1.2  # Chinese characters for one word of Latin letters: with fewer it is an English sentence


def chinese(text: str) -> bool:
    """Tell whether a text is mostly Chinese; what is filled in and where a link leads do not count."""
    words = NO_WORDS.sub("", text)
    return len(re.findall(f"[{HAN}]", words)) >= MOST_LATIN * len(re.findall("[A-Za-z]{2,}", words))


def misset(text: str) -> bool:
    """Tell whether ASCII punctuation follows a Chinese character in a Chinese text."""
    said = PLACE.sub("", text)
    return bool(ASCII_AFTER_CHINESE.search(said)) and chinese(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合规得分: 66.7", True),
        ("版本,默认最新 / version", True),
        ("是否向境外销售?", True),
        ("“部分”,按一半计", True),
        ("某(上海)公司", True),
        ("合计 (满分)", True),
        ("合规得分：66.7", False),
        ("已保存 %(time)s", False),
        ("x.yaml:9:form.读取: 最低一档应从 0 起", False),
        ("The report says 差距, which means a gap", False),
        ("满分 100 (of 100)", False),
        ("已创建管理员 (administrator created)", False),
    ],
)
def test_misset_punctuation_is_recognised(*, text: str, expected: bool) -> None:
    assert misset(text) is expected


def python_strings(path: Path) -> Iterator[str]:
    """Yield the strings of a source, without its docstrings and search patterns."""
    walked = list(ast.walk(tree.parse(path)))
    unsaid = {id(node.value) for node in walked if isinstance(node, ast.Expr)}
    unsaid |= {id(part) for node in walked if is_search(node) for part in ast.walk(node)}
    for node in walked:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in unsaid:
            yield node.value


def is_search(node: ast.AST) -> bool:
    """Tell whether a node calls the regular expressions."""
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")


def yaml_strings(path: Path) -> Iterator[str]:
    """Yield the values of a YAML file that are text; keys and the marks of its syntax are none."""
    yield from _texts(YAML(typ="safe").load(path))


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict | list):
        for part in node.values() if isinstance(node, dict) else node:
            yield from _texts(part)
    elif isinstance(node, str):
        yield node


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a template or a script without comments: their Chinese is what people read."""
    yield from COMMENT.sub("", path.read_text(encoding="utf-8")).splitlines()


@pytest.mark.parametrize("path", tree.python_files("assess"), ids=tree.name)
def test_python_sets_its_chinese(path: Path) -> None:
    assert [text for text in python_strings(path) if misset(text)] == []


@pytest.mark.parametrize("path", sorted((tree.ROOT / "checklists").rglob("*.yaml")), ids=tree.name)
def test_a_checklist_sets_its_chinese(path: Path) -> None:
    assert [text for text in yaml_strings(path) if misset(text)] == []


def test_pages_set_their_chinese() -> None:
    scripts = [path for path in (tree.ROOT / "assess/web/static").rglob("*.js") if "vendor" not in path.parts]
    assert scripts
    said = [(tree.name(path), line) for path in (*tree.templates(), *scripts) for line in lines(path)]
    assert [found for found in said if ASCII_AFTER_CHINESE.search(found[1])] == []
