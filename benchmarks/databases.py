"""A PostgreSQL database for one benchmark, made on a server and dropped again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, make_url, text


@contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    """Make a database of this process's own and give its address; it is dropped however the benchmark ends.

    Args:
        server: The address of a server and of a database of it, with or without the driver.
    """
    address = make_url(server.replace("postgresql://", "postgresql+psycopg://"))
    name = f"assess_benchmark_{os.getpid()}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
