"""Departments, sections given to people, comments, and who is there."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_department()
    _create_department_member()
    _create_section_duty()
    _create_item_comment()
    _create_comment_mention()
    _create_presence()


def downgrade() -> None:
    op.drop_table("presence")
    op.drop_table("comment_mention")
    op.drop_table("item_comment")
    op.drop_table("section_duty")
    op.drop_table("department_member")
    op.drop_table("department")


def _create_department() -> None:
    op.create_table(
        "department",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_department_named")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_department_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_index(op.f("ix_department_organisation_id_name"), "department", ["organisation_id", "name"], unique=True)


def _create_department_member() -> None:
    op.create_table(
        "department_member",
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_department_member_account_id_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_department_member_department_id_department")
        ),
        sa.PrimaryKeyConstraint("department_id", "account_id", name=op.f("pk_department_member")),
    )
    op.create_index(op.f("ix_department_member_account_id"), "department_member", ["account_id"])


def _create_section_duty() -> None:
    op.create_table(
        "section_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=100), nullable=False),
        sa.Column("part", _choice("part", "lead", "assist"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (department_id IS NULL)", name=op.f("ck_section_duty_person_or_department")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_section_duty_account_id_account")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_section_duty_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_section_duty_by_account")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_section_duty_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_duty")),
    )
    op.create_index(op.f("ix_section_duty_account_id"), "section_duty", ["account_id"])
    op.create_index(
        op.f("ix_section_duty_assessment_id_section_account_id"),
        "section_duty",
        ["assessment_id", "section", "account_id"],
        unique=True,
    )
    op.create_index(
        op.f("ix_section_duty_assessment_id_section_department_id"),
        "section_duty",
        ["assessment_id", "section", "department_id"],
        unique=True,
    )
    op.create_index(op.f("ix_section_duty_department_id"), "section_duty", ["department_id"])


def _create_item_comment() -> None:
    op.create_table(
        "item_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_item_comment_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_item_comment_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_comment")),
    )
    op.create_index(op.f("ix_item_comment_assessment_id_item_at"), "item_comment", ["assessment_id", "item", "at"])


def _create_comment_mention() -> None:
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_mention_account_id_account")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["item_comment.id"], name=op.f("fk_comment_mention_comment_id_item_comment")
        ),
        sa.PrimaryKeyConstraint("comment_id", "account_id", name=op.f("pk_comment_mention")),
    )
    op.create_index(op.f("ix_comment_mention_account_id"), "comment_mention", ["account_id"])


def _create_presence() -> None:
    op.create_table(
        "presence",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_presence_account_id_account")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_presence_assessment_id_assessment")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "account_id", name=op.f("pk_presence")),
    )


def _choice(name: str, *options: str) -> sa.Enum:
    return sa.Enum(*options, name=name, native_enum=False, create_constraint=True, length=40)
