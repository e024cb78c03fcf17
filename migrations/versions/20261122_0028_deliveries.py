"""On PostgreSQL: Procrastinate's tables, in a schema of their own, and a trigger that hands every queued job to them.

The SQL is the one of release 3.10, kept beside the migrations so that this step never changes under anybody.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_SQL = Path(__file__).resolve().parents[1] / "procrastinate-3.10.sql"

# Whoever calls them has our tables on the path, not Procrastinate's: its functions carry their own path with them.
_AT_HOME = """
DO $$
DECLARE one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'procrastinate'::regnamespace LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = procrastinate, pg_temp', one);
    END LOOP;
END;
$$
"""

# The delivery exists exactly when the row does: in whatever transaction it was queued, by whatever statement. A job has
# one waiting delivery at most. The clock of the database decides; a second between two clocks delays nobody.
_DELIVER = """
CREATE FUNCTION procrastinate.deliver_job() RETURNS trigger LANGUAGE plpgsql
SET search_path = procrastinate, pg_temp AS $$
BEGIN
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)
    VALUES (
        left(NEW.name, 40), 'attend', NEW.id::text, jsonb_build_object('job', NEW.id),
        CASE WHEN NEW.run_after > now() + interval '1 second' THEN NEW.run_after END
    )
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING;
    RETURN NULL;
END;
$$
"""
_TRIGGERS = {
    "job_deliver_new": "AFTER INSERT ON job FOR EACH ROW WHEN (NEW.status = 'queued')",
    "job_deliver_again": (
        "AFTER UPDATE OF status ON job FOR EACH ROW WHEN (NEW.status = 'queued' AND OLD.status <> 'queued')"
    ),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE SCHEMA procrastinate")
    op.execute("SET LOCAL search_path TO procrastinate")
    op.get_bind().exec_driver_sql(_SQL.read_text("utf-8"), execution_options={"no_parameters": True})
    op.execute("SET LOCAL search_path TO DEFAULT")
    for statement in (_AT_HOME, _DELIVER):
        op.get_bind().exec_driver_sql(statement, execution_options={"no_parameters": True})
    for name, when in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION procrastinate.deliver_job()")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in _TRIGGERS:
        op.execute(sa.text(f"DROP TRIGGER {name} ON job"))
    op.execute("DROP SCHEMA procrastinate CASCADE")
