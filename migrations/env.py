"""Alembic's entrance: all models, one transaction, one migrating process at a time."""

from alembic import context
from sqlalchemy import Connection, Engine, text

import assess.accounts.credentials
import assess.accounts.department_models
import assess.accounts.import_models
import assess.accounts.join_models
import assess.accounts.models
import assess.accounts.privacy_models
import assess.accounts.request_models
import assess.accounts.webhooks.models
import assess.assessments.figure_models
import assess.assessments.models
import assess.assessments.rescoring.models
import assess.assessments.together_models
import assess.assessments.upload_models
import assess.audit.models
import assess.campaigns.models
import assess.checklists.models
import assess.jobs.models
import assess.listings.models
import assess.reports.bulk.models
import assess.reports.models
import assess.reviews.models  # noqa: F401 - imported for the tables they declare
from assess.config import load_settings
from assess.db import Base, open_database
from assess.db.engine import WRITING

_LOCK = 7_320_118  # any number that only this project's migrations use


def _engine() -> Engine:
    given: Engine | None = context.config.attributes.get("engine")
    return given or open_database(load_settings().database_url).engine


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        context.run_migrations()


with _engine().execution_options(**{WRITING: True}).connect() as _connection:
    _migrate(_connection)
