"""Tests of the pages without JavaScript: a conversation by forms alone, errors that keep the words, safe headers."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.chat.conftest import Start
from tests.service_bot.rasa import Rasa

ODD = "<b>\"bold\"</b> & 'quoted' </textarea><script>alert(1)</script>"
PAGES = [
    "/",
    "/topics",
    "/topics?q=crs",
    "/topics/crs",
    "/topics/nothing",
    "/timeline",
    "/nothing",
    "/api/v1/topics",
    "/healthz",
    "/readyz",
    "/metrics",
]


class Form(HTMLParser):
    """Reads the fields of the composer, the question in its box and the buttons of the choices."""

    def __init__(self, page: Response) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: list[str] = []
        self.typed, self._form, self._in_box = "", "", False
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = given.get("id", "")
        if tag == "input" and given.get("type") == "hidden" and self._form == "composer":
            self.fields[given["name"]] = given["value"]
        if tag == "button" and given.get("name") == "choice" and self._form == "choices":
            self.choices.append(given["value"])
        self._in_box = tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        self._in_box = False

    def handle_data(self, data: str) -> None:
        self.typed += data if self._in_box else ""


def said(page: Response) -> list[str]:
    """Returns what the person said, as the page shows it."""
    return [html.unescape(text) for text in re.findall(r'<li class="person">.*?<p>(.*?)</p>', page.text, re.DOTALL)]


def send(client: TestClient, page: Response, **fields: str) -> Response:
    """Returns the page after the form was sent with these fields."""
    return client.post("/chat", data={**Form(page).fields, **fields})


def test_a_conversation_by_forms_keeps_its_transcript(client: TestClient) -> None:
    first = send(client, client.get("/"), text="what is crs")
    assert first.status_code == 200
    second = send(client, first, text="and what is icans")
    assert said(second) == ["what is crs", "and what is icans"]
    assert second.text.count('class="answer"') == 2
    assert Form(first).fields["conversation"] == Form(second).fields["conversation"]
    assert Form(first).fields["message_id"] != Form(second).fields["message_id"]


def test_a_choice_is_a_button_that_works(client: TestClient) -> None:
    page = send(client, client.get("/"), text="what is crs")
    choice = Form(page).choices[0]
    assert choice.startswith("topic:")
    after = send(client, page, choice=choice)
    assert f'data-topic="{choice.removeprefix("topic:")}"' in after.text


def test_a_form_sent_twice_is_answered_once(client: TestClient) -> None:
    page = send(client, client.get("/"), text="hello")
    again = Form(page).fields
    first = client.post("/chat", data={**again, "text": "what is crs"})
    second = client.post("/chat", data={**again, "text": "what is crs"})
    assert said(first) == said(second) == ["hello", "what is crs"]


@pytest.mark.parametrize(
    ("text", "status", "notice"),
    [
        ("", 422, "Please type a question first."),
        ("\u200b", 422, "Please type a question first."),
        ("w" * 1001, 422, "Please keep your question under 1,000 characters"),
    ],
)
def test_a_question_that_is_not_right_is_said_and_kept_in_the_box(
    client: TestClient, text: str, status: int, notice: str
) -> None:
    begun = send(client, client.get("/"), text="what is crs")
    page = send(client, begun, text=text)
    assert page.status_code == status
    assert notice in page.text
    assert Form(page).typed == text[:1000]
    assert said(page) == ["what is crs"]
    assert "tel:999" in page.text


def test_too_many_messages_keep_the_words_in_the_box(start: Start) -> None:
    client = start(RATE_LIMIT="1")
    page = send(client, client.get("/"), text=ODD)
    assert page.status_code == 429
    assert "You are sending messages faster than we can answer." in page.text
    assert Form(page).typed == ODD


@pytest.mark.parametrize("fields", [{"token": "wrong"}, {"conversation": "0" * 32}])
def test_a_form_of_an_ended_conversation_says_so_and_offers_a_new_one(
    client: TestClient, fields: dict[str, str]
) -> None:
    page = send(client, send(client, client.get("/"), text="hello"), text="what is crs", **fields)
    assert page.status_code in (401, 404)
    assert Form(page).typed == "what is crs"
    assert Form(page).fields["token"] == Form(page).fields["conversation"] == ""
    assert "This conversation has ended" in page.text or "There is nothing here" in page.text


def test_a_wrong_message_id_or_choice_is_422(client: TestClient) -> None:
    page = send(client, client.get("/"), text="hello")
    assert send(client, page, text="hello", message_id="x").status_code == 422
    assert send(client, page, choice="flow:nothing").status_code == 422


def test_a_form_over_16_kb_is_413(client: TestClient) -> None:
    page = client.post("/chat", data={"text": "w" * 17_000})
    assert page.status_code == 413
    assert "That message is too large." in page.text


@pytest.mark.parametrize(
    "body", [b"&".join(b"a=1" for _ in range(30)), b"\xff\xfe=%ff&text=%ff%fe", b"text", b"%00=%00"]
)
@pytest.mark.parametrize("path", ["/chat", "/chat/delete"])
def test_a_form_of_any_bytes_gets_a_page(client: TestClient, path: str, body: bytes) -> None:
    page = client.post(path, content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert page.status_code in (200, 400, 401, 422)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "tel:999" in page.text


def test_typed_html_is_shown_as_text(client: TestClient) -> None:
    page = send(client, client.get("/"), text=ODD)
    assert said(page) == [ODD]
    assert "<script>alert" not in page.text
    assert "<b>" not in page.text


def test_hidden_fields_cannot_carry_html_into_the_page(client: TestClient) -> None:
    page = client.post(
        "/chat", data={"conversation": '"><script>x</script>', "token": '"><script>x</script>', "text": "hi"}
    )
    assert "<script>x" not in page.text


def test_deleting_by_form_erases_everywhere(client: TestClient, rasa: Rasa) -> None:
    page = send(client, client.get("/"), text="what is crs")
    fields = Form(page).fields
    deleted = client.post("/chat/delete", data=fields)
    assert deleted.status_code == 200
    assert "This conversation is deleted." in deleted.text
    assert said(deleted) == []
    assert rasa.erased == [fields["conversation"]]
    assert client.post("/chat/delete", data=fields).status_code == 404


def test_deleting_that_fails_says_so_and_keeps_the_conversation(client: TestClient, rasa: Rasa) -> None:
    page = send(client, client.get("/"), text="what is crs")
    rasa.erases = False
    kept = client.post("/chat/delete", data=Form(page).fields)
    assert kept.status_code == 503
    assert "Something on our side is not working just now." in kept.text
    assert said(kept) == ["what is crs"]


def test_a_search_finds_topics_and_does_not_write_the_words_back(client: TestClient) -> None:
    page = client.get("/topics", params={"q": "cytokine quetzalcoatl"})
    assert 'href="/topics/crs"' in page.text
    assert "quetzalcoatl" not in page.text
    assert "Nothing found for those words." in client.get("/topics?q=zzzzzz").text


def test_a_question_that_rasa_cannot_take_is_answered_on_the_page(client: TestClient, rasa: Rasa) -> None:
    rasa.stop()
    page = send(client, client.get("/"), text="what is crs")
    assert page.status_code == 200
    assert "Something on our side is not working" in page.text
    assert "topic:crs" in Form(page).choices


def test_another_site_s_form_is_refused(client: TestClient) -> None:
    response = client.post(
        "/chat", data={"text": "hello", "message_id": str(uuid4())}, headers={"Origin": "https://evil.example"}
    )
    assert response.status_code == 403
    assert response.json()["replies"][0]["title"] == "Who to call"


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_has_its_headers_and_no_cookie(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["cache-control"] == "no-store"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers
    assert "set-cookie" not in headers


def test_served_over_https_browsers_are_told_to_stay_there(start: Start) -> None:
    assert (
        start(PUBLIC_URL="https://example.org").get("/").headers["strict-transport-security"]
        == "max-age=31536000; includeSubDomains"
    )


def test_pages_load_nothing_from_anywhere_else(client: TestClient) -> None:
    for path in ("/", "/topics", "/topics/crs"):
        page = client.get(path).text
        loaded = re.findall(r'(?:src|href)="([^"]+)"', " ".join(re.findall(r"<(?:script|link|img|iframe)[^>]*>", page)))
        assert loaded
        assert all(address.startswith(("/static/", "data:,")) for address in loaded)
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", page)


def test_the_first_page_opens_no_conversation(client: TestClient) -> None:
    assert Form(client.get("/")).fields["conversation"] == ""
