"""Build what a report says from a scored assessment, and name it by its hash (pure)."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable

from assess.assessments.consulted import Consulted
from assess.assessments.contradictions import Contradiction
from assess.checklists.definition import Published
from assess.reports import (
    annexes,
    crosschecks,
    estimates,
    evidence_index,
    gap_views,
    item_rows,
    mediation,
    paths,
    positions,
    resultdata,
    review_rows,
    summaries,
    trends,
)
from assess.reports.cover import Cover
from assess.reports.frame import Frame
from assess.reports.identities import identity
from assess.reports.orders import Content
from assess.reports.parts import ReportContent
from assess.reports.past import History
from assess.reports.population import Standing
from assess.reports.reviewed import Review
from assess.scoring.gaps import gaps
from assess.scoring.inputs import Inputs
from assess.scoring.remembered import known_options
from assess.scoring.result import Result
from assess.values.text import Locale


def build(  # noqa: PLR0917 - the contract: everything a report is a function of
    published: Published,
    sha256: str,
    inputs: Inputs,
    result: Result,
    cover: Cover,
    locale: Locale,
    *,
    supported: Result | None = None,
    contradicted: Iterable[Contradiction] = (),
    review: Review | None = None,
    history: History | None = None,
    standing: Standing | None = None,
    consulted: Consulted | None = None,
) -> ReportContent:
    """Build a report.

    Args:
        published: The checklist that was scored.
        sha256: The hash of its file.
        inputs: The answers, the organisation and the day.
        result: Their score.
        cover: Who it is for, in which state, with which evidence.
        locale: The language of everything in it.
        supported: The score by what is proved; None where there is no evidence to speak of.
        contradicted: The answers that published lists are at odds with.
        review: What reviewers say; None where nobody has, or it is not known yet.
        history: The cycles before; None where there was none.
        standing: The organisations of the campaign that it is one of; None where they are not counted (yet).
        consulted: Which published lists were looked at; None where that is not to be told.
    """
    frame = Frame(
        published=published,
        sha256=sha256,
        inputs=inputs,
        result=result,
        cover=cover,
        locale=locale,
        supported=supported,
        review=review,
        history=history,
        standing=standing,
    )
    programmes = estimates.applicable(estimates.estimates(frame))
    ranked = gaps(frame.form, result, inputs)
    mending, using = gap_views.views(frame, ranked)
    listed = annexes.listed(frame, contradicted)
    ways = known_options(sha256, frame.form, published.facts, inputs)
    return ReportContent(
        locale=locale,
        state=cover.state,
        identity=identity(frame),
        summary=summaries.summary(frame, mending, using),
        gaps=mending,
        opportunities=using,
        conversions=item_rows.conversions(frame),
        sections=item_rows.tables(frame),
        answers=annexes.answers(frame),
        evidence=evidence_index.lines(frame),
        evidence_missing=evidence_index.missing(frame),
        sources=annexes.sources(frame),
        supported=supported is not None,
        programmes=programmes,
        unclaimed=estimates.unclaimed(frame, programmes),
        listed=listed,
        crosscheck=crosschecks.view(frame, consulted, len(listed)),
        review=review_rows.told(frame, summaries.reviewed_grade(frame)),
        path=paths.view(frame, ways),
        mediation=mediation.view(frame),
        trend=trends.view(frame),
        peers=positions.view(frame),
        figures=resultdata.data(frame, ranked, ways),
    )


def plain(content: Content) -> str:
    """Write all the words of a report in one string, to be searched."""
    return json.dumps(dataclasses.asdict(content), ensure_ascii=False)


def canonical(content: Content) -> str:
    """Write the content as canonical JSON: sorted keys, no spaces, ASCII only (so that any text can be hashed)."""
    return json.dumps(dataclasses.asdict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def content_hash(content: Content, look: str) -> str:
    """Return the SHA-256 that names a report.

    Args:
        content: What it says.
        look: How it is laid out (`assess.reports.html.look`).
    """
    return hashlib.sha256(f"{look}\n{canonical(content)}".encode("ascii")).hexdigest()
