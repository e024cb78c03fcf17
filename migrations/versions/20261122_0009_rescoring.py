"""Runs of re-scoring, what they found, and the index by which they walk the submissions."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rescore_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Enum("running", "done", name="state", native_enum=False, length=40), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("target_key", sa.String(length=200), nullable=True),
        sa.Column("target_version", sa.String(length=40), nullable=True),
        sa.Column("target_sha256", sa.String(length=64), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('running', 'done')", name=op.f("ck_rescore_run_state")),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_rescore_run_progress")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_rescore_run_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescore_run")),
    )
    op.create_table(
        "rescore_result",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=100), nullable=False),
        sa.Column("after", sa.String(length=100), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["rescore_run.id"], name=op.f("fk_rescore_result_run_id_rescore_run")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_rescore_result_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("run_id", "submission_id", name=op.f("pk_rescore_result")),
    )
    op.create_index("ix_submission_version_sha256_id_at", "submission", ["version_sha256", "id", "at"])


def downgrade() -> None:
    op.drop_index("ix_submission_version_sha256_id_at", table_name="submission")
    op.drop_table("rescore_result")
    op.drop_table("rescore_run")
