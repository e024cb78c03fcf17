"""Who somebody is within an organisation, and what can be done."""

import enum


class Role(enum.StrEnum):
    """What a membership makes of a person."""

    RESPONDENT = "respondent"  # 填报人
    LEAD = "lead"  # 负责人
    REVIEWER = "reviewer"  # 复核人员
    ADMINISTRATOR = "administrator"  # 管理员


class Action(enum.StrEnum):
    """What a person may be allowed to do."""

    VIEW = "view"
    START = "start"
    ANSWER = "answer"
    ATTACH = "attach"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DOWNLOAD = "download"
    CLAIM_TRIAL = "claim-trial"
    EDIT_ORGANISATION = "edit-organisation"
    INVITE = "invite"
    REVIEW = "review"
    APPEAL = "appeal"
    REOPEN = "reopen"
    PUBLISH = "publish"
    IMPORT_LISTINGS = "import-listings"
    MANAGE_ORGANISATIONS = "manage-organisations"
    RUN_CAMPAIGN = "run-campaign"
    FOLLOW_CAMPAIGN = "follow-campaign"
    ASSIGN = "assign"
    MANAGE_WEBHOOKS = "manage-webhooks"
    AUDIT = "audit"
