"""A report has a format and a code that anyone may ask about; a campaign has reports and a face of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

FORMATS = ("pdf", "pdfa", "html", "docx", "xlsx")
_FORMAT = sa.Enum(*FORMATS, name="format", native_enum=False, length=40)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    _create_faces()
    listed = ", ".join(f"'{one}'" for one in FORMATS)
    with op.batch_alter_table("report") as table:
        table.alter_column("assessment_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("format", _FORMAT, nullable=False, server_default="pdf"))
        table.add_column(sa.Column("code", sa.String(length=12), nullable=False, server_default="0" * 12))
        table.add_column(sa.Column("confirms", sa.JSON(), nullable=True))
        table.add_column(sa.Column("campaign_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("face_id", sa.Uuid(), nullable=True))
        table.drop_constraint(op.f("uq_report_assessment_id_content_hash"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_report_assessment_id_content_hash_format"), ["assessment_id", "content_hash", "format"]
        )
        table.create_unique_constraint(
            op.f("uq_report_campaign_id_content_hash_format"), ["campaign_id", "content_hash", "format"]
        )
        table.create_check_constraint(op.f("ck_report_format"), f"format IN ({listed})")
        table.create_check_constraint(
            op.f("ck_report_of_something"), "assessment_id IS NOT NULL OR campaign_id IS NOT NULL"
        )
        table.create_foreign_key(
            op.f("fk_report_campaign_id_campaign"), "campaign", ["campaign_id"], ["id"], ondelete="CASCADE"
        )
        table.create_foreign_key(op.f("fk_report_face_id_report_face"), "report_face", ["face_id"], ["id"])
    _fill_in_codes()
    with op.batch_alter_table("report") as table:
        table.alter_column("format", existing_type=_FORMAT, server_default=None)
        table.alter_column("code", existing_type=sa.String(length=12), server_default=None)
    op.create_index(op.f("ix_report_code"), "report", ["code"])


def downgrade() -> None:
    report = sa.table("report", sa.column("campaign_id"), sa.column("format"))
    op.execute(report.delete().where(sa.or_(report.c.campaign_id.is_not(None), report.c.format != "pdf")))
    op.drop_index(op.f("ix_report_code"), "report")
    with op.batch_alter_table("report") as table:
        table.drop_constraint(op.f("fk_report_face_id_report_face"), type_="foreignkey")
        table.drop_constraint(op.f("fk_report_campaign_id_campaign"), type_="foreignkey")
        table.drop_constraint(op.f("ck_report_of_something"), type_="check")
        table.drop_constraint(op.f("ck_report_format"), type_="check")
        table.drop_constraint(op.f("uq_report_campaign_id_content_hash_format"), type_="unique")
        table.drop_constraint(op.f("uq_report_assessment_id_content_hash_format"), type_="unique")
        table.create_unique_constraint(op.f("uq_report_assessment_id_content_hash"), ["assessment_id", "content_hash"])
        for column in ("face_id", "campaign_id", "confirms", "code", "format"):
            table.drop_column(column)
        table.alter_column("assessment_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_table("report_face")


def _create_faces() -> None:
    op.create_table(
        "report_face",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("logo_key", sa.String(length=64), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_report_face_campaign_id_campaign"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["account.id"], name=op.f("fk_report_face_created_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_face")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_report_face_campaign_id_number")),
    )


def _fill_in_codes() -> None:
    """Give the reports that are there their code: the first sixty bits of the hash (`assess.reports.seals`)."""
    report = sa.table("report", sa.column("id", sa.Uuid()), sa.column("content_hash", sa.String()), sa.column("code"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(report.c.id, report.c.content_hash)).all():
        code = _code(row.content_hash)
        connection.execute(report.update().where(report.c.id == row.id).values(code=code))


def _code(content_hash: str) -> str:
    number = int(content_hash[:15], 16)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5))
