"""Every text is there in both languages."""

import re
from collections.abc import Iterator
from typing import Final

from assess.checklists.problems import Problem, problem
from assess.checklists.tree import Node, Path, Tree

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z]")
_SENTENCE: Final = 4  # words from which a text without Han characters is a sentence left in English


def words(tree: Tree) -> Iterator[Problem]:
    """Check every text of a file."""
    yield from _walk(tree, tree.data, ())


def _walk(tree: Tree, node: Node, path: Path) -> Iterator[Problem]:
    if isinstance(node, list):
        for index, part in enumerate(node):
            yield from _walk(tree, part, (*path, index))
    elif isinstance(node, dict):
        zh, en = node.get("zh"), node.get("en")
        if isinstance(zh, str) and isinstance(en, str):
            yield from _text(tree, path, zh, en)
        for key, part in node.items():
            yield from _walk(tree, part, (*path, key))


def _text(tree: Tree, path: Path, zh: str, en: str) -> Iterator[Problem]:
    for locale, text in (("zh", zh), ("en", en)):
        if not text.strip():
            yield problem(tree, (*path, locale), "lint.text-empty", locale=locale)
    if not _HAN.search(zh) and len(zh.split()) >= _SENTENCE:
        yield problem(tree, (*path, "zh"), "lint.text-untranslated", locale="zh")
    if _HAN.search(en) and (zh == en or not _LATIN.search(en)):
        yield problem(tree, (*path, "en"), "lint.text-untranslated", locale="en")
