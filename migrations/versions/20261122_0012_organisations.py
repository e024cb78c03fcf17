"""Imports of organisations."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_organisation_import()
    _create_organisation_import_row()


def downgrade() -> None:
    op.drop_table("organisation_import_row")
    op.drop_table("organisation_import")


def _create_organisation_import() -> None:
    op.create_table(
        "organisation_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ready",
                "applied",
                "discarded",
                "undone",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_organisation_import_sha256_hex")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_organisation_import_by_account")),
        sa.ForeignKeyConstraint(
            ["scope_id"], ["organisation.id"], name=op.f("fk_organisation_import_scope_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_import")),
    )
    op.create_index(op.f("ix_organisation_import_scope_id"), "organisation_import", ["scope_id"])


def _create_organisation_import_row() -> None:
    op.create_table(
        "organisation_import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "conflict",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["organisation_import.id"],
            name=op.f("fk_organisation_import_row_import_id_organisation_import"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_import_row_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_organisation_import_row")),
    )
    op.create_index(
        op.f("ix_organisation_import_row_import_id_outcome_number"),
        "organisation_import_row",
        ["import_id", "outcome", "number"],
    )
    op.create_index(op.f("ix_organisation_import_row_organisation_id"), "organisation_import_row", ["organisation_id"])
