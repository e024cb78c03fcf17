"""Organisations in a tree, several roles of one person, second factors and what a session knows of itself."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _extend_account()
    _extend_organisation()
    _extend_membership()
    _extend_web_session()
    _create_lineage()


def downgrade() -> None:
    op.drop_table("lineage")
    _shorten_web_session()
    _shorten_membership()
    _shorten_organisation()
    _shorten_account()


def _create_lineage() -> None:
    op.create_table(
        "lineage",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("ancestor_id", sa.Uuid(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.CheckConstraint("depth > 0", name=op.f("ck_lineage_depth_positive")),
        sa.ForeignKeyConstraint(["ancestor_id"], ["organisation.id"], name=op.f("fk_lineage_ancestor_id_organisation")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lineage_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "ancestor_id", name=op.f("pk_lineage")),
    )
    op.create_index(op.f("ix_lineage_ancestor_id"), "lineage", ["ancestor_id"])


def _reference(table: str, column: str, target: str) -> None:
    """Add a column that may point to a row; SQLite takes the reference with the column only."""
    name = f"fk_{table}_{column}_{target}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) CONSTRAINT {name} REFERENCES {target} (id)")
    else:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(name), table, target, [column], ["id"])


def _extend_account() -> None:
    op.add_column("account", sa.Column("email", sa.String(length=200), nullable=True))
    op.add_column("account", sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("totp_secret", sa.LargeBinary(length=200), nullable=True))
    op.add_column("account", sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("totp_step", sa.Integer(), nullable=True))


def _shorten_account() -> None:
    for name in ("totp_step", "totp_since", "totp_secret", "password_changed_at", "email"):
        op.drop_column("account", name)


def _extend_organisation() -> None:
    op.add_column("organisation", sa.Column("operator", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE organisation SET operator = true WHERE name = '本服务运营单位' AND kind = 'authority'")
    _reference("organisation", "parent_id", "organisation")
    op.add_column("organisation", sa.Column("industry", sa.String(length=1), nullable=True))
    op.add_column("organisation", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_organisation_parent_id", "organisation", ["parent_id"])
    op.create_index("ix_organisation_region", "organisation", ["region"])


def _shorten_organisation() -> None:
    op.drop_index("ix_organisation_region", "organisation")
    op.drop_index("ix_organisation_parent_id", "organisation")
    for name in ("closed_at", "industry", "parent_id", "operator"):
        op.drop_column("organisation", name)


def _extend_membership() -> None:
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint("pk_membership", type_="primary")
        batch.create_primary_key("pk_membership", ["account_id", "organisation_id", "role"])


def _shorten_membership() -> None:
    """Keep one role of those who have several: the one that reaches furthest comes first in the alphabet."""
    op.execute(
        "DELETE FROM membership WHERE EXISTS (SELECT 1 FROM membership AS other WHERE "
        "other.account_id = membership.account_id AND other.organisation_id = membership.organisation_id "
        "AND other.role < membership.role)"
    )
    with op.batch_alter_table("membership") as batch:
        batch.drop_constraint("pk_membership", type_="primary")
        batch.create_primary_key("pk_membership", ["account_id", "organisation_id"])


def _extend_web_session() -> None:
    op.add_column("web_session", sa.Column("id", sa.Uuid(), nullable=True))
    sessions = sa.table("web_session", sa.column("token_hash", sa.LargeBinary()), sa.column("id", sa.Uuid()))
    connection = op.get_bind()
    for (token_hash,) in connection.execute(sa.select(sessions.c.token_hash)).all():
        change = sa.update(sessions).where(sessions.c.token_hash == token_hash)
        connection.execute(change.values(id=uuid.uuid4()))
    with op.batch_alter_table("web_session") as batch:
        batch.alter_column("id", nullable=False, existing_type=sa.Uuid())
        batch.create_unique_constraint("uq_web_session_id", ["id"])
        batch.add_column(sa.Column("agent", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("method", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("strong_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("pending_account_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("pending_until", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key("fk_web_session_pending_account_id_account", "account", ["pending_account_id"], ["id"])


def _shorten_web_session() -> None:
    with op.batch_alter_table("web_session") as batch:
        batch.drop_constraint("fk_web_session_pending_account_id_account", type_="foreignkey")
        batch.drop_constraint("uq_web_session_id", type_="unique")
        for name in ("pending_until", "pending_account_id", "strong_at", "method", "agent", "id"):
            batch.drop_column(name)
