"""The reports that were asked for, and the files they became."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATUSES = ("queued", "rendering", "ready", "failed")


def upgrade() -> None:
    op.create_table("report", *_columns(), *_constraints())
    for column in ("submission_id", "content_hash", "file_key"):
        op.create_index(f"ix_report_{column}", "report", [column])


def downgrade() -> None:
    op.drop_table("report")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("template_version", sa.String(length=20), nullable=False),
        sa.Column("status", sa.Enum(*STATUSES, name="status", native_enum=False, length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("decided_sha256", sa.String(length=64), nullable=True),
        sa.Column("for_reviewers", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _constraints() -> list[sa.Constraint]:
    listed = ", ".join(f"'{status}'" for status in STATUSES)
    return [
        sa.CheckConstraint(f"status IN ({listed})", name=op.f("ck_report_status")),
        sa.CheckConstraint("length(content_hash) = 64", name=op.f("ck_report_content_hash_hex")),
        sa.CheckConstraint("(status = 'ready') = (file_key IS NOT NULL)", name=op.f("ck_report_ready_has_file")),
        sa.CheckConstraint("(file_key IS NULL) = (size IS NULL)", name=op.f("ck_report_file_has_size")),
        sa.CheckConstraint("file_key IS NOT NULL OR content IS NOT NULL", name=op.f("ck_report_content_or_file")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_report_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_report_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("assessment_id", "content_hash", name=op.f("uq_report_assessment_id_content_hash")),
    ]
