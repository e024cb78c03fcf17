"""A checklist version that an organisation works on is never changed; only whether it is offered may be."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_NAME = "refuse_update_checklist_version"
_OTHER = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in ("key", "version", "sha256", "document"))
# A preview serves a draft as trials of one version that changes with its file; those belong to nobody.
_USED = "EXISTS (SELECT 1 FROM assessment WHERE checklist_version_id = OLD.id AND organisation_id IS NOT NULL)"
_WHEN = f"({_OTHER}) AND {_USED}"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {_WHEN} THEN RAISE EXCEPTION 'checklist_version is append-only' USING ERRCODE = '23514'; END IF; "
            f"RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON checklist_version FOR EACH ROW EXECUTE FUNCTION {_NAME}()")
    else:
        op.execute(
            f"CREATE TRIGGER {_NAME} BEFORE UPDATE ON checklist_version FOR EACH ROW WHEN {_WHEN} "
            f"BEGIN SELECT RAISE(ABORT, 'checklist_version is append-only'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {_NAME} ON checklist_version")
        op.execute(f"DROP FUNCTION {_NAME}()")
    else:
        op.execute(f"DROP TRIGGER {_NAME}")
