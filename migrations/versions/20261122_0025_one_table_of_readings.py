"""Reviewers' readings are noted where all staff's are (`audit_reading`)."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("review_reading")


def downgrade() -> None:
    op.create_table(
        "review_reading",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_reading_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "day", name=op.f("pk_review_reading")),
    )
