"""What staff read lately, the general chain to be searched, and heads that only move on."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_SEARCHED = ("actor_id", "action", "subject_id")
_REFUSED = {
    ("audit_head", "DELETE"): "true",
    ("audit_head", "UPDATE"): "NEW.stream <> OLD.stream OR NEW.seq <= OLD.seq",
    ("audit_detail", "UPDATE"): "true",
}


def upgrade() -> None:
    op.create_table(
        "audit_reading",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.String(length=140), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "action", "subject_id", name=op.f("pk_audit_reading")),
    )
    op.create_index(op.f("ix_audit_reading_at"), "audit_reading", ["at"])
    only = sa.text("stream = 'general'")
    for column in _SEARCHED:
        name = f"ix_audit_event_general_{column}"
        op.create_index(name, "audit_event", [column, "seq"], sqlite_where=only, postgresql_where=only)
    for (table, verb), condition in _REFUSED.items():
        _refuse(table, verb, condition)


def downgrade() -> None:
    for table, verb in _REFUSED:
        _allow(table, verb)
    for column in _SEARCHED:
        op.drop_index(f"ix_audit_event_general_{column}", "audit_event")
    op.drop_table("audit_reading")


def _refuse(table: str, verb: str, condition: str) -> None:
    name = _name(table, verb)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23514'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {name}()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _allow(table: str, verb: str) -> None:
    name = _name(table, verb)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    else:
        op.execute(f"DROP TRIGGER {name}")


def _name(table: str, verb: str) -> str:
    return f"refuse_{verb.lower()}_{table}"
