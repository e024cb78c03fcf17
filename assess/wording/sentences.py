"""Make sentences: a message id with typed parameters becomes Chinese or English."""

import re
from collections.abc import Mapping
from typing import Final

from assess.values.step import FactRef, Given, ItemRef, Param, Step, Sum
from assess.values.text import Locale, Text
from assess.wording import formats
from assess.wording.account_words import ACCOUNT_WORDS
from assess.wording.api_words import API_WORDS
from assess.wording.audit_words import AUDIT_WORDS
from assess.wording.authoring_refusals import AUTHORING_REFUSALS
from assess.wording.backup_words import BACKUP_WORDS
from assess.wording.bulk_words import BULK_WORDS
from assess.wording.bundle_words import BUNDLE_WORDS
from assess.wording.campaign_words import CAMPAIGN_WORDS
from assess.wording.content_errors import CONTENT_ERRORS
from assess.wording.drafting import DRAFTING
from assess.wording.everywhere_words import EVERYWHERE_WORDS
from assess.wording.evidence_words import EVIDENCE_WORDS
from assess.wording.face_words import FACE_WORDS
from assess.wording.listing_words import LISTING_WORDS
from assess.wording.organisation_words import ORGANISATION_WORDS
from assess.wording.personal_words import PERSONAL_WORDS
from assess.wording.privacy_words import PRIVACY_WORDS
from assess.wording.programmes import PROGRAMMES
from assess.wording.refusals import REFUSALS
from assess.wording.report_refusals import REPORT_REFUSALS
from assess.wording.rescoring import RESCORING
from assess.wording.retention_words import RETENTION_WORDS
from assess.wording.review_refusals import REVIEW_REFUSALS
from assess.wording.service_refusals import SERVICE_REFUSALS
from assess.wording.sheet_words import SHEET_WORDS
from assess.wording.sign_on_words import SIGN_ON_WORDS
from assess.wording.storage_words import STORAGE_WORDS
from assess.wording.together_words import TOGETHER_WORDS
from assess.wording.totals import TOTALS
from assess.wording.traces import TRACES
from assess.wording.traces_columns import TRACES_COLUMNS
from assess.wording.version_words import VERSION_WORDS
from assess.wording.webhook_words import WEBHOOK_WORDS
from assess.wording.workbook_refusals import WORKBOOK_REFUSALS

_TABLES: Final = (
    REFUSALS,
    ACCOUNT_WORDS,
    CONTENT_ERRORS,
    SERVICE_REFUSALS,
    REPORT_REFUSALS,
    WORKBOOK_REFUSALS,
    AUTHORING_REFUSALS,
    AUDIT_WORDS,
    LISTING_WORDS,
    REVIEW_REFUSALS,
    ORGANISATION_WORDS,
    TRACES,
    TRACES_COLUMNS,
    TOTALS,
    VERSION_WORDS,
    DRAFTING,
    EVIDENCE_WORDS,
    FACE_WORDS,
    EVERYWHERE_WORDS,
    PROGRAMMES,
    CAMPAIGN_WORDS,
    RESCORING,
    SIGN_ON_WORDS,
    SHEET_WORDS,
    API_WORDS,
    PERSONAL_WORDS,
    PRIVACY_WORDS,
    RETENTION_WORDS,
    STORAGE_WORDS,
    BULK_WORDS,
    BUNDLE_WORDS,
    BACKUP_WORDS,
    TOGETHER_WORDS,
    WEBHOOK_WORDS,
)
_SINGULAR: Final = re.compile(
    r"(?<![\d.,])(1 (?:whole )?(?:point|day|unit|part|row|character|digit|decimal|minute|place|file))s\b"
)
_NAMELESS: Final = formats.Names()
SENTENCES: Final[dict[str, Text]] = {message: text for table in _TABLES for message, text in table.items()}


def say(message: str, params: Mapping[str, Param], locale: Locale, names: formats.Names | None = None) -> str:
    """Say one statement.

    Args:
        message: An id of the sentence tables.
        params: What the sentence speaks of; numbers, days and facts are put into words here.
        locale: The language.
        names: What facts and items are called; answers are then shown with their labels and units.

    Raises:
        KeyError: When the id or one of the sentence's placeholders is not there.
    """
    words = {key: _word(value, locale, names or _NAMELESS) for key, value in params.items()}
    sentence = SENTENCES[message].to(locale).format_map(words)
    return _SINGULAR.sub(r"\1", sentence) if locale == "en" else sentence


def tell(step: Step, locale: Locale, names: formats.Names | None = None) -> str:
    """Say a step."""
    return say(step.message, step.params, locale, names)


def _word(value: Param, locale: Locale, names: formats.Names) -> str:
    match value:
        case Step():
            return tell(value, locale, names)
        case FactRef() | ItemRef():
            return formats.name(value, names, locale)
        case Given():
            return formats.given(value, names, locale)
        case Sum():
            return formats.sum_(value)
        case tuple():
            return formats.joined(value, names, locale)
        case _:
            return formats.scalar(value, locale)
