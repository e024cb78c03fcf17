"""What was erased."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_erasure()
    op.add_column("account", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for verb in ("UPDATE", "DELETE"):
        _refuse("erasure", verb)


def downgrade() -> None:
    for verb in ("UPDATE", "DELETE"):
        _allow("erasure", verb)
    op.drop_column("account", "erased_at")
    op.drop_table("erasure")


def _create_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("kind", _choice("kind", "account", "assessment"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_erasure_by_account")),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_erasure")),
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


def _choice(name: str, *options: str) -> sa.Enum:
    return sa.Enum(*options, name=name, native_enum=False, create_constraint=True, length=40)
