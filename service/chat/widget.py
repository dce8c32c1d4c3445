"""What other people's websites load: the loader, and the panel in its iframe with the site's colours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from service.chat import pages, site
from service.chat.api import chat_of
from service.library.find import Fixed
from service.library.sites import theme
from service.web import loader
from service.web.loader import Loader

router = APIRouter(prefix="/widget", include_in_schema=False)
# Any website may load it: it shows nothing that is not public, and the panel decides by itself who may frame it.
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
AN_HOUR, FOR_EVER = "public, max-age=3600", "public, max-age=31536000, immutable"
SCRIPT = "text/javascript; charset=utf-8"


class Newest:
    """The newest loader, made again when other words are published."""

    def __init__(self) -> None:
        self._of: Fixed | None = None
        self._made: Loader | None = None

    def get(self, request: Request) -> Loader:
        """Returns the loader for what is published now, and keeps it for pages that will name its version."""
        chat = chat_of(request)
        fixed = chat.fixed()
        if self._made is None or fixed is not self._of:
            self._of, self._made = fixed, loader.loader(fixed.data, chat.mode)
            loader.keep(request.app.state.settings.var_dir, self._made)
        return self._made


@router.get("/{version}/embed.js")
def embed(request: Request, version: str) -> Response:
    """Returns the newest loader (``v1``), or one version that never changes."""
    newest: Newest = request.app.state.newest_loader
    made = newest.get(request)
    if version == loader.NEWEST:
        return Response(made.content, 200, {**FOR_ALL, "Cache-Control": AN_HOUR}, SCRIPT)
    settings = request.app.state.settings
    content = made.content if version == made.version else loader.kept(settings.var_dir, version)
    if content is None:
        return Response(status_code=404, headers=FOR_ALL)
    return Response(content, 200, {**FOR_ALL, "Cache-Control": FOR_EVER}, SCRIPT)


@router.get("/panel")
def panel(request: Request, key: Annotated[str, Query(alias="site")] = "") -> HTMLResponse:
    """Returns the chat as a site's panel, which only that site's pages may frame."""
    chat = chat_of(request)
    found = site.site(chat.fixed(), chat.mode, key)
    if found is None:
        return pages.page(chat, "broken.html", 404, notice=chat.fixed().data["ui"]["site_unknown"])
    framers = site.origins(request.app.state.settings, key, found)
    shown = pages.before_the_first_message(chat, "panel.html", key, site_name=found["name"], framers=framers)
    shown.headers["Content-Security-Policy"] = site.policy(framers)
    return shown


@router.get("/theme/{key}.css")
def colours(request: Request, key: str) -> Response:
    """Returns a site's colours, which were checked when they were published."""
    chat = chat_of(request)
    found = site.site(chat.fixed(), chat.mode, key)
    if found is None:
        return Response(status_code=404)
    return Response(theme(found["colours"]), 200, {"Cache-Control": "no-cache"}, "text/css; charset=utf-8")
