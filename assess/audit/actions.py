"""Everything that can stand in a chain: a closed table. What each is called, `assess.wording.audit_words` says."""

import enum
from collections.abc import Mapping
from typing import Final


class Kind(enum.StrEnum):
    """What an event is to whoever looks for something in a chain."""

    CHANGE = "change"  # something is other than it was
    ASIDE = "aside"  # something was said or arranged beside a form; what the form holds is as it was
    READ = "read"  # somebody looked at what is not theirs


def _of(kind: Kind, subject: str, *verbs: str) -> dict[str, Kind]:
    return {f"{subject}.{verb}": kind for verb in verbs}


_ACCOUNTS: Final = {
    **_of(Kind.CHANGE, "account", "created", "joined", "edited", "erased"),
    **_of(Kind.CHANGE, "consent", "given"),
    **_of(Kind.CHANGE, "account", "signed-in", "sessions-ended"),
    **_of(Kind.CHANGE, "account", "password-changed", "password-reset", "reset-link-made"),
    **_of(Kind.CHANGE, "account", "second-factor-on", "second-factor-off", "recovery-codes-renewed"),
    **_of(Kind.CHANGE, "account", "second-factor-begun", "identity-linked", "identity-unlinked"),
    **_of(Kind.CHANGE, "token", "issued", "revoked"),
    **_of(Kind.CHANGE, "invitation", "made", "sent", "printed", "revoked", "taken-up"),
    **_of(Kind.CHANGE, "join", "asked", "accepted", "refused", "withdrawn"),
    **_of(Kind.CHANGE, "member", "changed", "removed"),
    **_of(Kind.CHANGE, "organisation", "created", "edited", "moved", "closed", "reopened"),
    **_of(Kind.CHANGE, "organisations", "uploaded", "imported", "discarded", "import-undone"),
    **_of(Kind.CHANGE, "webhook", "added", "changed", "rotated", "disabled", "enabled", "removed", "resent"),
    **_of(Kind.CHANGE, "department", "created", "renamed", "closed", "reopened", "staffed"),
}
_SERVICE: Final = {
    **_of(Kind.CHANGE, "checklist", "published", "retired", "restored"),
    **_of(Kind.CHANGE, "measure", "attached", "detached"),
    **_of(Kind.CHANGE, "listings", "uploaded", "accepted", "discarded", "undone", "retried"),
    **_of(Kind.CHANGE, "campaign", "created", "edited", "opened", "extended", "closed", "reopened", "published"),
    **_of(Kind.CHANGE, "campaign", "participants-added", "participants-removed", "reminded"),
    **_of(Kind.CHANGE, "campaign", "face-drafted", "face-used", "face-restored"),
    **_of(Kind.CHANGE, "rescore", "begun", "resumed"),
    **_of(Kind.CHANGE, "batch", "begun", "paused", "resumed", "cancelled", "retried", "finished"),
    **_of(Kind.CHANGE, "privacy", "retention"),
    **_of(Kind.CHANGE, "audit", "checkpoint-made", "verified"),
}
_ASSESSMENTS: Final = {
    **_of(Kind.CHANGE, "answer", "saved", "taken-over"),
    **_of(Kind.CHANGE, "item", "claimed"),
    **_of(Kind.CHANGE, "evidence", "attached", "replaced", "changed", "reused", "removed", "infected"),
    **_of(Kind.CHANGE, "assessment", "started", "joined", "left-campaign", "claimed", "migrated"),
    **_of(Kind.CHANGE, "assessment", "submitted", "withdrawn", "reopened", "erased"),
    **_of(Kind.CHANGE, "trial", "deleted"),
    **_of(Kind.ASIDE, "workbook", "uploaded", "discarded"),
    **_of(Kind.CHANGE, "workbook", "accepted"),
    **_of(Kind.ASIDE, "duty", "assigned", "unassigned", "taken-over"),
    **_of(Kind.ASIDE, "comment", "added", "seen", "settled", "reopened", "removed"),
}
_REVIEWS: Final = {
    **_of(Kind.CHANGE, "review", "taken-up", "taken-over", "marked", "mark-cleared", "marks-settled", "file-judged"),
    **_of(Kind.CHANGE, "review", "returned", "forwarded", "decided", "published", "appealed"),
}
_READINGS: Final = {
    **_of(Kind.READ, "submission", "read"),
    **_of(Kind.READ, "item", "read"),
    **_of(Kind.READ, "evidence", "read", "bundle-read"),
    **_of(Kind.READ, "report", "read", "batched"),
    **_of(Kind.READ, "batch", "read", "downloaded"),
    **_of(Kind.READ, "queue", "read", "duplicates-read"),
    **_of(Kind.READ, "campaign", "participants-read", "results-read", "deviations-read", "exported"),
    **_of(Kind.READ, "organisation", "read", "members-read"),
    **_of(Kind.READ, "organisations", "listed"),
    **_of(Kind.READ, "checklist", "users-read"),
    **_of(Kind.READ, "rescore", "read"),
    **_of(Kind.READ, "account", "exported"),
    **_of(Kind.READ, "audit", "searched", "exported"),
}

ACTIONS: Final[Mapping[str, Kind]] = {**_ACCOUNTS, **_SERVICE, **_ASSESSMENTS, **_REVIEWS, **_READINGS}
"""Every action and its kind. A new one is added here and gets its words in `assess.wording.audit_words`."""

QUIET: Final = tuple(sorted(action for action, kind in ACTIONS.items() if kind is not Kind.CHANGE))
"""What leaves a form as it was: whoever is about to hand it in need not look again."""
