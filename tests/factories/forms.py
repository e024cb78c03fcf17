"""A small checklist that asks given facts, one question of every type among them, and answers to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from assess.assessments.answersfile import AnswersFile, Organisation, Proof
from assess.checklists.definition import Checklist, Named, Published
from assess.checklists.loader import resolve_path
from assess.conditions.model import FactIs
from assess.scoring.form import Advice, Form, Group, Item, Points, Section
from assess.scoring.rules import Element, ElementsRule
from assess.values.fact import Column, Fact, Option
from assess.values.model import UNKNOWN, Rate, Row, Value
from assess.values.text import Text

DEMO = Path(__file__).parents[1] / "data" / "checklists" / "demo-2020" / "enterprise" / "1.0.0.yaml"
OPTIONS = (
    Option(value="a", label=Text(zh="甲", en="First")),
    Option(value="b", label=Text(zh="=乙", en="@second")),
    Option(value="c", label=Text(zh="甲", en="first")),  # two that read alike
    Option(value="unknown-one", label=Text(zh="不清楚", en="Not sure")),
)
NONE = Option(value="none", label=Text(zh="都没有", en="None of them"), exclusive=True)
COLUMNS = (
    Column(key="product", title=Text(zh="险种", en="Product"), type="choice", options=OPTIONS, required=True),
    Column(key="invoice", title=Text(zh="发票", en="Invoice"), type="yes-no"),
    Column(key="premium", title=Text(zh="保费", en="Premium"), type="money"),
    Column(key="count", title=Text(zh="件数", en="Number"), type="number", unit=Text(zh="件", en="pieces")),
    Column(key="end", title=Text(zh="到期日", en="End"), type="date"),
    Column(key="note", title=Text(zh="备注", en="Note"), type="text"),
)


def word(zh: str) -> Text:
    """Give a wording that is enough for a test."""
    return Text(zh=zh, en=zh)


FACTS: tuple[Fact, ...] = (
    Fact(key="t.yes-no", revision=1, wording=word("是否？"), type="yes-no", allow=("partial",)),
    Fact(key="t.choice", revision=1, wording=word("哪一个？"), type="choice", options=OPTIONS),
    Fact(key="t.choices", revision=1, wording=word("哪些？"), type="choices", options=OPTIONS),
    Fact(key="t.exclusive", revision=1, wording=word("哪些？"), type="choices", options=(*OPTIONS, NONE)),
    Fact(key="t.number", revision=1, wording=word("多少？"), type="number", decimals=6, unit=Text(zh="次", en="times")),
    Fact(key="t.rate", revision=1, wording=word("比率"), type="rate", decimals=2),
    Fact(key="t.money", revision=1, wording=word("金额"), type="money"),
    Fact(key="t.date", revision=1, wording=word("哪天？"), type="date", evidence=("record",)),
    Fact(key="t.text", revision=1, wording=word("怎样？"), type="text", max_length=100_000, optional=True),
    Fact(key="t.table", revision=1, wording=word("逐条填写[保单]"), type="table", columns=COLUMNS, max_rows=20),
    Fact(key="t.plain", revision=1, wording=word("不许不清楚"), type="number", unknown=False),
)


def item(fact: Fact) -> Item:
    """Make an item that reads one fact."""
    rule = ElementsRule(elements=(Element(points=Decimal(1), when=FactIs(fact=fact.key, answered=True)),))
    advice = Advice(do=word("做"), effort_days=Decimal(1), owner=word("谁"))
    return Item(
        key=fact.key.replace(".", "-"),
        revision=1,
        title=fact.wording,
        clauses=("demo-2020/1",),
        purpose="readiness",
        strength="encouraged",
        basis="stated",
        reads=(fact.key,),
        points=Decimal(1),
        rule=rule,
        not_applicable=True,
        advice={"none": advice},
    )


def published(facts: Sequence[Fact] = FACTS) -> Published:
    """Make a checklist that asks facts in two sections of one group each."""
    demo = resolve_path(DEMO)
    half = len(facts) // 2
    parts = {"one": facts[:half], "two": facts[half:]}
    sections = tuple(
        Section(
            key=key,
            title=Text(zh=f"部分/{key}", en=key),
            points=Points(readiness=Decimal(len(asked))),
            groups=(
                Group(
                    key=f"{key}-g",
                    title=word("组"),
                    points=Points(readiness=Decimal(len(asked))),
                    items=tuple(map(item, asked)),
                ),
            ),
        )
        for key, asked in parts.items()
    )
    form = demo.checklist.form
    checklist = Checklist(
        measure="demo-2020",
        audience="enterprise",
        version="1.0.0",
        title=word("表"),
        intro=word("简介"),
        minutes=1,
        form=Form(sections=sections, duty=form.duty, readiness=form.readiness),
    )
    kinds = (Named(key="record", title=Text(zh="记录", en="Record")), Named(key="policy", title=word("保单")))
    roles = (Named(key="exporter", title=Text(zh="出口企业", en="Exporter")), Named(key="maker", title=word("生产")))
    return Published(checklist=checklist, measure=demo.measure, facts=tuple(facts), roles=roles, kinds=kinds)


CHARACTERS = st.characters(
    exclude_categories=["Cs"], exclude_characters="".join(map(chr, [*range(9), *range(11, 32), 127]))
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=80).map(str.strip).filter(bool)
STARTS = st.sampled_from(["=", "+", "-", "@", "'", "\t", "_x0041_", "<r>"])
AWKWARD = st.builds(lambda start, rest: (start + rest).strip(), STARTS, TEXTS)
LONG = st.builds(lambda text, times: (text * times)[:100_000].strip(), TEXTS, st.integers(100, 3000))
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


def number(places: int) -> st.SearchStrategy[Decimal]:
    """Give any number a question takes, without needless zeros."""
    whole = st.integers(0, 10**15 - 1)
    part = st.integers(0, 10**places - 1)
    return st.builds(lambda a, b: plain(Decimal(a) + Decimal(b).scaleb(-places)), whole, part)


def plain(value: Decimal) -> Decimal:
    """Take needless zeros off."""
    return Decimal(format(value.normalize(), "f"))


def rates() -> st.SearchStrategy[Rate]:
    """Give any share."""
    return st.tuples(number(2), number(2)).map(lambda pair: Rate(min(pair), max(pair)))


CELLS: dict[str, st.SearchStrategy[Any]] = {
    "product": st.sampled_from([option.value for option in OPTIONS]),
    "invoice": st.sampled_from(["yes", "no"]),
    "premium": number(2),
    "count": number(2),
    "end": DAYS,
    "note": TEXTS | AWKWARD,
}


@st.composite
def rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Give the rows of a table; their ids are stable and differ."""
    ids = draw(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), max_size=4, unique=True))
    optional = {key: part for key, part in CELLS.items() if key != "product"}
    shape = st.fixed_dictionaries({"product": CELLS["product"]}, optional=optional)
    order = [column.key for column in COLUMNS]
    made = [draw(shape) for _ in ids]
    return tuple(Row(id_, {key: row[key] for key in order if key in row}) for id_, row in zip(ids, made, strict=True))


def several(options: Sequence[Option]) -> st.SearchStrategy[tuple[str, ...]]:
    """Give some of the options in their order; an exclusive one stands alone."""
    codes = [option.value for option in options if not option.exclusive]
    alone = [(option.value,) for option in options if option.exclusive]
    some = st.sets(st.sampled_from(codes)).map(lambda chosen: tuple(code for code in codes if code in chosen))
    return some | st.sampled_from(alone) if alone else some


def known(fact: Fact) -> st.SearchStrategy[Any]:
    """Give any answer but 不清楚."""
    return {
        "yes-no": st.sampled_from(["yes", "no", "partial"]),
        "choice": st.sampled_from([option.value for option in fact.options] or [""]),
        "choices": several(fact.options or OPTIONS),
        "number": number(fact.decimals),
        "rate": rates(),
        "money": number(2),
        "date": DAYS,
        "text": TEXTS | AWKWARD | LONG,
        "table": rows(),
    }[fact.type]


def answer(fact: Fact) -> st.SearchStrategy[Value]:
    """Give any answer to a fact."""
    return known(fact) | st.just(UNKNOWN) if fact.unknown else known(fact)


ORGANISATION = Organisation(
    name="=示范企业",
    credit_code="91110000600037341L",
    region="371300",
    kind="enterprise",
    roles=("exporter",),
    size="small",
)
PROOFS = st.builds(Proof, name=TEXTS, kind=st.sampled_from(["record", "policy"]), date=st.none() | DAYS.map(str))


def files(facts: Sequence[Fact] = FACTS) -> st.SearchStrategy[AnswersFile]:
    """Give any file of answers to these facts."""
    keys = st.sampled_from([fact.key for fact in facts])
    return st.builds(
        AnswersFile,
        organisation=st.sampled_from([ORGANISATION, replace(ORGANISATION, size=None, roles=(), credit_code=None)]),
        answers=st.fixed_dictionaries({}, optional={fact.key: answer(fact) for fact in facts}),
        notes=st.dictionaries(keys, TEXTS, max_size=3),
        evidence=st.dictionaries(keys, st.lists(PROOFS, min_size=1, max_size=2).map(tuple), max_size=3),
        claims=st.dictionaries(keys.map(lambda key: key.replace(".", "-")), TEXTS, max_size=2),
    )
