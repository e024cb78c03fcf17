"""Chinese numerals up to the thousands, as numbered paragraphs and small quantities use them."""

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
NUMERAL: Final = "〇零一二两三四五六七八九十百千"
_VALUES: Final = {character: value for value, character in enumerate(DIGITS)} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}


def read_numeral(text: str) -> int | None:
    """Read 十二 as 12 and 二〇二一 as 2021; None where it is no number."""
    if text and all(character in _VALUES for character in text):
        return int("".join(str(_VALUES[character]) for character in text))
    total, digit = 0, None
    for character in text:
        if character in _TENS:
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        elif digit in (None, 0) and character in _VALUES:
            digit = _VALUES[character]
        else:
            return None
    return total + (digit or 0) if text else None


def write_numeral(number: int) -> str:
    """Write a number below 10,000 as Chinese counts: 12 is 十二."""
    made, zero = "", False
    for name, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, size)
        if digit:
            made += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = bool(made)
    return (made.removeprefix("一") if made.startswith("一十") else made) or DIGITS[0]
