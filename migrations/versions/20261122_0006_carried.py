"""What was answered under an earlier version of a checklist and is no answer in the present one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

SUBJECTS = ("answer", "claim")
FATES = ("confirm", "unfit", "retired")


def upgrade() -> None:
    op.create_table("carried", *_columns(), *_constraints())


def downgrade() -> None:
    op.drop_table("carried")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Enum(*SUBJECTS, name="subject", native_enum=False, length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("fate", sa.Enum(*FATES, name="fate", native_enum=False, length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    ]


def _constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(_one_of("subject", SUBJECTS), name=op.f("ck_carried_subject")),
        sa.CheckConstraint(_one_of("fate", FATES), name=op.f("ck_carried_fate")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_carried_assessment_id_assessment")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["checklist_version.id"], name=op.f("fk_carried_version_id_checklist_version")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_carried_by_account")),
        sa.PrimaryKeyConstraint("assessment_id", "subject", "key", name=op.f("pk_carried")),
    ]


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
