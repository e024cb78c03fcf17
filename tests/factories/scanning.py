"""Looking for words in everything a database holds."""

from collections.abc import Collection, Iterator

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

Place = tuple[str, str]


def places(session: Session, words: Collection[str]) -> set[Place]:
    """Give the table and column of every value, of whatever type, that contains one of the words."""
    session.flush()
    return {(table, column) for table, column, value in _values(session) if any(word in value for word in words)}


def _values(session: Session) -> Iterator[tuple[str, str, str]]:
    connection = session.connection()
    for table in inspect(connection).get_table_names():
        for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608 - the table's own name
            for column, value in row.items():
                yield table, str(column), _readable(value)


def _readable(value: object) -> str:
    """Write a value as text; JSON that the driver took apart is written again, with its letters as they are."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    found = str(value)
    return found.encode().decode("unicode_escape") if "\\u" in found else found
