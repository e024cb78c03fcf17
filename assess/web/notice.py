"""Which privacy notice holds, and who has to agree to it first."""

from assess.accounts.notice import NOTICE
from assess.accounts.sessions import Visit

__all__ = ["NOTICE", "owes_consent"]


def owes_consent(visitor: Visit) -> bool:
    """Say whether somebody has to read the notice before they go on: whoever is signed in, and guests who agreed once.

    A guest who never did has nothing here yet; the pages that begin a trial ask them.
    """
    known = visitor.actor.signed_in or visitor.consent_version is not None
    return known and visitor.consent_version != NOTICE
