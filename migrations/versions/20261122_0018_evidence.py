"""Where in a file to look, and what a scanner said of it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (("pages", 60), ("scanned", 100)):
        op.add_column("evidence", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("evidence", "scanned")
    op.drop_column("evidence", "pages")
