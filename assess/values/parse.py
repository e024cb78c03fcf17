"""Read an answer: the raw shape of JSON or YAML becomes a typed value, or is refused with the reason."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from assess.values import limits, scalars, tables
from assess.values.fact import Fact, FactType
from assess.values.invalid import InvalidValue, Refusal
from assess.values.model import UNKNOWN, Known, Rate, Value

__all__ = ["InvalidValue", "parse"]

_WORD_UNKNOWN = ("yes-no", "choice")  # these spell 不清楚 as "unknown"; every type as {"unknown": true}


def parse(fact: Fact, raw: object) -> Value:
    """Read an answer to a fact.

    Args:
        fact: What is asked.
        raw: "yes", a code, a list of codes, a number as text or int, {"numerator", "denominator"}, "YYYY-MM-DD",
            a text, a list of rows, or for 不清楚 {"unknown": true}.

    Raises:
        InvalidValue: When the value does not fit; nothing is mended silently.
    """
    try:
        return UNKNOWN if _says_unknown(fact, raw) else _READERS[fact.type](fact, raw)
    except Refusal as refusal:
        raise InvalidValue(refusal.step.message, refusal.step.params, fact=fact.key) from None


def _says_unknown(fact: Fact, raw: object) -> bool:
    if isinstance(raw, str):
        word = raw == "unknown" and fact.type in _WORD_UNKNOWN
        said = word and all(option.value != raw for option in fact.options)
    else:
        said = isinstance(raw, Mapping) and set(raw) == {"unknown"} and raw["unknown"] is True
    if said and not fact.unknown:
        raise Refusal("value.unknown-not-offered")
    return said


def _choices(fact: Fact, raw: object) -> tuple[str, ...]:
    """Read a list of codes, in the order of the options; an empty list says that none applies."""
    if isinstance(raw, str | bytes) or not isinstance(raw, Sequence):
        raise Refusal("value.not-a-list")
    given = {scalars.code(code, fact.options) for code in raw}
    if len(given) > 1 and any(option.exclusive for option in fact.options if option.value in given):
        raise Refusal("value.exclusive-choice")
    return tuple(option.value for option in fact.options if option.value in given)


def _rate(fact: Fact, raw: object) -> Rate:
    if not isinstance(raw, Mapping) or set(raw) != {"numerator", "denominator"}:
        raise Refusal("value.not-a-rate")
    numerator = scalars.number(raw["numerator"], decimals=fact.decimals, low=None, high=None)
    denominator = scalars.number(raw["denominator"], decimals=fact.decimals, low=None, high=None)
    if numerator > denominator:
        raise Refusal("value.numerator-above-denominator", numerator=numerator, denominator=denominator)
    return Rate(numerator, denominator)


_READERS: Final[Mapping[FactType, Callable[[Fact, object], Known]]] = {
    "yes-no": lambda fact, raw: scalars.yes_no(raw, partial="partial" in fact.allow),
    "choice": lambda fact, raw: scalars.code(raw, fact.options),
    "choices": _choices,
    "number": lambda fact, raw: scalars.number(raw, decimals=fact.decimals, low=fact.min, high=fact.max),
    "money": lambda fact, raw: scalars.number(raw, decimals=limits.MONEY_DECIMALS, low=fact.min, high=fact.max),
    "rate": _rate,
    "date": lambda _fact, raw: scalars.date(raw),
    "text": lambda fact, raw: scalars.text(raw, max_length=fact.max_length),
    "table": tables.rows,
}
