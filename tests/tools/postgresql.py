"""A real PostgreSQL for the register: HALFTERM_POSTGRESQL is the URL of a server that takes databases."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from tests.tools.tool import Tool

_VARIABLE = "HALFTERM_POSTGRESQL"


def _missing() -> str | None:
    url = os.environ.get(_VARIABLE)
    if not url:
        return f"{_VARIABLE} is not set; .ci/run shows how a server is started"
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"{_VARIABLE} cannot be reached ({type(error).__name__}); start the server"
    finally:
        engine.dispose()
    return None


POSTGRESQL = Tool("PostgreSQL", _missing)


@contextmanager
def fresh_database() -> Iterator[str]:
    """Give the URL of a new, empty database, and drop it at the end."""
    server = make_url(os.environ[_VARIABLE])
    name = f"halfterm_{secrets.token_hex(6)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _drop(engine, name)
        engine.dispose()


def _drop(engine: Engine, name: str) -> None:
    """Drop a database, also where the server's own cleaning is at it just then, which nobody may end."""
    for wait_s in (0.5, 1, 2, 4, 0):
        try:
            with engine.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        except SQLAlchemyError:
            if not wait_s:
                raise
            time.sleep(wait_s)
        else:
            return
