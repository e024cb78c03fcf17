"""What was erased by a recorded erasure may be deleted; everything else stays append-only."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OWNER = {
    "answer_history": "OLD.assessment_id",
    "submission": "OLD.assessment_id",
    "decision": "OLD.assessment_id",
    "publication": "(SELECT assessment_id FROM decision WHERE id = OLD.decision_id)",
    "review_return": "OLD.assessment_id",
    "review_return_item": "(SELECT assessment_id FROM review_return WHERE id = OLD.return_id)",
}
_BEFORE = {"answer_history": "(SELECT organisation_id FROM assessment WHERE id = OLD.assessment_id) IS NOT NULL"}


def upgrade() -> None:
    for table, owner in _OWNER.items():
        erased = f"EXISTS (SELECT 1 FROM erasure WHERE kind = 'assessment' AND subject_id = {owner})"  # noqa: S608 - our own names
        _refuse(table, f"{_BEFORE.get(table, '1 = 1')} AND NOT {erased}")


def downgrade() -> None:
    for table in _OWNER:
        _refuse(table, _BEFORE.get(table, "1 = 1"))


def _refuse(table: str, condition: str) -> None:
    """Refuse deletions under a condition, in place of what was refused before."""
    name = f"refuse_delete_{table}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = '23514'; END IF; "
            f"RETURN OLD; END $$"
        )
    else:
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
