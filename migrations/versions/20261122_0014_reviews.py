"""Reviews, marks, verdicts, returns, decisions and appeals."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_APPEND_ONLY = ("review_return", "review_return_item", "decision", "publication")


def upgrade() -> None:
    _create_decision()
    _create_evidence_verdict()
    _create_review()
    _create_review_mark()
    _create_review_return()
    _create_appeal()
    _create_publication()
    _create_review_return_item()
    _create_appeal_item()
    _create_review_reading()
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _refuse(table, verb)


def downgrade() -> None:
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _allow(table, verb)
    op.drop_table("review_reading")
    op.drop_table("appeal_item")
    op.drop_table("review_return_item")
    op.drop_table("publication")
    op.drop_table("appeal")
    op.drop_table("review_return")
    op.drop_table("review_mark")
    op.drop_table("review")
    op.drop_table("evidence_verdict")
    op.drop_table("decision")


def _create_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("marks_sha256", sa.String(length=64), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("result_sha256", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(marks_sha256) = 64", name=op.f("ck_decision_marks_sha256_hex")),
        sa.CheckConstraint("length(result_sha256) = 64", name=op.f("ck_decision_result_sha256_hex")),
        sa.CheckConstraint("number > 0", name=op.f("ck_decision_number_positive")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_decision_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_decision_by_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("assessment_id", "number", name=op.f("uq_decision_assessment_id_number")),
    )
    op.create_index(op.f("ix_decision_submission_id"), "decision", ["submission_id"])


def _create_evidence_verdict() -> None:
    op.create_table(
        "evidence_verdict",
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "insufficient",
                "unreadable",
                "unrelated",
                "expired",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN (1, 2)", name=op.f("ck_evidence_verdict_level_one_or_two")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_evidence_verdict_by_account")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_verdict_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("evidence_id", "level", name=op.f("pk_evidence_verdict")),
    )


def _create_review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "forwarded", "returned", "decided", name="outcome", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.CheckConstraint("(finished_at IS NULL) = (outcome IS NULL)", name=op.f("ck_review_finished_with_outcome")),
        sa.CheckConstraint("level IN (1, 2)", name=op.f("ck_review_level_one_or_two")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_review_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_review_reviewer_id_account")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_review_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("submission_id", "level", "turn", name=op.f("uq_review_submission_id_level_turn")),
    )
    op.create_index(op.f("ix_review_assessment_id_finished_at"), "review", ["assessment_id", "finished_at"])
    op.create_index(op.f("ix_review_reviewer_id_assessment_id"), "review", ["reviewer_id", "assessment_id"])


def _create_review_mark() -> None:
    op.create_table(
        "review_mark",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.String(length=20), nullable=True),
        sa.Column("rejects_not_applicable", sa.Boolean(), nullable=False),
        sa.Column(
            "veto",
            sa.Enum("set", "cleared", name="veto", native_enum=False, create_constraint=True, length=40),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "evidence-missing",
                "evidence-insufficient",
                "evidence-expired",
                "facts-differ",
                "listed",
                "not-applicable-rejected",
                "misunderstood",
                "found-better",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN (1, 2)", name=op.f("ck_review_mark_level_one_or_two")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_review_mark_revision_positive")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_review_mark_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_review_mark_by_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_mark_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("assessment_id", "item", "level", name=op.f("pk_review_mark")),
    )
    op.create_index(op.f("ix_review_mark_by_assessment_id_level"), "review_mark", ["by", "assessment_id", "level"])
    op.create_index(op.f("ix_review_mark_submission_id"), "review_mark", ["submission_id"])


def _create_review_return() -> None:
    op.create_table(
        "review_return",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("mend_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_review_return_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_review_return_by_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_return_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_return")),
    )
    op.create_index(op.f("ix_review_return_assessment_id"), "review_return", ["assessment_id"])
    op.create_index(op.f("ix_review_return_submission_id"), "review_return", ["submission_id"])


def _create_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_appeal_assessment_id_assessment")),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_appeal_by_account")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id_decision")),
        sa.ForeignKeyConstraint(["outcome_id"], ["decision.id"], name=op.f("fk_appeal_outcome_id_decision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index(op.f("ix_appeal_assessment_id"), "appeal", ["assessment_id"])


def _create_publication() -> None:
    op.create_table(
        "publication",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_publication_by_account")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_publication_decision_id_decision")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_publication")),
    )


def _create_review_return_item() -> None:
    op.create_table(
        "review_return_item",
        sa.Column("return_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["return_id"], ["review_return.id"], name=op.f("fk_review_return_item_return_id_review_return")
        ),
        sa.PrimaryKeyConstraint("return_id", "item", name=op.f("pk_review_return_item")),
    )


def _create_appeal_item() -> None:
    op.create_table(
        "appeal_item",
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_item_appeal_id_appeal")),
        sa.PrimaryKeyConstraint("appeal_id", "item", name=op.f("pk_appeal_item")),
    )


def _create_review_reading() -> None:
    op.create_table(
        "review_reading",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_review_reading_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "subject_id", "day", name=op.f("pk_review_reading")),
    )


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
