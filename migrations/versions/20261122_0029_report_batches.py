"""Reports of a campaign made in batches, and each file of them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40, create_constraint=True)


def upgrade() -> None:
    op.create_table(
        "report_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("format", _choice("format", "pdf", "pdfa", "html", "docx", "xlsx"), nullable=False),
        sa.Column("target", _choice("target", "zip", "store", "ready"), nullable=False),
        sa.Column("whose", _choice("whose", "submitted", "published"), nullable=False),
        sa.Column("state", _choice("state", "running", "paused", "done", "cancelled"), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("step >= 0 AND ahead > 0", name=op.f("ck_report_batch_counts")),
        sa.CheckConstraint("(file_key IS NULL) = (size IS NULL)", name=op.f("ck_report_batch_file_has_size")),
        sa.CheckConstraint(
            "(state IN ('done', 'cancelled')) = (finished_at IS NOT NULL)",
            name=op.f("ck_report_batch_finished_at_its_end"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_report_batch_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_report_batch_asked_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_batch")),
        sa.UniqueConstraint("reason", name=op.f("uq_report_batch_reason")),
    )
    op.create_index(op.f("ix_report_batch_campaign_id"), "report_batch", ["campaign_id"])
    op.create_table(
        "report_batch_entry",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", _choice("state", "waiting", "made", "failed"), nullable=False),
        sa.Column("error", _choice("error", "content", "render", "worker", "storage", "gone", "lost"), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'failed') = (error IS NOT NULL)", name=op.f("ck_report_batch_entry_failed_says_why")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["report_batch.id"],
            name=op.f("fk_report_batch_entry_batch_id_report_batch"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_report_batch_entry_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_report_batch_entry_report_id_report"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_report_batch_entry")),
        sa.UniqueConstraint("batch_id", "submission_id", name=op.f("uq_report_batch_entry_batch_id_submission_id")),
        sa.UniqueConstraint("batch_id", "name", name=op.f("uq_report_batch_entry_batch_id_name")),
    )
    for columns in (["report_id"], ["submission_id"], ["batch_id", "state"]):
        op.create_index(op.f(f"ix_report_batch_entry_{'_'.join(columns)}"), "report_batch_entry", columns)


def downgrade() -> None:
    op.drop_table("report_batch_entry")
    op.drop_table("report_batch")
