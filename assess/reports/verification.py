"""What a report says of how it can be checked, the same in every format (pure)."""

from assess.reports.parts import Pair
from assess.reports.seals import Seal, spaced
from assess.reports.words import word
from assess.values.text import Locale


def lines(content_hash: str, seal: Seal | None, locale: Locale) -> tuple[Pair, ...]:
    """Give the lines by which a report is checked: code, address and hash.

    Args:
        content_hash: What names the report.
        seal: Its code and where to ask by it; None where no service knows the report, and then the lines say so.
        locale: The language.
    """
    return (*_code(seal, locale), Pair(label=word("hash", locale), value=content_hash))


def _code(seal: Seal | None, locale: Locale) -> tuple[Pair, ...]:
    if seal is None:
        return (Pair(label=word("verify", locale), value=word("verify.none", locale)),)
    code = Pair(label=word("verify.code", locale), value=spaced(seal.code))
    if seal.address is None:
        return (code,)
    return (code, Pair(label=word("verify.address", locale), value=seal.address))
