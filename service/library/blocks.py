"""Markdown to the typed blocks of api.md, and blocks to plain text. Nothing else may stand in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import phonenumbers
from markdown_it import MarkdownIt
from markdown_it.token import Token

Span = str | dict[str, Any]
Block = dict[str, Any]

SAFE_LINK = re.compile(r"(https://|mailto:|sms:)[^\s<>\"]+\Z")
OUR_PICTURE = re.compile(r"/[^/\\]")  # //host and /\\host are other people's
TELEPHONE = re.compile(r"tel:(\+?[0-9]+)\Z")
# What Markdown leaves in the text when it does not understand it; a reader must never see it.
STRAY = re.compile(r"\]\([^)]*\)?|</?[A-Za-z][^<>]*>|<!--")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.disable(["autolink", "html_inline", "html_block", "reference"])
# Every target reaches ``link``, which refuses with a sentence; Markdown itself would show the link as text.
_MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]


class NotABlock(ValueError):
    """Markdown that no block of the API can carry; the text names it."""


def telephone(number: str) -> str:
    """Returns a UK number as it is dialled: ``+4480...``, or the bare digits of a short number such as 116 123.

    Raises ``ValueError`` for a number that cannot exist.
    """
    digits = re.sub(r"\D", "", number)
    if digits in ("999", "111", "116123", "18000", "08001111"):
        return digits
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        parsed = None
    if not parsed or not phonenumbers.is_valid_number(parsed):
        raise ValueError(f"{number} is not a valid UK phone number. Write it as people dial it")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def to_blocks(markdown: str) -> list[Block]:
    """Returns the blocks of a Markdown text. Raises ``NotABlock`` for bold, HTML, nested lists and the like."""
    return list(_blocks(_Tokens(_MARKDOWN.parse(markdown))))


class _Tokens:
    """The tokens of a text, taken one after the other."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens, self._next = tokens, 0

    def __iter__(self) -> Iterator[Token]:
        while self._next < len(self._tokens):
            yield self.take()

    def take(self, kind: str | None = None) -> Token:
        token = self._tokens[self._next]
        if kind and token.type != kind:
            raise NotABlock(f"{_plain(token.type)} cannot stand here. Move or remove it")
        self._next += 1
        return token

    def until(self, close: str) -> Iterator[Token]:
        while self._tokens[self._next].type != close:
            yield self.take()
        self.take(close)


def _blocks(tokens: _Tokens) -> Iterator[Block]:
    for token in tokens:
        if token.type == "paragraph_open":
            yield _paragraph(tokens)
        elif token.type == "heading_open":
            yield _heading(token, tokens)
        elif token.type == "bullet_list_open":
            yield {"list": list(_items(tokens, "bullet_list_close"))}
        elif token.type == "ordered_list_open":
            if token.attrGet("start") is not None:  # "26. April" at the start of a line would lose its number
                raise NotABlock(
                    f"steps start at 1, not at {token.attrGet('start')}. Begin the line with a word, or count from 1"
                )
            yield {"steps": list(_items(tokens, "ordered_list_close"))}
        elif token.type == "blockquote_open":
            yield from _notes(tokens)
        elif token.type == "table_open":
            yield _table(tokens)
        else:
            raise NotABlock(f"{_plain(token.type)} is not allowed in an answer. Write it in plain words")


def _paragraph(tokens: _Tokens) -> Block:
    inline = tokens.take("inline")
    tokens.take("paragraph_close")
    children = inline.children or []
    if len(children) == 1 and children[0].type == "image":
        source = str(children[0].attrGet("src"))
        if not OUR_PICTURE.match(source):
            raise NotABlock("a picture must be one of this service's own. Write its address as /name")
        return {"image": {"src": source, "alt": children[0].content}}
    return {"p": _spans(children)}


def _heading(token: Token, tokens: _Tokens) -> Block:
    if token.tag != "h2":
        raise NotABlock("headings have one level. Write them with ##")
    inline = tokens.take("inline")
    tokens.take("heading_close")
    return {"h": spans_text(_spans(inline.children or []))}


def _items(tokens: _Tokens, close: str) -> Iterator[list[Span]]:
    for token in tokens.until(close):
        if token.type != "list_item_open":
            raise NotABlock(f"{_plain(token.type)} cannot stand in a list. Move or remove it")
        tokens.take("paragraph_open")
        yield _spans(tokens.take("inline").children or [])
        tokens.take("paragraph_close")
        tokens.take("list_item_close")


def _notes(tokens: _Tokens) -> Iterator[Block]:
    for token in tokens.until("blockquote_close"):
        if token.type != "paragraph_open":
            raise NotABlock("a note holds sentences only. Write it without lists and headings")
        spans = _spans(tokens.take("inline").children or [])
        if spans and isinstance(spans[0], str) and spans[0][0].isdigit():  # "> 20%" at the start of a line was a sign
            raise NotABlock(f"a note starts with words, not with '> {spans[0][:12]}'; write 'more than' for the sign")
        yield {"note": spans}
        tokens.take("paragraph_close")


def _table(tokens: _Tokens) -> Block:
    rows: list[list[str]] = []
    for token in tokens.until("table_close"):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(spans_text(_spans(token.children or [])))
    return {"table": {"head": rows[0], "rows": rows[1:]}}


def _spans(children: Sequence[Token]) -> list[Span]:
    spans: list[Span] = []
    tokens = _Tokens(children)
    for token in tokens:
        if token.type == "link_open":
            label = "".join(_words(inner) for inner in tokens.until("link_close"))
            spans.append(link(label, str(token.attrGet("href"))))
        else:
            spans.append(_words(token))
    joined = _joined(spans)
    for span in joined:
        stray = STRAY.search(span) if isinstance(span, str) else None
        if stray:
            raise NotABlock(
                f"'{stray[0]}' is HTML or half a link, which is not allowed in an answer. Write it in plain words"
            )
    return joined


def _words(token: Token) -> str:
    if token.type not in ("text", "softbreak"):
        raise NotABlock(f"{_plain(token.type)} is not allowed in an answer. Write it in plain words")
    return token.content if token.type == "text" else " "


def link(label: str, target: str) -> Span:
    """Returns the span of a link: a topic, a phone number or a safe address. Raises ``NotABlock`` for any other."""
    if not label.strip():
        raise NotABlock(f"the link to {target} has no words. Write them between [ and ]")
    if target.startswith("topic:"):
        return {"topic": {"label": label, "topic": target.removeprefix("topic:")}}
    phone = TELEPHONE.match(target)
    if phone:
        return {"phone": {"label": label, "tel": phone[1]}}
    if SAFE_LINK.match(target):
        return {"link": {"label": label, "url": target}}
    raise NotABlock(f"the link to {target} is not https, mailto, tel, sms or topic. Use one of these")


def _joined(spans: list[Span]) -> list[Span]:
    """Returns the spans with neighbouring strings made one."""
    joined: list[Span] = []
    for span in spans:
        if isinstance(span, str) and joined and isinstance(joined[-1], str):
            joined[-1] += span
        elif span != "":
            joined.append(span)
    return joined


def _plain(kind: str) -> str:
    names = {"strong_open": "bold", "em_open": "italics", "fence": "a code block", "code_block": "an indented block"}
    return names.get(kind, kind.removesuffix("_open").removesuffix("_close").replace("_", " "))


def spans_text(spans: Sequence[Span]) -> str:
    """Returns the words of the spans, as read aloud; an address the label does not show is left to ``blocks``."""
    return "".join(s if isinstance(s, str) else next(iter(s.values()))["label"] for s in spans)


def to_text(blocks: Sequence[Block]) -> str:
    """Returns blocks as plain text: every word and number of them, one block a paragraph."""
    return "\n\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    kind, value = next(iter(block.items()))
    if kind in ("p", "note"):
        return spans_text(value)
    if kind == "list":
        return "\n".join(f"- {spans_text(item)}" for item in value)
    if kind == "steps":
        return "\n".join(f"{n}. {spans_text(item)}" for n, item in enumerate(value, 1))
    if kind == "table":
        return "\n".join("; ".join(row) for row in [value["head"], *value["rows"]])
    return str(value["alt"]) if kind == "image" else str(value)


def topics_linked(blocks: Sequence[Block]) -> set[str]:
    """Returns the ids of the topics the blocks link to."""
    found: set[str] = set()
    for block in blocks:
        for spans in (
            v if k in ("list", "steps") else [v] for k, v in block.items() if k in ("p", "note", "list", "steps")
        ):
            for line in spans:
                found.update(s["topic"]["topic"] for s in line if isinstance(s, dict) and "topic" in s)
    return found
