"""The door of every editor's page: who is signed in, what their role may do, and whether our own page sent a form."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response

from service.editor.house import House
from service.records.conversations import RecordsDown
from service.web.accounts import ROLES, Role
from service.web.limits import TooLarge, TooSlow, read_body
from service.web.sessions import Session

LARGEST_FORM = 512 * 1024  # bytes; the longest topic is a hundredth of that
MOST_FIELDS = 500
ANYBODY = frozenset(ROLES)  # whoever is signed in
EDITORS: frozenset[Role] = frozenset({"editor"})
LOGIN = "/editor/login"
SIGN_IN_AGAIN = "You are signed out. Sign in again in another window, then press Back here: your words are still there."
logger = logging.getLogger(__name__)


class Refusal(Exception):
    """A request that gets an error page: its status, and one sentence that says what to do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


@dataclass(frozen=True)
class Visit:
    """One request that was let in. ``session`` is None on the page where people sign in only."""

    request: Request
    house: House
    session: Session | None
    form: dict[str, list[str]] = field(default_factory=dict)

    @property
    def who(self) -> Session:
        """Whose request it is. Raises ``Refusal`` where nobody is signed in."""
        if self.session is None:
            raise Refusal(401, SIGN_IN_AGAIN)
        return self.session

    @property
    def name(self) -> str:
        """The name of the account."""
        return self.who.account.name

    def may(self, *roles: Role) -> bool:
        """Returns whether the account has one of these roles."""
        return self.session is not None and bool(self.session.account.roles & set(roles))

    def said(self, name: str) -> str:
        """Returns a field of the form that was sent, or "" where there is none."""
        return self.form.get(name, [""])[-1]

    def asked(self, name: str) -> str:
        """Returns a value of the address, or "" where there is none."""
        return self.request.query_params.get(name, "")

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        """Returns a page made from a template of this room."""
        return page(self.house, self.session, template, status, path=self.request.url.path, **values)


Handler = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


class Pages:
    """Routes of the editor. None can be made without saying which roles may use it."""

    def __init__(self) -> None:
        self.router = APIRouter(prefix="/editor", include_in_schema=False)

    def get(self, path: str, roles: frozenset[Role] | None) -> Callable[[Handler], Handler]:
        """Makes a page; ``roles`` is None only for one that nobody needs to sign in for."""
        return self._route("GET", path, roles)

    def post(self, path: str, roles: frozenset[Role] | None) -> Callable[[Handler], Handler]:
        """Makes what takes a form, which must come from a page of ours, and bring what that session's forms bring."""
        return self._route("POST", path, roles)

    def _route(self, method: str, path: str, roles: frozenset[Role] | None) -> Callable[[Handler], Handler]:
        def made(handler: Handler) -> Handler:
            async def endpoint(request: Request) -> Response:
                return await _answer(request, roles, handler)

            endpoint.roles = roles  # type: ignore[attr-defined]  # for the test that walks every route
            self.router.add_api_route(path, endpoint, methods=[method], response_model=None, name=handler.__name__)
            return handler

        return made


def cookie_of(house: House) -> str:
    """Returns the name of the cookie: over https one that no other host and no plain page can set."""
    return "__Host-editor" if house.secure else "editor"


def page(house: House, session: Session | None, template: str, status: int, **values: Any) -> HTMLResponse:
    """Returns a page of this room; never kept by a browser or found by a search engine."""
    shared = {"session": session, "nav": house.nav(session), "path": "", "notice": "", "house": house}
    words = house.templates.get_template(template).render(**{**shared, **values})
    return HTMLResponse(words, status, {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"})


def to(path: str) -> Response:
    """Returns the way to another page after a form."""
    return RedirectResponse(path, 303)


async def _answer(request: Request, roles: frozenset[Role] | None, handler: Handler) -> Response:
    house: House = request.app.state.editor
    session = None
    try:
        form: dict[str, list[str]] = {}
        if request.method == "POST":
            _from_our_page(request, house)
            form = await _form(request)
        session = await run_in_threadpool(house.sessions.find, request.cookies.get(cookie_of(house), ""))
        if roles is not None:
            if session is None:
                return _sign_in(request, house)
            if request.method == "POST" and not hmac.compare_digest(
                form.get("csrf", [""])[-1].encode(), _csrf(session)
            ):
                raise Refusal(403, SIGN_IN_AGAIN)
            if not session.account.roles & roles:
                raise Refusal(403, f"This is for: {', '.join(sorted(roles))}. Your account has another role.")
        return await run_in_threadpool(handler, Visit(request, house, session, form))
    except Refusal as refused:
        return page(house, session, "refused.html", refused.status, sentence=refused.sentence)
    except RecordsDown as error:
        logger.error("the editor's records fail: %s", error)
        sentence = "The records cannot be reached, so nothing was changed. Try again, or ask whoever runs the service."
        return page(house, None, "refused.html", 503, sentence=sentence)


def _sign_in(request: Request, house: House) -> Response:
    if request.method == "POST":
        return page(house, None, "refused.html", 401, sentence=SIGN_IN_AGAIN)
    return to(f"{LOGIN}?next={quote(request.url.path)}")


def _csrf(session: Session) -> bytes:
    return session.csrf.encode()


def _from_our_page(request: Request, house: House) -> None:
    """Refuses a form that another site's page sent, and one that does not say whose page sent it: browsers say it."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if not (origin in house.ours if origin is not None else site == "same-origin"):
        raise Refusal(403, "This did not come from one of our own pages, so nothing was done.")


async def _form(request: Request) -> dict[str, list[str]]:
    """Returns the fields of a URL-encoded form. Raises ``Refusal``."""
    try:
        body = (await read_body(request, LARGEST_FORM)).decode("utf-8", "replace")
        return parse_qs(body, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except TooLarge:
        raise Refusal(413, "That is more than a topic can hold. Make it shorter: your words are still there.") from None
    except (TooSlow, ValueError):
        raise Refusal(400, "That did not arrive whole. Press Back and send it again.") from None
