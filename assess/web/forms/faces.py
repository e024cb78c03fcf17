"""A face as a form: colours, texts, and the chapters in their order."""

import re
from typing import Final

from starlette.datastructures import FormData
from wtforms import BooleanField, Form, HiddenField, StringField, TextAreaField

from assess.reports.face_given import TEXTS, FaceGiven, Fault
from assess.reports.faces import KEPT, placed
from assess.web import i18n
from assess.web.forms.base import Fields, marked, stripped, text
from assess.wording.sentences import say

COLOURS: Final = ("main", "second")
UP, DOWN = "up", "down"
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII)


class FaceForm(Form):
    """What is asked of a face; the order of chapters is kept beside it, for it is no field of one value."""

    expected = HiddenField()
    main = StringField(marked("主色"), filters=[stripped], id="main-colour")  # `main` is the page's own
    second = StringField(marked("辅色"), filters=[stripped], id="second-colour")
    logo = StringField(marked("标志"))
    without_logo = BooleanField(marked("不用标志"), false_values=("", "no"))
    line_zh = text(marked("封面题上文字（中文报告）"))
    line_en = text(marked("封面题上文字（英文报告）"))
    note_zh = TextAreaField(marked("封面说明（中文报告）"))
    note_en = TextAreaField(marked("封面说明（英文报告）"))
    chapters = StringField(marked("各部分的次序"))

    order: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()

    def wanted(self) -> FaceGiven:
        """Give the face that is asked for."""
        texts = {name: str(self[name].data or "") for name in (*COLOURS, *TEXTS)}
        return FaceGiven(**texts, order=self.order, left_out=tuple(sorted(self.left_out)))

    def refuse(self, fault: Fault) -> None:
        """Put a reason beside its field."""
        field = self[fault.field]
        field.errors = [*field.errors, say(fault.message, dict(fault.params), i18n.current())]


def shown(given: FaceGiven, expected: str) -> FaceForm:
    """Draw a face that is kept."""
    form = FaceForm(data={name: getattr(given, name) for name in (*COLOURS, *TEXTS)} | {"expected": expected})
    form.order, form.left_out = placed(given.order), frozenset(given.left_out)
    return form


def sent(posted: FormData) -> FaceForm:
    """Read a form that was sent; an order with what is no chapter is left for the judge."""
    form = FaceForm(Fields(posted))
    for name in COLOURS:
        form[name].data = _colour(posted, name)
    form.order = tuple(str(one) for one in posted.getlist("order"))
    ticked = {str(one) for one in posted.getlist("shown")}
    form.left_out = frozenset(key for key in form.order if key not in ticked and key not in KEPT)
    return form


def _colour(posted: FormData, name: str) -> str:
    """Give the text of a colour, or the colour that was picked where only that was touched."""
    written, picked, before = (str(posted.get(key) or "") for key in (name, f"{name}_picked", f"{name}_before"))
    return picked if written == before and picked not in {"", pickable(before)} else written


def pickable(colour: str) -> str:
    """Give what a browser's colour field shows of a text: black where it is no colour."""
    return colour if _COLOUR.fullmatch(colour) else "#000000"


def moved(posted: FormData) -> tuple[str, str] | None:
    """Tell which chapter is to be moved, and where to; None where the form was sent to be kept."""
    way, _colon, key = str(posted.get("move") or "").partition(":")
    return (way, key) if "move" in posted else None


def reordered(order: tuple[str, ...], way: str, key: str) -> tuple[str, ...]:
    """Change a chapter's place with its neighbour; at the end of the row, or for nonsense, nothing changes."""
    made = list(placed(order))
    if key not in made or way not in {UP, DOWN}:
        return tuple(made)
    at = made.index(key)
    other = at - 1 if way == UP else at + 1
    if 0 <= other < len(made):
        made[at], made[other] = made[other], made[at]
    return tuple(made)
