"""Answers given again are those that would be made: of this snapshot, viewer and state, and never a refusal."""

import gzip
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from config.outcomes import begin, finish
from dashboards.kept_answers import Answers, Kept
from tests.dashboards.conftest import publish
from tests.dashboards.walls import id_with, publish_with
from tests.installation import CLOCK, Installation

PATH = "/_dash-update-component"


def ask(client: FlaskClient, search: str = "", path: str = PATH, **headers: str) -> TestResponse:
    """The content of the page of procedures, as Dash's own pages ask for it."""
    outputs = [("_pages_content", "children"), ("_pages_store", "data")]
    inputs = [("pathname", "/procedures"), ("search", search)]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": each, "property": name} for each, name in outputs],
        "inputs": [{"id": "_pages_location", "property": name, "value": value} for name, value in inputs],
        "changedPropIds": ["_pages_location.search"],
        "parsedChangedPropsIds": ["_pages_location.search"],
    }
    return client.post(path, json=body, headers=headers)


def foot(answer: TestResponse) -> str:
    """The snapshot that a page is of: it may name others before, to choose from."""
    return str(re.findall(r"ioc-\d{8}T\d{6}-[0-9a-f]{8}", answer.text)[-1])


def is_kept(answer: TestResponse) -> bool:
    assert answer.status_code == 200
    return answer.headers.get("X-Answer") == "kept"


def test_the_same_question_gets_the_same_answer_again(synthetic: Installation, pages: FlaskClient) -> None:
    first, again = ask(pages, "?unit=21061"), ask(pages, "?unit=21061")
    assert not is_kept(first) and is_kept(again)
    assert first.data == again.data
    assert not is_kept(ask(pages, "?unit=21040"))
    differing = {"Date", "X-Answer", "Content-Length"}
    assert {name: value for name, value in first.headers if name not in differing} == {
        name: value for name, value in again.headers if name not in differing
    }


def test_a_packed_answer_is_given_to_who_can_unpack_it(synthetic: Installation, pages: FlaskClient) -> None:
    packed = [ask(pages, "?unit=21085", **{"Accept-Encoding": "gzip"}) for _ in range(2)]
    plain = [ask(pages, "?unit=21085") for _ in range(2)]
    assert [is_kept(each) for each in (*packed, *plain)] == [False, True, False, True]
    assert {each.content_encoding for each in packed} == {"gzip"}
    assert json.loads(plain[1].data) == json.loads(plain[0].data)


def test_a_new_snapshot_is_a_new_answer(synthetic: Installation, pages: FlaskClient, synthetic_file: Path) -> None:
    before = ask(pages)
    doubled = "UPDATE marts.indicator_value SET value = 2 * value"
    publish_with(synthetic, synthetic_file, doubled)
    answer = ask(pages)
    assert not is_kept(answer) and answer.data != before.data and foot(answer) == id_with(doubled)
    publish(synthetic, synthetic_file)
    assert foot(ask(pages)) == synthetic_file.stem


def test_another_viewer_or_state_is_another_question(synthetic: Installation, pages: FlaskClient) -> None:
    ask(pages, "?unit=21100")
    assert is_kept(ask(pages, "?unit=21100"))
    assert not is_kept(ask(pages, "?unit=21100", Host="other:8050"))
    pages.set_cookie("session", "other")
    assert not is_kept(ask(pages, "?unit=21100"))
    assert is_kept(ask(pages, "?unit=21100"))
    synthetic.set_clock(CLOCK + timedelta(minutes=1))
    begin("build", "build")
    assert is_kept(ask(pages, "?unit=21100")), "a minute and a build that has only begun say nothing new"
    synthetic.set_clock(CLOCK + timedelta(days=3))
    assert not is_kept(ask(pages, "?unit=21100"))
    finish(begin("one_stop", "pull"), "failed", error="SourceUnavailable")
    assert not is_kept(ask(pages, "?unit=21100"))


def test_another_page_load_asks_the_same_and_a_background_job_does_not(
    synthetic: Installation, pages: FlaskClient
) -> None:
    paths = [f"{PATH}?endId={load}" for load in "ab"] + [f"{PATH}?endId=a&cacheKey=c"]
    assert [is_kept(ask(pages, "?unit=21109", path)) for path in paths] == [False, True, False]


@pytest.mark.parametrize("search", ["?unit=99999", "?grain=moon"])
def test_a_refusal_is_said_anew(synthetic: Installation, pages: FlaskClient, search: str) -> None:
    assert [is_kept(ask(pages, search)) for _ in range(2)] == [False, False]


def test_nothing_is_kept_before_the_first_snapshot(empty: Installation, pages: FlaskClient) -> None:
    assert [is_kept(ask(pages)) for _ in range(2)] == [False, False]


@pytest.mark.parametrize(
    "body", ['{"output": "upload.children", "inputs": []}', '{"output": 1}', "[]", "", '{"output"']
)
def test_other_callbacks_and_broken_bodies_are_not_looked_up(
    synthetic: Installation, pages: FlaskClient, body: str
) -> None:
    answers = [pages.post(PATH, data=body, content_type="application/json") for _ in range(2)]
    assert [each.headers.get("X-Answer") for each in answers] == [None, None]


def test_the_least_used_is_forgotten() -> None:
    answers, content = Answers(most=2), Kept(b"", None, "")
    answers.keep("a", content)
    answers.keep("b", content)
    answers.find("a")
    answers.keep("c", content)
    assert [answers.find(key) for key in "abc"] == [content, None, content]


def test_what_is_kept_is_bounded_in_bytes() -> None:
    answers, three = Answers(most_bytes=7), Kept(b"123", None, "")
    for key in "abbc":
        answers.keep(key, three)
    assert [answers.find(key) for key in "abc"] == [None, three, three], "given twice, it counts once"
    answers.keep("d", Kept(b"12345678", None, ""))
    assert [answers.find(key) for key in "abcd"] == [None, None, None, None]
    answers.keep("e", three)
    assert answers.find("e") == three


def test_no_question_is_kept_whole(
    synthetic: Installation, pages: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    plain = Answers.find

    def noted(answers: Answers, key: Any) -> Kept | None:
        asked.append(key)
        return plain(answers, key)

    monkeypatch.setattr(Answers, "find", noted)
    long = "x" * 100_000
    ask(pages, f"?unit={long}")
    ask(pages, "?unit=21061", Cookie=f"session={long}")
    of_questions = [key for key in asked if isinstance(key, tuple)]
    assert len(of_questions) == 2 and len(set(of_questions)) == 2
    assert all(len(repr(key)) < 10_000 for key in of_questions)


@pytest.mark.parametrize("length", [1_000_001, 5_000_000])
def test_a_body_of_any_size_is_refused_in_words(synthetic: Installation, pages: FlaskClient, length: int) -> None:
    answer = pages.post(PATH, data=b" " * length, content_type="application/json")
    assert answer.status_code == 413 and "lớn hơn 1 MB" in answer.text
    assert answer.headers["Content-Security-Policy"]
    answer = pages.post(PATH, data=b"{}" + b" " * 900_000, content_type="application/json")
    assert answer.status_code != 413


def test_only_what_is_the_same_for_everybody_is_kept_packed(
    synthetic: Installation, pages: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = Answers()
    monkeypatch.setattr("dashboards.headers.packed_static", packed)
    packing = {"Accept-Encoding": "gzip"}
    for path in ("/procedures", "/anything/assets/at-all", "/procedures.csv?measure=dossiers_received"):
        assert pages.get(path, headers=packing).content_encoding == "gzip", path
    assert packed.count == 0
    script = next(part for part in pages.get("/procedures").text.split('"') if "_dash-component-suites" in part)
    first, again = (pages.get(path, headers=packing) for path in (script, script))
    assert packed.count == 1 and first.content_encoding == "gzip" and first.data == again.data
    assert gzip.decompress(first.data) == pages.get(script).data
