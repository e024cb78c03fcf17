"""The tables of a database as it stands: in the order of their foreign keys, and rows after those they refer to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    Select,
    Table,
    TableClause,
    Text,
    cast,
    column,
    func,
    literal,
    select,
    table,
)

from assess.backup.rows import kind_of, kinds_of
from assess.db import Database

FLEETING: Final = frozenset({"web_session", "attempt", "oidc_attempt", "presence", "kept_answer", "audit_reading"})
"""Left out: who is signed in, counted tries, sign-ins on their way, who looks at what, answers kept for repetition."""

FILES: Final = (
    ("evidence", "sha256"),
    ("report", "file_key"),
    ("report_face", "logo_key"),
    ("report_batch", "file_key"),
    ("listing_import", "sha256"),
)
"""Where rows speak of stored files."""

PASSING: Final = frozenset({"listing_import"})
"""Their files go once they are read: such a file need not be there."""

_VERSION: Final = "alembic_version"
_BATCH: Final = 100


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns with their kinds in the order of their names, its key, and what refers to the key."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    above: str | None

    def plain(self, connection: Connection) -> TableClause:
        """Give the table with the types its kinds have on this database."""
        known = kinds_of(connection)
        return table(self.name, *(column(name, known[kind].type) for name, kind in self.columns.items()))


def shapes(connection: Connection) -> list[Shape]:
    """Read what tables there are, those that others refer to first; without those that are left out."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [_shape(found) for found in metadata.sorted_tables if found.name not in FLEETING | {_VERSION}]


def _shape(found: Table) -> Shape:
    by_name: list[Column[Any]] = sorted(found.columns, key=lambda one: str(one.name))
    own = [key.parent.name for key in found.foreign_keys if key.column.table is found]
    return Shape(
        name=found.name,
        columns={str(one.name): kind_of(one.type) for one in by_name},
        key=tuple(one.name for one in found.primary_key.columns),
        above=own[0] if own else None,
    )


def snapshot(database: Database) -> Connection:
    """Open a connection that sees one instant of the database while others write; close it yourself."""
    connection = database.engine.connect()
    if database.sqlite:
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def count(connection: Connection, shape: Shape) -> int:
    """Count the rows of a table."""
    return int(connection.execute(select(func.count()).select_from(shape.plain(connection))).scalar_one())


def filled(connection: Connection) -> list[str]:
    """Name the tables that hold rows, the fleeting ones among them."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [
        found.name
        for found in metadata.sorted_tables
        if found.name != _VERSION and connection.execute(select(literal(1)).select_from(found).limit(1)).first()
    ]


def batches(connection: Connection, shape: Shape) -> Iterator[Sequence[Sequence[Any]]]:
    """Go through a table's rows, the columns in the order of their names."""
    found = connection.execute(_ordered(connection, shape), execution_options={"yield_per": _BATCH})
    return found.partitions()


def _ordered(connection: Connection, shape: Shape) -> Select[*tuple[Any, ...]]:
    """Select a table's rows; where they refer to one another, those above come first."""
    plain = shape.plain(connection)
    wanted = select(*(_as_text(connection, shape, name, plain) for name in shape.columns))
    if shape.above is None:
        return wanted.order_by(*(plain.c[name] for name in shape.key))
    key, below = plain.c[shape.key[0]], plain.alias()
    top = select(key.label("key"), literal(0).label("depth")).where(plain.c[shape.above].is_(None))
    walk = top.cte("walk", recursive=True)
    under = select(below.c[shape.key[0]], walk.c.depth + 1).join(walk, below.c[shape.above] == walk.c.key)
    walk = walk.union_all(under)
    return wanted.join(walk, walk.c.key == key).order_by(walk.c.depth, key)


def _as_text(connection: Connection, shape: Shape, name: str, plain: TableClause) -> ColumnElement[Any]:
    """Give a column to be read; PostgreSQL gives JSON as text only when asked to."""
    found = plain.c[name]
    to_cast = shape.columns[name] == "json" and connection.dialect.name == "postgresql"
    return cast(found, Text) if to_cast else found


def keys_of(connection: Connection, known: Sequence[Shape]) -> dict[str, bool]:
    """Give the keys of the files rows speak of, saying of each whether it has to be there."""
    by_name, keys = {shape.name: shape for shape in known}, dict[str, bool]()
    for name, named in FILES:
        if name in by_name and named in by_name[name].columns:
            found = by_name[name].plain(connection).c[named]
            for key in connection.scalars(select(found).where(found.is_not(None)).distinct().order_by(found)):
                keys[key] = keys.get(key, False) or name not in PASSING
    return keys
