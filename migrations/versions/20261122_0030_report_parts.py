"""A report of a campaign may be about what lies below one organisation only."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report") as table:
        table.add_column(sa.Column("top_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_report_top_id_organisation"), "organisation", ["top_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    with op.batch_alter_table("report") as table:
        table.drop_constraint(op.f("fk_report_top_id_organisation"), type_="foreignkey")
        table.drop_column("top_id")
