"""Core statements for the hottest path: compiled once, then run on the driver's own cursor.

SQLAlchemy's work per execution (looking up the compiled form, events, result metadata) costs several times what SQLite
needs to run a small statement. What stays is what matters: one definition for both databases, and its types.
"""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Insert, Select, Update
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

T = TypeVar("T")
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in one dialect: its text, its parameters in order, and how values are converted on both ways."""

    text: str
    constants: Mapping[str, Any]
    order: tuple[str, ...]
    positional: bool
    inward: Mapping[str, Convert]
    outward: tuple[Convert | None, ...]

    def bind(self, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the driver takes
        """Give the parameters in the driver's form."""
        values = {name: params[name] if name in params else self.constants[name] for name in self.order}
        for name, convert in self.inward.items():
            values[name] = convert(values[name])
        return [values[name] for name in self.order] if self.positional else values

    def read(self, found: tuple[Any, ...]) -> list[Any]:
        """Convert the columns of a row."""
        return [convert(value) if convert else value for convert, value in zip(self.outward, found, strict=True)]


class _Prepared:
    """One statement, ready for both databases. Errors are the driver's own; the transaction is the connection's."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update) -> None:
        self._statement = statement
        self._made: dict[str, _Compiled] = {}

    def compiled(self, dialect: Dialect) -> _Compiled:
        """Give the statement in a dialect, compiling it at its first use."""
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = self._compile(dialect)
        return made

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect)
        columns = list(self._statement.selected_columns) if isinstance(self._statement, Select) else []
        inward = {name: _inward(bound.type, dialect) for bound, name in compiled.bind_names.items()}
        return _Compiled(
            text=compiled.string,
            constants=dict(compiled.params),
            order=tuple(compiled.positiontup or compiled.params),
            positional=compiled.positional,
            inward={name: convert for name, convert in inward.items() if convert is not None},
            outward=tuple(_outward(column.type, dialect) for column in columns),
        )


class PreparedQuery(_Prepared, Generic[T]):
    """A query whose rows become objects.

    Args:
        statement: The query.
        row: What makes an object of the columns, in their order, such as a NamedTuple.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]], row: Callable[..., T]) -> None:
        super().__init__(statement)
        self._row = row

    def first(self, connection: Connection, params: Mapping[str, Any]) -> T | None:
        """Run the query and give its first row, or None."""
        compiled = self.compiled(connection.dialect)
        with closing(_cursor(connection)) as cursor:
            cursor.execute(compiled.text, compiled.bind(params))
            found = cursor.fetchone()
        return None if found is None else self._row(*compiled.read(found))


class PreparedChange(_Prepared):
    """An insert or update."""

    def run(self, connection: Connection, params: Mapping[str, Any]) -> int:
        """Run the change and give how many rows it touched."""
        compiled = self.compiled(connection.dialect)
        with closing(_cursor(connection)) as cursor:
            cursor.execute(compiled.text, compiled.bind(params))
            touched: int = cursor.rowcount
        return touched


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - the driver's own
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _inward(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _outward(kind: TypeEngine[Any], dialect: Dialect) -> Convert | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
