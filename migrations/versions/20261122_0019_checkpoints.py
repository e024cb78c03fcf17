"""Signed statements of where the audit chains stood."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_audit_checkpoint()
    for verb in ("UPDATE", "DELETE"):
        _refuse("audit_checkpoint", verb)


def downgrade() -> None:
    for verb in ("UPDATE", "DELETE"):
        _allow("audit_checkpoint", verb)
    op.drop_table("audit_checkpoint")


def _create_audit_checkpoint() -> None:
    op.create_table(
        "audit_checkpoint",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_audit_checkpoint_number_positive")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_checkpoint")),
    )


def _refuse(table: str, verb: str) -> None:
    name = _name(table, verb)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23514'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
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
