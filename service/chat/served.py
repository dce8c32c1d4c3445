"""What is served now: the one place where mode, sign-offs, withdrawals and London's date decide about all words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from service.library.find import Fixed, Library, NotPublished, Published
from service.library.signoff import SignOff, london_today, now_standing, unfit_for_live
from service.web.checked import line, told

Unit = Mapping[str, Any]
TIMELINE, ELIGIBILITY = "timeline", "eligibility"
logger = logging.getLogger(__name__)


def utc() -> datetime:
    """Returns the time now."""
    return datetime.now(UTC)


class NotFit(ValueError):
    """Live mode cannot start; the text says what is not signed, and the command to sign it."""

    def __init__(self, units: list[str]) -> None:
        super().__init__(
            f"MODE is live, but no sign-off counts for the published {', '.join(units)}: sign with `python -m"
            f" service.library sign {units[0]}` and so on, then run `make publish`, or set MODE to preview."
        )


@dataclass(frozen=True)
class Shown:
    """The topics that are served now, ready to show; ``held``: those published that are not served now."""

    topics: Mapping[str, Mapping[str, Any]]
    held: frozenset[str]
    _store: Published

    def knows(self, topic: str) -> bool:
        """Returns whether a topic is published, served or not."""
        return topic in self.topics or topic in self.held

    def search(self, words: str, limit: int = 5) -> list[str]:
        """Returns served topics whose open words match, best first. Empty for no match."""
        return [t for t in self._store.search(words, limit + len(self.held)) if t in self.topics][:limit]


@dataclass(frozen=True)
class _View:
    """All words as they stand on one day, and what they were made from."""

    made_from: tuple[Fixed, Published | None, frozenset[str], date]
    fixed: Fixed
    shown: Shown | None
    alarms: list[str]


class Serving:
    """The published words, less what may not be shown: decided at each call, by the clock."""

    def __init__(self, library: Library, live: bool, clock: Callable[[], datetime] = utc) -> None:
        """Opens it. Raises ``NotFit`` where live mode is wanted and a card or the wording was never signed."""
        self._library, self._live, self._clock = library, live, clock
        self._good = library.fixed()  # in live mode the newest fixed words whose cards and wording were signed
        unfit = unfit_for_live(self._good.data) if live else []
        if unfit:
            raise NotFit(unfit)
        self._view: _View | None = None
        self._logged: tuple[date, list[str]] | None = None

    def fixed(self) -> Fixed:
        """Returns the fixed words as they stand now.

        Beside what was published, cards, timeline, steps and the whole carry ``label`` (the line of their sign-off).
        ``timeline`` is None and ``eligibility`` empty while they are not served; helplines and cards in other
        languages that may not be shown are left out.
        """
        return self._now()[0].fixed

    def published(self) -> Shown:
        """Returns the topics that are served now. Raises ``NotPublished`` while the store is missing or broken."""
        view, missing = self._now()
        if view.shown is None:
            raise missing or NotPublished("There is no store. Run `make publish`.")
        return view.shown

    def holds(self, name: str) -> bool:
        """Returns whether a topic, ``timeline`` or ``eligibility`` is kept back now, also while the store is down."""
        view = self._now()[0]
        if view.shown is not None and name in view.shown.held:
            return True
        kept = {TIMELINE: view.fixed.data["timeline"] is None, ELIGIBILITY: not view.fixed.data["eligibility"]}
        return kept.get(name, False) or self._library.withdrawn().covers(name)

    def alarms(self) -> list[str]:
        """Returns what the lead must know although all is served: sign-offs past their date, a publish not taken."""
        return self._now()[0].alarms

    def _now(self) -> tuple[_View, NotPublished | None]:
        newest, store, missing = self._library.fixed(), None, None
        try:
            store = self._library.published()
        except NotPublished as error:
            missing = error
        withdrawn = self._library.withdrawn()
        names = (*(store.topics if store else ()), TIMELINE, ELIGIBILITY)
        gone = frozenset(name for name in names if withdrawn.covers(name))
        made_from = (newest, store, gone, london_today(self._clock()))
        view = self._view
        # Compared as the same objects: the library gives the same one until something else is published.
        if view is None or any(a is not b for a, b in zip(view.made_from[:2], made_from[:2], strict=True)) or (
            view.made_from[2:] != made_from[2:]
        ):  # fmt: skip
            view = self._view = self._made(made_from)
            self._log(view)
        return view, missing

    def _made(self, made_from: tuple[Fixed, Published | None, frozenset[str], date]) -> _View:
        newest, store, gone, today = made_from
        unfit = unfit_for_live(newest.data) if self._live else []
        if not unfit:
            self._good = newest
        words = _Words(self._good.data, self._live, today)
        try:
            shown = words.shown(store, gone) if store else None
        except Exception as error:  # noqa: BLE001 - a store of another form must not cost anybody a card
            logger.error("the topics cannot be shown: %r", error)
            shown = None
        try:
            fixed = Fixed(words.fixed(shown.held if shown else frozenset(), gone))
        except Exception as error:
            if self._view is None:
                raise
            logger.error("the fixed words cannot be shown, so the last ones stay in force: %r", error)
            fixed = self._view.fixed
        return _View(made_from, fixed, shown, _alarms(fixed.data, unfit, self._live))

    def _log(self, view: _View) -> None:
        """Says what alarms, once a day for as long as it is the same."""
        now = (view.made_from[3], view.alarms)
        if view.alarms and now != self._logged:
            self._logged = now
            for alarm in view.alarms:
                logger.error("sign-off: %s", alarm)


@dataclass(frozen=True)
class _Words:
    """Published words made ready for one day and mode."""

    data: Mapping[str, Any]
    live: bool
    today: date

    def standing(self, unit: Unit) -> SignOff:
        """Returns a unit's sign-off as it stands today."""
        return now_standing(unit["signoff"], self.today)

    def may_show(self, unit: Unit, *also: str) -> bool:
        """Returns whether words may be shown: in live mode only while signed, or where their status is ``also`` so."""
        return not self.live or self.standing(unit)["status"] in ("signed", *also)

    def ready(self, unit: Unit) -> dict[str, Any]:
        """Returns a unit with its sign-off as readers get it, its line and its fingerprint."""
        signoff = self.standing(unit)
        words = line(self.data, signoff, self.live)
        return {"fingerprint": signoff["fingerprint"], **unit, "signoff": told(signoff), "label": words}

    def shown(self, store: Published, gone: Iterable[str]) -> Shown:
        """Returns the topics of a store that are served; ``gone``: those withdrawn."""
        topics = store.topics
        held = frozenset(name for name, unit in topics.items() if name in gone or not self.may_show(unit))
        served = {name: self._topic(unit, held) for name, unit in topics.items() if name not in held}
        return Shown(served, held, store)

    def _topic(self, unit: Unit, held: frozenset[str]) -> dict[str, Any]:
        """Returns a topic ready to show, without a way to one that is not served."""
        made: dict[str, Any] = without_links(self.ready(unit), held)
        made["choices"] = [name for name in unit["choices"] if name not in held]
        return made

    def fixed(self, held: frozenset[str], gone: Iterable[str]) -> dict[str, Any]:
        """Returns the fixed words ready to show."""
        data, tongues, timeline = self.data, self.data["tongues"], self.data["timeline"]
        spoken = {
            language: {level: self.ready(card) for level, card in cards.items() if self.may_show(card)}
            for language, cards in tongues["cards"].items()
        }
        steps = [] if ELIGIBILITY in gone else [step for step in data["eligibility"] if self.may_show(step)]
        return {
            **self.ready(data),
            "cards": {level: self.ready(card) for level, card in data["cards"].items()},
            "tongues": {**tongues, "cards": spoken},
            "helplines": [unit for unit in data["helplines"] if self.may_show(unit, "expired")],
            # Nobody signs a website's own greeting yet, so in live mode ours stands alone.
            "sites": {
                key: {**site, "greeting": {} if self.live else site["greeting"]} for key, site in data["sites"].items()
            },
            "timeline": self._timeline(timeline, held) if TIMELINE not in gone and self.may_show(timeline) else None,
            "eligibility": [without_links(self.ready(step), held) for step in steps],
        }

    def _timeline(self, timeline: Unit, held: frozenset[str]) -> dict[str, Any]:
        made: dict[str, Any] = without_links(self.ready(timeline), held)
        made["steps"] = [
            {key: value for key, value in step.items() if key != "topic" or value not in held} for step in made["steps"]
        ]
        return made


def without_links(value: Any, held: frozenset[str]) -> Any:
    """Returns a copy of published words in which a link to a topic of ``held`` is only its words."""
    if isinstance(value, dict):
        link = value.get("topic")
        if isinstance(link, dict) and link.get("topic") in held:
            return link["label"]
        return {key: without_links(inner, held) for key, inner in value.items()}
    return [without_links(inner, held) for inner in value] if isinstance(value, list) else value


def _alarms(fixed: Unit, unfit: list[str], live: bool) -> list[str]:
    if not live:
        return []
    units = {**{f"cards/{level}": card for level, card in fixed["cards"].items()}, "wording": fixed}
    ended = [
        f"{name} is past its review ({unit['signoff']['next_review']}) and still shown"
        for name, unit in units.items()
        if unit["signoff"]["status"] == "expired"
    ]
    refused = [f"{name} was published without a sign-off, so the fixed words before it stay in force" for name in unfit]
    nobody = [] if fixed["helplines"] else ["no helpline is signed, so none is shown"]
    return [*refused, *ended, *nobody]
