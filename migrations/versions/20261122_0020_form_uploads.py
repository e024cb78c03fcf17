"""Workbooks that came back filled in."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_form_upload()


def downgrade() -> None:
    op.drop_table("form_upload")


def _create_form_upload() -> None:
    op.create_table(
        "form_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("status", _choice("status", "open", "applied", "discarded"), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'open') = (settled_at IS NULL)", name=op.f("ck_form_upload_settled")),
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_form_upload_accepted")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_form_upload_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_form_upload_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_upload")),
    )
    op.create_index(op.f("ix_form_upload_assessment_id"), "form_upload", ["assessment_id"])


def _choice(name: str, *options: str) -> sa.Enum:
    return sa.Enum(*options, name=name, native_enum=False, create_constraint=True, length=40)
