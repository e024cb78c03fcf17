"""Checklist versions and the assessments on them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_checklist_version()
    _create_assessment()
    _create_answer()
    _create_answer_history()
    _create_item_claim()
    _create_evidence()
    _create_submission()


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("evidence")
    op.drop_table("item_claim")
    op.drop_table("answer_history")
    op.drop_table("answer")
    op.drop_table("assessment")
    op.drop_table("checklist_version")


def _create_checklist_version() -> None:
    op.create_table(
        "checklist_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_checklist_version_sha256_hex")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_checklist_version_key_version")),
        sa.UniqueConstraint("sha256", name=op.f("uq_checklist_version_sha256")),
    )


def _create_assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("checklist_version_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "in_review",
                "in_second_review",
                "returned",
                "decided",
                "appealed",
                "withdrawn",
                "reopened",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("guest_key", sa.LargeBinary(length=32), nullable=True),
        sa.Column("guest_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(guest_key IS NULL) = (guest_expires_at IS NULL)", name=op.f("ck_assessment_guest_expiry")),
        sa.CheckConstraint("(organisation_id IS NULL) <> (guest_key IS NULL)", name=op.f("ck_assessment_owner")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_assessment_revision_positive")),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_version.id"],
            name=op.f("fk_assessment_checklist_version_id_checklist_version"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_assessment_created_by_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_assessment_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index("ix_assessment_checklist_version_id", "assessment", ["checklist_version_id"])
    op.create_index("ix_assessment_guest_expires_at", "assessment", ["guest_expires_at"])
    op.create_index("ix_assessment_guest_key", "assessment", ["guest_key"])
    op.create_index("ix_assessment_organisation_id", "assessment", ["organisation_id"])


def _create_answer() -> None:
    op.create_table(
        "answer",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=100), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_answer_revision_positive")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_answer_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_answer_by_account")),
        sa.PrimaryKeyConstraint("assessment_id", "fact", name=op.f("pk_answer")),
    )


def _create_answer_history() -> None:
    op.create_table(
        "answer_history",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value_before", sa.Text(), nullable=True),
        sa.Column("value_after", sa.Text(), nullable=True),
        sa.Column("note_before", sa.Text(), nullable=False),
        sa.Column("note_after", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_answer_history_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_answer_history_by_account")),
        sa.PrimaryKeyConstraint("assessment_id", "fact", "revision", name=op.f("pk_answer_history")),
    )


def _create_item_claim() -> None:
    op.create_table(
        "item_claim",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_item_claim_revision_positive")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_item_claim_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_item_claim_by_account")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_item_claim")),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=100), nullable=False),
        sa.Column("row_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_not_empty")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_evidence_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_evidence_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_assessment_id", "evidence", ["assessment_id"])
    op.create_index("ix_evidence_sha256", "evidence", ["sha256"])


def _create_submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("version_sha256", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("declared_name", sa.String(length=100), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(snapshot_sha256) = 64", name=op.f("ck_submission_snapshot_sha256_hex")),
        sa.CheckConstraint("number > 0", name=op.f("ck_submission_number_positive")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_submission_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_submission_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("assessment_id", "number", name=op.f("uq_submission_assessment_id_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_submission_reference")),
    )
