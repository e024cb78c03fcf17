"""Every event has a name of the table, and every name has its words."""

import ast
import re
from pathlib import Path

from assess.audit.actions import ACTIONS, QUIET, Kind
from assess.campaigns.definition import CampaignEvent
from assess.wording.audit_words import AUDIT_WORDS
from tests.house import tree

WRITERS = {"append", "log", "add", "note", "Link", "trace", "tell"}
NAME = re.compile(r"[a-z-]+\.[a-z-]+")
ELSEWHERE = ("assess/scoring/", "assess/checklists/drafting/", "assess/conditions/", "assess/wording/", "assess/cli/")


def written(path: Path) -> set[str]:
    """Give the names of events a file writes: texts handed to what writes events, and constants it knows them by."""
    found: set[str] = set()
    for node in ast.walk(tree.parse(path)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        named = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
        if called == "Reads":
            found.add(".".join(str(ast.literal_eval(one)) for one in node.args))
        if called.lstrip("_") in WRITERS:
            named += node.args
        found |= {one.value for one in named if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {text for text in found if NAME.fullmatch(text)}


def test_what_is_written_stands_in_the_table() -> None:
    strange = {
        f"{tree.name(path)}: {name}"
        for path in tree.python_files("assess")
        if not tree.name(path).startswith(ELSEWHERE)
        for name in written(path) - set(ACTIONS)
    }
    assert strange == set(), "add it to assess/audit/actions.py and its words to assess/wording/audit_words.py"


def test_what_stands_in_the_table_is_written_somewhere() -> None:
    texts = {
        node.value
        for path in tree.python_files("assess")
        if tree.name(path) not in {"assess/audit/actions.py", "assess/wording/audit_words.py"}
        for node in ast.walk(tree.parse(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    told = {f"campaign.{event.value}" for event in CampaignEvent}
    texts |= {name for path in tree.python_files("assess/web/pages") for name in written(path)}
    assert set(ACTIONS) - texts - told == set()
    assert told <= set(ACTIONS)


def test_every_action_has_its_words_and_no_word_is_left_over() -> None:
    start = "audit.action."
    assert {message.removeprefix(start) for message in AUDIT_WORDS if message.startswith(start)} == set(ACTIONS)


def test_what_leaves_a_form_as_it_was_is_known() -> None:
    assert "comment.added" in QUIET
    assert "evidence.read" in QUIET
    assert "answer.saved" not in QUIET
    assert ACTIONS["review.marked"] is Kind.CHANGE
