"""A report of a campaign may be about what lies below one organisation only.

The column is a plain id and added where it stands: SQLite would make the table anew for a foreign key, and what points
to reports would forget them meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report", sa.Column("top_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("report", "top_id")
