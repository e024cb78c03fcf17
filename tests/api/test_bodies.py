"""What is no good request is refused as one, in one shape, and never breaks the service."""

from fastapi import FastAPI

from assess.api.edge import JSON_LIMIT
from assess.api.routing import storable
from tests.api.conftest import World
from tests.web.conftest import app  # noqa: F401 - fixture

JSON = {"content-type": "application/json"}
FIRST = {"if-none-match": "*"}


BODIES = [
    (b'{"value": "no"}', "text/plain", 415, "api.media-type"),
    (b'{"value": "no"}', "", 415, "api.media-type"),
    (b"value=no", "application/x-www-form-urlencoded", 415, "api.media-type"),
    (b'{"value": ', "application/json", 400, "api.not-json"),
    (b"\xff\xfe", "application/json", 400, "api.not-json"),
    (b"[" * 100_000, "application/json", 400, "api.not-json"),
    (b'{"value": ' + b"9" * 5000 + b"}", "application/json", 400, "api.not-json"),
    (b"", "application/json", 422, "invalid"),
    (b"[]", "application/json", 422, "invalid"),
    (b"{}", "application/json", 422, "invalid"),
    (b'{"value": "no", "more": 1}', "application/json", 422, "invalid"),
    (b'{"value": "no", "note": 7}', "application/json", 422, "invalid"),
    (b'{"value": "n\\u0000o"}', "application/json", 422, "api.control-character"),
    (b'{"value": "\\ud800"}', "application/json", 422, "api.control-character"),
    (b'{"value": {"\\udfff": 1}}', "application/json", 422, "api.control-character"),
    (b'{"value": NaN}', "application/json", 422, "api.control-character"),
    (b'{"value": [[-Infinity]]}', "application/json", 422, "api.control-character"),
    (b'{"value": ' + b"[" * 30 + b"]" * 30 + b"}", "application/json", 422, "api.control-character"),
    (b'{"value": "' + b"x" * JSON_LIMIT + b'"}', "application/json", 413, "api.too-large"),
]


def test_a_body_is_json_that_fits(world: World) -> None:
    program, path = world.program(), f"{world.path}/answers/credit.serious-list"
    for content, media_type, status, code in BODIES:
        answer = program.send("PUT", path, content=content, headers={"content-type": media_type} | FIRST)
        assert (answer.status_code, answer.json()["code"]) == (status, code), (content[:50], answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
    assert program.get(path).status_code == 404


def test_a_form_is_a_form(world: World) -> None:
    program, path = world.program(), f"{world.path}/evidence"
    kind = {"content-type": "multipart/form-data; boundary=x"}
    for content, headers, status in (
        (b"{}", {"content-type": "application/json"}, 415),
        (b"", kind, 422),
        (b"--x", {"content-type": "multipart/form-data"}, 400),
        (b"--x\r\n\r\nno head\r\n--x--", kind, 400),
        (b"--y\r\n", kind, 400),
    ):
        answer = program.send("POST", path, content=content, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), content
    large = {"file": ("a.pdf", b"%PDF-" + b"0" * (21 * 1024 * 1024), "application/pdf")}
    answer = program.send("POST", path, data={"fact": "credit.serious-list", "kind": "record"}, files=large)
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too-large")


def test_no_address_makes_it_stumble(world: World) -> None:
    program = world.program()
    for path in ("/nothing", "/assessments/7", "/assessments/a%00b", "/measures/x%0Ay", "/checklists/a/b%00/c"):
        answer = program.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), path
    assert program.get("/assessments?cursor=%00").json()["code"] == "api.control-character"
    assert program.get("/assessments?unknown=1").status_code == 200
    for query in ("limit=0", "limit=101", "limit=1e3", "limit=99999999999999999999999"):
        assert program.get(f"/assessments?{query}").status_code == 422
    for cursor in ("x", "W10", "e30", "WzFlOTldCg", "Wy05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldCg", "WyJ4Il0", "ImEi"):
        refused = program.get("/assessments", params={"cursor": cursor})
        assert refused.status_code in {200, 422}
        if refused.status_code == 422:
            assert (refused.json()["code"], refused.json()["field"]) == ("api.cursor", "cursor")


def test_a_method_that_is_not_taken_names_those_that_are(world: World) -> None:
    answer = world.program().send("PATCH", f"{world.path}/answers/credit.serious-list")
    assert (answer.status_code, answer.headers["allow"], answer.json()["code"]) == (
        405,
        "DELETE, GET, PUT",
        "api.method",
    )


def test_a_crash_is_a_problem_and_keeps_its_secrets(world: World, app: FastAPI) -> None:  # noqa: F811 - the fixture
    runner, app.state.lists = app.state.lists, None
    program = world.program()
    program.fill(world.path)
    body = {"declared": True, "declared_name": "王丽"}
    answer = program.post(f"{world.path}/submissions", body, headers={"idempotency-key": "k"})
    app.state.lists = runner
    assert (answer.status_code, answer.json()["code"]) == (500, "api.crash")
    assert "TypeError" not in answer.text
    again = program.post(f"{world.path}/submissions", body, headers={"idempotency-key": "k"})
    assert again.status_code == 201  # nothing was kept of what broke


def test_the_language_is_the_clients(world: World) -> None:
    program = world.program()
    assert program.get("/assessments/7").json()["detail"] == "没有找到您要的内容。"
    english = program.get("/assessments/7", headers={"accept-language": "en-GB,zh;q=0.5"})
    assert english.json()["detail"] == "We could not find what you asked for."


def test_what_can_be_kept() -> None:
    assert storable({"a": [1, 2.5, None, True, "中", {"b": []}]})
    assert not storable({"a\0": 1})
    assert not storable(["x", ["\ud834"]])
    assert not storable(float("nan"))
    nested: object = 1
    for _ in range(20):
        nested = [nested]
    assert storable(nested)
    assert not storable([nested])
