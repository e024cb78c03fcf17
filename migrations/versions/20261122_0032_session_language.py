"""A browser keeps its language in a cookie, an account in its row; that of a session was neither written nor read."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("web_session", "locale")


def downgrade() -> None:
    op.add_column("web_session", sa.Column("locale", sa.String(length=5), nullable=True))
