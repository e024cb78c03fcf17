"""Drawing questions fast: what the macro draws is kept, with holes where the answers go.

A question's markup depends on the answers in few places. It is drawn once by its macro for each of its few shapes
(which boxes are ticked, whether it shows, whether it can be changed), with holes for texts and numbers; a request only
fills the holes. What is rare or long (errors, conflicts, answers to confirm, tables) is drawn by the macro each time.
"""

import re
from dataclasses import dataclass
from types import SimpleNamespace

from markupsafe import Markup, escape

from assess.web.forms.sheet import Question, Sheet
from assess.web.forms.typed import Typed
from assess.web.templating import environment
from assess.web.views.state import State

Shape = tuple[object, ...]

_HOLE = re.compile("\ue000([a-z]+)\ue001")
_BREAK = re.compile(r"\s*\n\s*")
_MOST = 20_000
_shells: dict[Shape, "Shell"] = {}


@dataclass(frozen=True, slots=True)
class Shell:
    """Markup with holes: text, hole, text, hole … text."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, markup: str) -> "Shell":
        """Split markup at its holes; line breaks between tags shrink to one."""
        return cls(tuple(_HOLE.split(compact(markup))))

    def filled(self, values: dict[str, str]) -> Markup:
        """Fill the holes; the values are escaped here."""
        pieces = [str(escape(values[part])) if place % 2 else part for place, part in enumerate(self.parts)]
        return Markup("".join(pieces))  # noqa: S704 - drawn by an autoescaping template, filled with escaped values


def compact(markup: str) -> str:
    """Take indentation out of markup that holds no text of anybody."""
    return _BREAK.sub("\n", markup)


def drawn(sheet: Sheet, question: Question, state: State, base: str) -> Markup:
    """Draw one question as it stands."""
    if state.field.errors or state.conflict or state.earlier or question.macro == "table":
        return Markup(_macro(question, state, base))  # noqa: S704 - drawn by an autoescaping template
    typed = state.field.typed
    shape = (sheet.sha256, sheet.locale, question.key, _marks(question, typed), _looks(state))
    if shape not in _shells:
        if len(_shells) >= _MOST:
            _shells.clear()
        _shells[shape] = Shell.of(_macro(question, _hollow(question, state), hole("base")))
    return _shells[shape].filled(_values(typed, state, base))


def hole(name: str) -> str:
    """Mark a hole with characters nobody types."""
    return f"\ue000{name}\ue001"


def _marks(question: Question, typed: Typed) -> Shape:
    """Give which boxes are ticked; only codes that are on offer, once each, can make a shape of their own."""
    known = [*(choice.value for choice in question.choices), "unknown"]
    return (tuple(code for code in known if code in typed.chosen), typed.unknown, typed.none)


def _looks(state: State) -> Shape:
    return (
        state.asked,
        state.kept,
        state.locked,
        bool(state.note),
        bool(state.revision),
        bool(state.changes),
        None if state.evidence is None else bool(state.evidence),
    )


def _hollow(question: Question, state: State) -> object:
    """Make a stand-in for the state whose texts are holes."""
    chosen, unknown, none = _marks(question, state.field.typed)
    typed = SimpleNamespace(
        chosen=chosen, text=hole("text"), denominator=hole("denominator"), rows=(), unknown=unknown, none=none
    )
    return SimpleNamespace(
        field=SimpleNamespace(typed=typed, errors=()),
        note=hole("note") if state.note else "",
        revision=hole("revision") if state.revision else 0,
        saved=hole("saved"),
        asked=state.asked,
        kept=state.kept,
        evidence=hole("evidence") if state.evidence else state.evidence,
        conflict="",
        earlier="",
        more=False,
        locked=state.locked,
        changes=hole("changes") if state.changes else 0,
    )


def _values(typed: Typed, state: State, base: str) -> dict[str, str]:
    return {
        "text": typed.text,
        "denominator": typed.denominator,
        "note": state.note,
        "revision": str(state.revision),
        "saved": state.saved,
        "evidence": str(state.evidence),
        "changes": str(state.changes),
        "base": base,
    }


def _macro(question: Question, state: object, base: str) -> str:
    module = environment().get_template("components/fields/question.html").module
    return str(module.question(question, state, base))  # type: ignore[attr-defined]  # the template's macro
