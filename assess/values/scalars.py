"""Read one plain value: a number, a date, a text, a code. Each refuses with the reason and knows no fact."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from assess.values import limits
from assess.values.fact import Option
from assess.values.invalid import Refusal

_ZERO = Decimal(0)


def number(raw: object, *, decimals: int, low: Decimal | None, high: Decimal | None) -> Decimal:
    """Read a number.

    Args:
        raw: Text, int or Decimal; a float counts as the shortest text that means it.
        decimals: Digits allowed after the point; zeros at the end do not count.
        low: The least value; None means 0, for nearly everything asked is a count or an amount.
        high: The greatest value, or None.
    """
    value = _plain(_literal(raw), decimals)
    least = _ZERO if low is None else low
    if value < least:
        raise Refusal("value.too-small", least=least)
    if high is not None and value > high:
        raise Refusal("value.too-large", most=high)
    return value


def _literal(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise Refusal("value.not-a-number")
    if isinstance(raw, str):
        return raw.strip()
    if isinstance(raw, int):
        return _whole_literal(raw)
    exact = Decimal(repr(raw)) if isinstance(raw, float) else raw
    if not exact.is_finite():
        raise Refusal("value.not-a-number")
    if abs(exact.adjusted()) > limits.NUMBER_LENGTH:
        raise Refusal("value.number-too-long", digits=limits.WHOLE_DIGITS)
    return format(exact, "f")


def _whole_literal(raw: int) -> str:
    if abs(raw) >= 10**limits.WHOLE_DIGITS:  # before str(), which Python refuses for thousands of digits
        raise Refusal("value.number-too-long", digits=limits.WHOLE_DIGITS)
    return str(raw)


def _plain(text: str, decimals: int) -> Decimal:
    """Turn the text of a number into a Decimal without needless zeros."""
    if len(text) > limits.NUMBER_LENGTH:
        raise Refusal("value.number-too-long", digits=limits.WHOLE_DIGITS)
    if not limits.NUMBER.fullmatch(text):
        raise Refusal("value.not-a-number")
    whole, _, fraction = text.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > limits.WHOLE_DIGITS:
        raise Refusal("value.number-too-long", digits=limits.WHOLE_DIGITS)
    if len(fraction.rstrip("0")) > decimals:
        raise Refusal("value.too-many-decimals", decimals=decimals) if decimals else Refusal("value.not-whole")
    fraction = fraction.rstrip("0")
    unsigned = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return -unsigned if text.startswith("-") and unsigned else unsigned


def date(raw: object) -> dt.date:
    """Read a day written YYYY-MM-DD."""
    day = _day(raw)
    if not limits.FIRST_YEAR <= day.year <= limits.LAST_YEAR:
        raise Refusal("value.date-out-of-range", first=str(limits.FIRST_YEAR), last=str(limits.LAST_YEAR))
    return day


def _day(raw: object) -> dt.date:
    if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
        return raw
    if not isinstance(raw, str) or not limits.DATE.fullmatch(raw.strip()):
        raise Refusal("value.not-a-date")
    try:
        return dt.date.fromisoformat(raw.strip())
    except ValueError:
        raise Refusal("value.no-such-day") from None


def text(raw: object, *, max_length: int) -> str:
    """Read a text: trimmed, with plain line ends, not empty."""
    if not isinstance(raw, str):
        raise Refusal("value.not-a-text")
    if len(raw) > max_length * 2 + 100:  # carriage returns and outer blanks do not count, but have an end too
        raise Refusal("value.text-too-long", most=max_length)
    value = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not value:
        raise Refusal("value.empty")
    if len(value) > max_length:
        raise Refusal("value.text-too-long", most=max_length)
    if limits.FORBIDDEN.search(value):
        raise Refusal("value.control-character")
    if limits.blank(value):
        raise Refusal("value.empty")
    return value


def code(raw: object, options: Sequence[Option]) -> str:
    """Read one code out of a list of options."""
    if not isinstance(raw, str):
        raise Refusal("value.not-a-code")
    if all(raw != option.value for option in options):
        raise Refusal("value.not-an-option", given=raw[: limits.NUMBER_LENGTH])
    return raw


def yes_no(raw: object, *, partial: bool) -> str:
    """Read 是 or 否 (or 部分 where it is allowed)."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if raw in ("yes", "no") or (partial and raw == "partial"):
        return str(raw)
    raise Refusal("value.not-yes-no")
