"""Schemathesis against the application in process: what it finds, as lines."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import schemathesis
from fastapi import FastAPI
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

PHASES = ("examples", "coverage", "fuzzing", "stateful")
# A schema cannot tell which facts, options and dates a checklist takes: what fits it may still be refused as 422, and
# a change that builds on nothing as 412 or 428.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "428", "429"]
# Of a text in a header it makes strings that are no ETag, and one that is not the present one is 412.
REJECTED = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429"]


class Running:
    """The application as it runs already: schemathesis would start and stop it a second time."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - as ASGI has it
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})


def findings(
    app: FastAPI,
    token: str | None,
    *,
    parameters: Mapping[str, object] | None = None,
    examples: int = 20,
    phases: tuple[str, ...] = PHASES,
    seed: int = 1,
    only: str | None = None,
    operations: list[dict[str, Any]] | None = None,
) -> list[str]:
    """Run the phases over all operations.

    Args:
        app: The application, running.
        token: Whose requests these are; None for nobody's.
        parameters: What parameters are always, so that something that exists is asked for.
        examples: How many requests an operation gets in each phase.
        phases: Which phases.
        seed: Where the random choices begin.
        operations: Settings of single operations, as schemathesis takes them.
        only: A pattern of addresses; all of them by default.

    Returns:
        A line for every finding.
    """
    logging.getLogger("httpx").setLevel(logging.WARNING)
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "headers": {"Authorization": f"Bearer {token}"} if token else {},
            "parameters": dict(parameters or {}),
            "generation": {"max-examples": examples, "deterministic": True, "no-shrink": True, "database": "none"},
            "operations": operations or [],
            "phases": {name: {"enabled": name in phases} for name in PHASES},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": ACCEPTED},
                "negative_data_rejection": {"expected-statuses": REJECTED},
                "missing_required_header": {"expected-statuses": [400, 401, 403, 404, 406, 415, 422]},
            },
        }
    )
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", Running(app), config=config)
    chosen = schema if only is None else schema.include(path_regex=only)
    return sorted(set(_told(from_schema(chosen).execute())))


def _told(stream: Any) -> Iterator[str]:  # noqa: ANN401 - schemathesis' own stream of events
    for event in stream:
        if isinstance(event, events.ScenarioFinished):
            yield from _scenario(event)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            yield repr(event)


def _scenario(event: events.ScenarioFinished) -> Iterator[str]:
    recorder = event.recorder
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None and not _told_again(check, recorder):
                case = recorder.cases[case_id].value
                failure = check.failure_info.failure
                what = f"{event.phase.value} {case.operation.label} {check.name}: {failure.title}: {failure.message}"
                yield f"{what} | {check.failure_info.code_sample[:1000]}"


def _told_again(check: Any, recorder: Any) -> bool:  # noqa: ANN401 - schemathesis' own
    """Say whether a request was answered again under its key: it tells what was made then, also if it is gone since."""
    answers = (one.response for one in recorder.interactions.values())
    replayed = any(
        one is not None and "idempotency-replayed" in {name.lower() for name in one.headers} for one in answers
    )
    return replayed and check.name == "ensure_resource_availability"
