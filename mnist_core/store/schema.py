"""The database's schema through the versions of the lab: made anew, or brought up to date.

Changes are Alembic revisions in ``migrations``. A new database gets today's tables at once and
is stamped with the newest of them; an older one is taken through those that it lacks. The
revision is kept in a table of our own name, since Optuna keeps its own in Alembic's usual one.
"""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from mnist_core.errors import StoreError
from mnist_core.store.tables import Base

READS_ONLY = "reads_only"
MIGRATIONS = Path(__file__).parent / "migrations"
FIRST_REVISION, NEWEST_REVISION = "0001", "0010"
VERSION_TABLE, FORMER_VERSION_TABLE = "digit_lab_version", "alembic_version"
POSTGRESQL_LOCK = 784_784_10  # any number that no other program on the server would choose


def bring_up_to_date(engine: Engine) -> None:
    """Make the tables, or change older ones, in one transaction; others wait for its end.

    Raises:
        StoreError: a newer lab has written the database.
    """
    with engine.execution_options(**{READS_ONLY: True}).begin() as connection:
        if revision(connection) == NEWEST_REVISION:
            return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({POSTGRESQL_LOCK})"))
        _bring_up_to_date(connection, revision(connection))


def revision(connection: Connection) -> str | None:
    """Give the revision a database is at; none if it has no tables yet."""
    tables = inspect(connection).get_table_names()
    if VERSION_TABLE in tables:
        return _noted(connection, VERSION_TABLE)
    if FORMER_VERSION_TABLE in tables and "runs" in tables:
        return _noted(connection, FORMER_VERSION_TABLE)
    return FIRST_REVISION if "runs" in tables else None


def _noted(connection: Connection, table: str) -> str | None:
    return connection.execute(text(f"SELECT version_num FROM {table}")).scalar()


def _bring_up_to_date(connection: Connection, found: str | None) -> None:
    if found == NEWEST_REVISION:
        return
    if found is None:
        Base.metadata.create_all(connection)
        stamp(connection, NEWEST_REVISION)
        return
    if found > NEWEST_REVISION:
        raise StoreError(
            f"A newer Digit Lab has written this database (revision {found}); update the lab."
        )
    upgrade(connection, found)


def stamp(connection: Connection, at: str) -> None:
    """Note the revision in the database, as Alembic does."""
    connection.execute(
        text(f"CREATE TABLE IF NOT EXISTS {VERSION_TABLE} (version_num VARCHAR(32) PRIMARY KEY)")
    )
    connection.execute(text(f"DELETE FROM {VERSION_TABLE}"))
    connection.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:at)"), {"at": at})


def upgrade(connection: Connection, found: str) -> None:
    """Take a database through the revisions that it lacks."""
    from alembic import command  # noqa: PLC0415 - rarely needed, and slow to import
    from alembic.config import Config  # noqa: PLC0415

    tables = inspect(connection).get_table_names()
    if VERSION_TABLE not in tables:
        stamp(connection, found)  # the first version wrote no revision, the next ones another table
        if FORMER_VERSION_TABLE in tables:
            connection.execute(text(f"DROP TABLE {FORMER_VERSION_TABLE}"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
