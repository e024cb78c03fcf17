"""Imports of published lists and the rows they brought."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATES = (
    "reading",
    "ready",
    "unusable",
    "applying",
    "applied",
    "discarding",
    "discarded",
    "undoing",
    "undone",
)
OUTCOMES = ("pending", "new", "changed", "unchanged", "conflict")


def upgrade() -> None:
    op.create_table("listing_import", *_import_columns(), *_import_constraints())
    op.create_table("listing", *_columns(), *_constraints(), sqlite_with_rowid=False)
    op.create_index("ix_listing_digest_import_id_number", "listing", ["digest", "import_id", "number"])
    op.create_index("ix_listing_credit_code", "listing", ["credit_code"])
    op.create_index("ix_listing_import_id_outcome_number", "listing", ["import_id", "outcome", "number"])
    op.create_table(
        "listing_total",
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("latest_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("list", name=op.f("pk_listing_total")),
    )


def downgrade() -> None:
    op.drop_table("listing_total")
    op.drop_table("listing")
    op.drop_table("listing_import")


def _import_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="state", native_enum=False, length=40), nullable=False),
        sa.Column("default_list", sa.String(length=60), nullable=True),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=True),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_with", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("busy", sa.Boolean(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _import_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(_one_of("state", STATES), name=op.f("ck_listing_import_state")),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_listing_import_sha256_hex")),
        sa.CheckConstraint("size > 0", name=op.f("ck_listing_import_not_empty")),
        sa.CheckConstraint(
            "(state = 'applying') = (busy IS NOT NULL)", name=op.f("ck_listing_import_busy_while_applying")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_import")),
        sa.UniqueConstraint("sequence", name=op.f("uq_listing_import_sequence")),
        sa.UniqueConstraint("busy", name=op.f("uq_listing_import_busy")),
    ]


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("list", sa.String(length=60), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=True),
        sa.Column("content", sa.LargeBinary(length=16), nullable=True),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="outcome", native_enum=False, length=40), nullable=False),
        sa.Column("problems", sa.String(length=300), nullable=True),
        sa.Column("twin", sa.Integer(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
    ]


def _constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(_one_of("outcome", OUTCOMES), name=op.f("ck_listing_outcome")),
        sa.CheckConstraint("digest IS NOT NULL OR outcome = 'conflict'", name=op.f("ck_listing_known_or_conflict")),
        sa.ForeignKeyConstraint(["import_id"], ["listing_import.id"], name=op.f("fk_listing_import_id_listing_import")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_listing")),
    ]


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
