"""One small WTForms field class per fact type: text in, typed value out, the text kept for showing it again.

WTForms builds and checks; `templates/components/fields/*` draw. The widgets of WTForms are not used: they cost twenty
times the macro.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.utils import unset_value

from assess.values.fact import Fact, FactType
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.parse import InvalidValue, parse
from assess.values.written import plain_date, plain_number
from assess.web.forms.tables import free_id, raw_row, rows_pasted, rows_sent
from assess.web.forms.typed import (
    DENOMINATOR,
    NONE_BOX,
    PASTE,
    UNKNOWN_BOX,
    UNKNOWN_CODE,
    Sent,
    Typed,
    TypedRow,
    first,
    plain_text,
)
from assess.wording.sentences import say

RAW_UNKNOWN: Mapping[str, bool] = {"unknown": True}


class FactField(Field):
    """What all questions share; a subclass per shape says how its boxes are read and filled."""

    def __init__(self, *, fact: Fact, **bound: Any) -> None:  # noqa: ANN401 - what WTForms binds a field with
        """Bind the field to the fact it asks."""
        super().__init__(label=None, **bound)
        self.fact = fact
        self.typed = Typed()

    def process(self, formdata: Sent | None, data: object = unset_value, extra_filters: object = None) -> None:
        """Fill the boxes from what was sent, or else from the saved value."""
        del extra_filters  # no caller gives any
        self.process_errors = []
        self.data = None if data is unset_value else data
        if formdata is not None:
            self.typed = self.sent(self.fact, formdata)
        elif self.data is not None:
            self.typed = self.filled(self.data)

    def validate(self, form: object, extra_validators: object = ()) -> bool:
        """Read the boxes as a value; a refusal becomes the field's one error, in the form's language."""
        del extra_validators  # the fact says everything
        try:
            self.data = self.value(self.fact, self.typed)
            self.errors = []
        except InvalidValue as refusal:
            locale = form.meta.locale  # type: ignore[attr-defined]  # our own Meta
            self.errors = [say(refusal.message, refusal.params, locale)]
        return not self.errors

    @classmethod
    def value(cls, fact: Fact, typed: Typed) -> Value | None:
        """Read the boxes as a value.

        Returns:
            None where nothing stands in them: the answer is taken back.

        Raises:
            InvalidValue: When what was written is not a value of this fact.
        """
        raw = cls.raw(fact, typed)
        return None if raw is None else parse(fact, raw)

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """Collect this question's boxes from a submitted form."""
        raise NotImplementedError

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """Fill the boxes with a saved value."""
        raise NotImplementedError

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """Shape the boxes for `values.parse`; None where they are empty."""
        raise NotImplementedError


class OneField(FactField):
    """One choice among radios: yes-no and choice, 不清楚 among them."""

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """See `FactField.sent`."""
        code = first(sent, fact.key)
        return Typed(chosen=(code,) if code else ())

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """See `FactField.filled`."""
        return Typed(chosen=(UNKNOWN_CODE if value is UNKNOWN else str(value),))

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """See `FactField.raw`."""
        del fact
        return typed.chosen[0] if typed.chosen else None


class ManyField(FactField):
    """Any number of checkboxes, with 以上都没有 and 不清楚 beside them."""

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """See `FactField.sent`."""
        return Typed(
            chosen=tuple(code for code in sent.getlist(fact.key) if code),
            unknown=fact.key + UNKNOWN_BOX in sent,
            none=fact.key + NONE_BOX in sent,
        )

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """See `FactField.filled`."""
        if value is UNKNOWN:
            return Typed(unknown=True)
        codes = tuple(str(code) for code in value) if isinstance(value, tuple) else ()
        return Typed(chosen=codes, none=not codes)

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """See `FactField.raw`."""
        _refuse_both(fact, typed, filled=bool(typed.chosen))
        if typed.unknown:
            return RAW_UNKNOWN
        return list(typed.chosen) if typed.chosen or typed.none else None


class BoxField(FactField):
    """One box of text: number, money, date and text."""

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """See `FactField.sent`."""
        return Typed(text=first(sent, fact.key), unknown=fact.key + UNKNOWN_BOX in sent)

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """See `FactField.filled`."""
        return Typed(unknown=True) if value is UNKNOWN else Typed(text=written(value))

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """See `FactField.raw`."""
        _refuse_both(fact, typed, filled=bool(typed.text.strip()))
        return RAW_UNKNOWN if typed.unknown else cls.plain(typed.text) or None

    @staticmethod
    def plain(text: str) -> str:
        """Bring the text into the shape `values.parse` reads."""
        return plain_text(text)


class NumberField(BoxField):
    """A number or an amount of money."""

    plain = staticmethod(plain_number)


class DateField(BoxField):
    """A day."""

    plain = staticmethod(plain_date)


class RateField(FactField):
    """A share given by its two counts."""

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """See `FactField.sent`."""
        return Typed(
            text=first(sent, fact.key),
            denominator=first(sent, fact.key + DENOMINATOR),
            unknown=fact.key + UNKNOWN_BOX in sent,
        )

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """See `FactField.filled`."""
        if isinstance(value, Rate):
            return Typed(text=written(value.numerator), denominator=written(value.denominator))
        return Typed(unknown=True)

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """See `FactField.raw`."""
        boxes = {"numerator": plain_number(typed.text), "denominator": plain_number(typed.denominator)}
        _refuse_both(fact, typed, filled=any(boxes.values()))
        if typed.unknown:
            return RAW_UNKNOWN
        return boxes if any(boxes.values()) else None


class TableField(FactField):
    """Rows of typed columns, typed in or pasted from a spreadsheet."""

    @property
    def blank_row(self) -> str:
        """Give the id of the blank row a page offers."""
        return free_id(self.typed.rows)

    @classmethod
    def sent(cls, fact: Fact, sent: Sent) -> Typed:
        """See `FactField.sent`."""
        pasted = rows_pasted(fact, first(sent, fact.key + PASTE))
        return Typed(
            rows=(*rows_sent(fact, sent), *pasted),
            unknown=fact.key + UNKNOWN_BOX in sent,
            none=fact.key + NONE_BOX in sent,
        )

    @classmethod
    def filled(cls, value: Value) -> Typed:
        """See `FactField.filled`."""
        if value is UNKNOWN:
            return Typed(unknown=True)
        rows = tuple(row for row in value if isinstance(row, Row)) if isinstance(value, tuple) else ()
        return Typed(rows=tuple(_typed_row(row) for row in rows), none=not rows)

    @classmethod
    def raw(cls, fact: Fact, typed: Typed) -> object:
        """See `FactField.raw`."""
        _refuse_both(fact, typed, filled=bool(typed.rows))
        if typed.unknown:
            return RAW_UNKNOWN
        return [raw_row(fact, row) for row in typed.rows] if typed.rows or typed.none else None


FIELDS: Mapping[FactType, type[FactField]] = {
    "yes-no": OneField,
    "choice": OneField,
    "choices": ManyField,
    "number": NumberField,
    "money": NumberField,
    "date": DateField,
    "text": BoxField,
    "rate": RateField,
    "table": TableField,
}


def written(value: object) -> str:
    """Write a value as a person types it: plain digits, ISO days."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _typed_row(row: Row) -> TypedRow:
    return TypedRow(id=row.id, cells={key: written(cell) for key, cell in row.cells.items()})


def _refuse_both(fact: Fact, typed: Typed, *, filled: bool) -> None:
    """Refuse two answers at once: neither may win silently."""
    if sum((typed.unknown, typed.none, filled)) > 1:
        raise InvalidValue("value.two-answers", {}, fact=fact.key)
