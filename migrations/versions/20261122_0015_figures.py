"""Scores as plain numbers, per assessment, section and item, and what a campaign's add up to."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_figure()
    _create_section_figure()
    _create_item_figure()
    _create_campaign_part()


def downgrade() -> None:
    op.drop_table("campaign_part")
    op.drop_table("item_figure")
    op.drop_table("section_figure")
    op.drop_table("figure")


def _ties(table: str, *more: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    """Give the foreign keys of a table of figures."""
    pairs = (("assessment_id", "assessment"), ("campaign_id", "campaign"), *more)
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
        for column, other in pairs
    ]


def _create_figure() -> None:
    op.create_table(
        "figure",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("supported", sa.Integer(), nullable=True),
        sa.Column("reviewed", sa.Integer(), nullable=True),
        sa.Column("readiness_claimed", sa.Integer(), nullable=True),
        sa.Column("readiness_supported", sa.Integer(), nullable=True),
        sa.Column("readiness_reviewed", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=100), nullable=True),
        sa.Column("contradictions", sa.Integer(), nullable=False),
        sa.Column("proof_missing", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_ties("figure", ("submission_id", "submission")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_figure")),
    )
    op.create_index(op.f("ix_figure_campaign_id"), "figure", ["campaign_id"])
    op.create_index(op.f("ix_figure_submission_id"), "figure", ["submission_id"])


def _create_section_figure() -> None:
    op.create_table(
        "section_figure",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=100), nullable=False),
        sa.Column("dial", sa.String(length=20), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=False),
        sa.Column("supported", sa.Integer(), nullable=False),
        sa.Column("reviewed_points", sa.Integer(), nullable=True),
        sa.Column("reviewed", sa.Integer(), nullable=True),
        sa.CheckConstraint("dial IN ('duty', 'readiness')", name=op.f("ck_section_figure_dial")),
        *_ties("section_figure"),
        sa.PrimaryKeyConstraint("assessment_id", "section", "dial", name=op.f("pk_section_figure")),
    )
    op.create_index(op.f("ix_section_figure_campaign_id"), "section_figure", ["campaign_id"])


def _create_item_figure() -> None:
    op.create_table(
        "item_figure",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("claimed", sa.Integer(), nullable=True),
        sa.Column("supported", sa.Integer(), nullable=True),
        sa.Column("reviewed", sa.Integer(), nullable=True),
        sa.Column("level1", sa.Integer(), nullable=True),
        sa.Column("level2", sa.Integer(), nullable=True),
        sa.Column("by1", sa.Uuid(), nullable=True),
        sa.Column("by2", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        *_ties("item_figure", ("by1", "account"), ("by2", "account")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_item_figure")),
    )
    op.create_index(op.f("ix_item_figure_campaign_id"), "item_figure", ["campaign_id"])


def _create_campaign_part() -> None:
    op.create_table(
        "campaign_part",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_part_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "district_id", name=op.f("pk_campaign_part")),
    )
