"""Campaigns, their participants and their records; an assessment may belong to one."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("campaign_record",)


def upgrade() -> None:
    _create_campaign()
    _create_campaign_record()
    _create_participant()
    _create_reminder()
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _refuse(table, verb)
    _extend_assessment()


def downgrade() -> None:
    _shorten_assessment()
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _allow(table, verb)
    op.drop_table("reminder")
    op.drop_table("participant")
    op.drop_table("campaign_record")
    op.drop_table("campaign")


def _create_campaign() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("checklist_version_id", sa.Uuid(), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("reviewing_body_id", sa.Uuid(), nullable=False),
        sa.Column("second_body_id", sa.Uuid(), nullable=True),
        sa.Column("levels", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "published",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("mend_days", sa.Integer(), nullable=False),
        sa.Column("appeal_days", sa.Integer(), nullable=False),
        sa.Column("publish_at_once", sa.Boolean(), nullable=False),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("levels IN (1, 2)", name=op.f("ck_campaign_levels_one_or_two")),
        sa.CheckConstraint("mend_days > 0 AND appeal_days >= 0", name=op.f("ck_campaign_days")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_campaign_opens_before_it_closes")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_campaign_revision_positive")),
        sa.ForeignKeyConstraint(
            ["checklist_version_id"],
            ["checklist_version.id"],
            name=op.f("fk_campaign_checklist_version_id_checklist_version"),
        ),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_campaign_created_by_account")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisation.id"], name=op.f("fk_campaign_organiser_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["reviewing_body_id"], ["organisation.id"], name=op.f("fk_campaign_reviewing_body_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["second_body_id"], ["organisation.id"], name=op.f("fk_campaign_second_body_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_checklist_version_id"), "campaign", ["checklist_version_id"])
    op.create_index(op.f("ix_campaign_organiser_id"), "campaign", ["organiser_id"])
    op.create_index(op.f("ix_campaign_reviewing_body_id"), "campaign", ["reviewing_body_id"])
    op.create_index(op.f("ix_campaign_second_body_id"), "campaign", ["second_body_id"])


def _create_campaign_record() -> None:
    op.create_table(
        "campaign_record",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "event",
            sa.Enum(
                "created",
                "edited",
                "opened",
                "extended",
                "closed",
                "reopened",
                "published",
                "participants-added",
                "participants-removed",
                "reminded",
                name="event",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_campaign_record_by_account")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_record_campaign_id_campaign")),
        sa.PrimaryKeyConstraint("campaign_id", "number", name=op.f("pk_campaign_record")),
    )


def _create_participant() -> None:
    op.create_table(
        "participant",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_participant_added_by_account")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_participant_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_participant_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "organisation_id", name=op.f("pk_participant")),
    )
    op.create_index(op.f("ix_participant_organisation_id"), "participant", ["organisation_id"])


def _create_reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_reminder_campaign_id_campaign")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(
        op.f("ix_reminder_campaign_id_organisation_id_days"),
        "reminder",
        ["campaign_id", "organisation_id", "days"],
        unique=True,
    )


def _extend_assessment() -> None:
    name = "fk_assessment_campaign_id_campaign"
    if op.get_bind().dialect.name == "sqlite":  # takes the reference with the column only
        op.execute(f"ALTER TABLE assessment ADD COLUMN campaign_id CHAR(32) CONSTRAINT {name} REFERENCES campaign (id)")
    else:
        op.add_column("assessment", sa.Column("campaign_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(name), "assessment", "campaign", ["campaign_id"], ["id"])
    op.add_column("assessment", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    keys = ["campaign_id", "organisation_id"]
    op.create_index("ix_assessment_campaign_id_organisation_id", "assessment", keys, unique=True)
    queue = ["campaign_id", "status", "submitted_at", "id", "organisation_id"]
    op.create_index("ix_assessment_queue", "assessment", queue)


def _shorten_assessment() -> None:
    op.drop_index("ix_assessment_queue", "assessment")
    op.drop_index("ix_assessment_campaign_id_organisation_id", "assessment")
    op.drop_column("assessment", "closes_at")
    op.drop_column("assessment", "campaign_id")


def _refuse(table: str, verb: str) -> None:
    name = f"refuse_{verb.lower()}_{table}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23514'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _allow(table: str, verb: str) -> None:
    name = f"refuse_{verb.lower()}_{table}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
    else:
        op.execute(f"DROP TRIGGER {name}")
