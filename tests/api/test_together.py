"""Sections given away and comments, over the API."""

import uuid

from tests.api.conftest import World


def test_a_section_is_given_and_taken_back(world: World) -> None:
    program, path = world.program(), f"{world.path}/duties"
    whom = str(world.accounts["respondent"])
    made = program.post(path, {"section": "credit", "part": "lead", "account_id": whom})
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["section"], body["part"], body["name"], body["account_id"]) == ("credit", "lead", "孙平", whom)
    place = f"{path}/{body['id']}"
    assert world.program("reader").get(place).json() == body
    assert world.program("reader").get(path).json()["items"] == [body]
    for wrong, status in (
        ({"section": "credit", "part": "lead"}, 422),
        ({"section": "none", "part": "assist", "account_id": whom}, 422),
        ({"section": "credit", "part": "chief", "account_id": whom}, 422),
        ({"section": "credit", "part": "assist", "account_id": str(world.accounts["stranger"])}, 422),
    ):
        assert program.post(path, wrong).status_code == status
    refused = world.program("respondent").send("DELETE", place)
    assert (refused.status_code, refused.json()["code"]) == (403, "token.scope")
    assert program.send("DELETE", place).status_code == 204
    assert program.get(place).status_code == program.send("DELETE", place).status_code == 404


def test_people_talk_about_an_item(world: World) -> None:
    program, path = world.program(), f"{world.path}/comments"
    mentions = [str(world.accounts["respondent"])]
    made = program.post(path, {"item": "procedure", "text": "请补充 <b>制度</b>", "mentions": mentions}).json()
    assert (made["text"], made["name"], made["mentions"], made["settled_at"]) == (
        "请补充 <b>制度</b>",
        "王丽",
        mentions,
        None,
    )
    place = f"{path}/{made['id']}"
    settled = world.program("respondent").send("PATCH", place, json={"settled": True}).json()
    assert settled["settled_at"] is not None
    assert world.program("respondent").send("PATCH", place, json={"settled": False}).json()["settled_at"] is None
    assert program.get(path, params={"item": "serious-list"}).json()["items"] == []
    assert program.get(path, params={"item": "procedure"}).json()["items"] == [made]
    other = world.program("respondent").send("DELETE", place)
    assert (other.status_code, other.json()["code"]) == (403, "comment.not-yours")
    assert program.send("DELETE", place).status_code == 204
    assert program.get(place).status_code == 404
    for wrong in ({"item": "none", "text": "x"}, {"item": "procedure", "text": "  "}):
        assert program.post(path, wrong).status_code == 422
    nobody = program.post(path, {"item": "procedure", "text": "x", "mentions": [str(uuid.uuid4())]})
    assert (nobody.status_code, nobody.json()["code"]) == (422, "comment.not-a-member")
