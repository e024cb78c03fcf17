"""What is submitted, chained or part of a history is never changed: the database refuses it too.

The history of a trial is the one exception: it is deleted with the trial, which belongs to no organisation.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = ("submission", "audit_event", "answer_history")
_DELETION = {"answer_history": "(SELECT organisation_id FROM assessment WHERE id = OLD.assessment_id) IS NOT NULL"}


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _TABLES:
        for verb in ("UPDATE", "DELETE"):
            condition = _DELETION.get(table) if verb == "DELETE" else None
            (_postgresql if postgresql else _sqlite)(table, verb, condition)


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in _TABLES:
        for verb in ("UPDATE", "DELETE"):
            name = _name(table, verb)
            if postgresql:
                op.execute(f"DROP TRIGGER {name} ON {table}")
                op.execute(f"DROP FUNCTION {name}()")
            else:
                op.execute(f"DROP TRIGGER {name}")


def _name(table: str, verb: str) -> str:
    return f"refuse_{verb.lower()}_{table}"


def _sqlite(table: str, verb: str, condition: str | None) -> None:
    when = f"WHEN {condition} " if condition else ""
    op.execute(
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} FOR EACH ROW {when}"
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql(table: str, verb: str, condition: str | None) -> None:
    name = _name(table, verb)
    allowed = "OLD" if verb == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition or 'true'} THEN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23514'; END IF; "
        f"RETURN {allowed}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
