"""What reviewers and appellants write: trimmed, of bounded length, without characters no database takes."""

from assess.errors import InvalidError


def clean(text: str, *, field: str, most: int) -> str:
    """Give a text as it is kept.

    Raises:
        InvalidError: Too long, or with a character that cannot be stored.
    """
    trimmed = text.strip().replace("\r\n", "\n")
    if len(trimmed) > most:
        raise InvalidError("review.text-too-long", field=field, most=most)
    if "\0" in trimmed:
        raise InvalidError("value.control-character", field=field)
    return trimmed


def need(text: str, message: str, *, field: str, most: int) -> str:
    """Give a text that must not be empty.

    Raises:
        InvalidError: It is (`message`), or it cannot be taken.
    """
    trimmed = clean(text, field=field, most=most)
    if not trimmed:
        raise InvalidError(message, field=field)
    return trimmed
