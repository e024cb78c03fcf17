"""What all bodies share: nothing unknown is taken, texts have an end, refusals have one shape."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

SHORT = 200
LONG = 10_000
ShortText = Annotated[str, StringConstraints(max_length=SHORT)]
LongText = Annotated[str, StringConstraints(max_length=LONG)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=SHORT)]
Flag = Annotated[bool, Field(strict=True)]
"""true or false, and not 0, 1 or a text."""


class Sent(BaseModel):
    """A body as a client sends it: a member that is not known is a mistake, and is said to be one."""

    model_config = ConfigDict(extra="forbid")


class Said(BaseModel):
    """A text of the service in both languages."""

    zh: str
    en: str


class Fault(BaseModel):
    """One place of a request that does not fit the schema."""

    at: str
    message: str


class Problem(BaseModel):
    """A refusal (RFC 9457). `code` never changes; `detail` is for people, in the language the client asks for."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "type": "about:blank",
                "title": "Not found",
                "status": 404,
                "code": "not-found",
                "detail": "没有找到您要的内容。",
            }
        }
    )

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None
    errors: list[Fault] | None = None
    missing: list[str] | None = None
    theirs: Any = None
    mine: Any = None
