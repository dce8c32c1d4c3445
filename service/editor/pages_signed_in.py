"""Signing in and out, and the list of where somebody is signed in."""

from __future__ import annotations

import re
import threading

from starlette.responses import Response

from service.editor.door import ANYBODY, LOGIN, Pages, Refusal, Visit, cookie_of, to
from service.web.accounts import Refused
from service.web.limits import client_of

OUR_PAGE = re.compile(r"/editor(/[a-z0-9_-]+)*\Z")
START = "/editor/topics"
pages = Pages()


@pages.get("", ANYBODY)
def start(_: Visit) -> Response:
    """Leads to the topics."""
    return to(START)


@pages.get("/login", None)
def login(visit: Visit) -> Response:
    """Shows where to sign in. Meanwhile the content is read, so that the first page is there sooner."""
    threading.Thread(target=visit.house.shelf.warm, daemon=True).start()
    return visit.page("login.html", next=_next(visit.asked("next")), typed="")


@pages.post("/login", None)
def sign_in(visit: Visit) -> Response:
    """Signs in with name, password and code."""
    house, name = visit.house, visit.said("name").strip()
    if wait := house.tries.wait(client_of(visit.request, house.settings.trusted_proxies)):
        raise Refusal(429, f"Too many tries to sign in. Wait {wait} seconds, then press Back.")
    try:
        account = house.accounts.check(name, visit.said("password"), visit.said("code"))
    except Refused as refused:
        return visit.page("login.html", 403, next=_next(visit.said("next")), typed=name, notice=str(refused))
    if visit.session:  # whoever was signed in on this browser before
        house.sessions.close(visit.name, visit.session.id)
    house.audit.add(account.name, "sign in")
    token = house.sessions.open(account, visit.request.headers.get("user-agent", ""))
    answer = to(_next(visit.said("next")))
    answer.set_cookie(cookie_of(house), token, path="/", secure=house.secure, httponly=True, samesite="strict")
    return answer


@pages.post("/sign-out", ANYBODY)
def sign_out(visit: Visit) -> Response:
    """Ends this session."""
    visit.house.sessions.close(visit.name, visit.who.id)
    visit.house.audit.add(visit.name, "sign out")
    return _out(visit)


@pages.get("/sessions", ANYBODY)
def sessions(visit: Visit) -> Response:
    """Shows where the account is signed in."""
    return visit.page("sessions.html", sessions=visit.house.sessions.of(visit.name))


@pages.post("/sessions/end", ANYBODY)
def end(visit: Visit) -> Response:
    """Ends one session of the same account."""
    if visit.house.sessions.close(visit.name, visit.said("id")):
        visit.house.audit.add(visit.name, "sign out", detail={"of": "another browser"})
    return _out(visit) if visit.said("id") == visit.who.id else to("/editor/sessions")


@pages.post("/sessions/end-all", ANYBODY)
def end_all(visit: Visit) -> Response:
    """Signs out everywhere, here too."""
    visit.house.audit.add(
        visit.name, "sign out everywhere", detail={"sessions": visit.house.sessions.close_all(visit.name)}
    )
    return _out(visit)


def _out(visit: Visit) -> Response:
    answer = to(LOGIN)
    answer.delete_cookie(cookie_of(visit.house), path="/", secure=visit.house.secure, httponly=True, samesite="strict")
    return answer


def _next(path: str) -> str:
    return path if OUR_PAGE.match(path) else START
