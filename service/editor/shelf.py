"""The content folder as it stands now, and the sign-off of its topics, without reading all of it each time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from jinja2 import TemplateError

from service.library.check import check
from service.library.faults import Fault
from service.library.read import read_content, topic_from
from service.library.shapes import Content
from service.library.sign import state
from service.library.signatures import FOLDER, Signatures
from service.library.signoff import SignOff, london_today, now_standing
from service.library.units import Unit, fixed_units, topic_unit
from service.records.audit import Audit
from service.records.conversations import RecordsDown

BROKEN = "broken"  # the state of a topic whose file has faults: nothing of it can be signed or published
Mark = dict[str, tuple[int, int, int]]


def _mark(folder: Path, *patterns: str) -> Mark:
    """Returns what tells whether a file of the folder was changed: its time, size and number."""
    found: Mark = {}
    for pattern in patterns:
        for path in folder.glob(pattern):
            try:
                standing = path.stat()
            except OSError:  # replaced or removed at this moment: the next look sees it
                continue
            found[str(path.relative_to(folder))] = (standing.st_mtime_ns, standing.st_size, standing.st_ino)
    return found


@dataclass(eq=False)
class _Read:
    """What was read, when the folder stood so; ``units``: of its topics, by id, as far as they were asked for."""

    mark: Mark
    content: Content
    units: dict[str, Unit | None] = field(default_factory=dict)
    fixed: dict[str, Unit] | None = None  # the units that are no topics
    faults: list[Fault] | None = None  # what the check of all of it found


class Shelf:
    """Reads the folder once, and afterwards the topics that changed; anything else that changes is read whole."""

    def __init__(self, folder: Path, audit: Audit, clock: Callable[[], datetime]) -> None:
        self._folder, self._audit, self._clock = folder, audit, clock
        self._lock = threading.RLock()
        self._read: _Read | None = None
        self._signed: tuple[object, Signatures] | None = None

    def warm(self) -> None:
        """Reads and makes everything, for those who ask later; what hinders it is theirs to hear of."""
        with suppress(RecordsDown):
            self.states()

    def content(self) -> Content:
        """Returns the content as the files hold it now; what cannot be read is named in its ``faults``."""
        return self._now().content

    def files(self) -> dict[str, str]:
        """Returns the file of every topic by the topic's id, readable or not."""
        return {Path(file).stem: file for file in self._now().mark if file.startswith("topics/")}

    def faults(self) -> list[Fault]:
        """Returns everything that speaks against publishing the content as it is now."""
        with self._lock:
            read = self._now()
            if read.faults is None:
                read.faults = check(read.content)
            return read.faults

    def units(self) -> dict[str, Unit]:
        """Returns everything that can be signed, by id, but what faults keep from being made."""
        with self._lock:
            read = self._now()
            if read.fixed is None:
                try:
                    read.fixed = fixed_units(read.content)
                except (TemplateError, ValueError, KeyError):
                    read.fixed = {}
            topics = (self._unit(read, name) for name in read.content.topics)
            return {**{unit.id: unit for unit in topics if unit}, **read.fixed}

    def signatures(self) -> Signatures:
        """Returns the signatures that count now. Raises ``RecordsDown``."""
        with self._lock:
            read = self._now()
            mark = (read, tuple(sorted(_mark(self._folder, f"{FOLDER}/**/*.yml").items())), self._audit.newest())
            if self._signed is None or self._signed[0] != mark:
                self._signed = (mark, Signatures(read.content, self._folder, self._audit))
            return self._signed[1]

    def states(self) -> dict[str, str]:
        """Returns how each readable topic stands: a state of ``sign.STATES``, or ``BROKEN``. Raises ``RecordsDown``."""
        today = london_today(self._clock())
        return {name: state(signoff, today) if signoff else BROKEN for name, signoff in self.signoffs().items()}

    def signoffs(self) -> dict[str, SignOff | None]:
        """Returns the sign-off of each readable topic as it stands today; None for one with faults.

        Raises ``RecordsDown``.
        """
        with self._lock:
            read, signatures, today = self._now(), self.signatures(), london_today(self._clock())
            units = {name: self._unit(read, name) for name in read.content.topics}
            return {name: now_standing(signatures.signoff(u), today) if u else None for name, u in units.items()}

    def unit(self, topic: str) -> Unit | None:
        """Returns a topic as it would be signed now; None where its file has faults that keep it from being made."""
        return self._unit(self._now(), topic)

    def _unit(self, read: _Read, name: str) -> Unit | None:
        if name not in read.units:
            try:
                read.units[name] = topic_unit(read.content.topics[name], read.content)
            except (TemplateError, ValueError, KeyError):  # an unknown figure, odd Markdown, an unknown source or group
                read.units[name] = None
        return read.units[name]

    def _now(self) -> _Read:
        with self._lock:
            mark = _mark(self._folder, "*.yml", "topics/*/*.md")
            if self._read is None or mark.keys() != self._read.mark.keys():
                self._read = _Read(mark, read_content(self._folder))
            changed = [name for name, seen in mark.items() if self._read.mark[name] != seen]
            if any(not name.startswith("topics/") for name in changed):
                self._read = _Read(mark, read_content(self._folder))
            elif changed:
                self._read = self._again(self._read, mark, changed)
            return self._read

    def _again(self, read: _Read, mark: Mark, changed: list[str]) -> _Read:
        """Returns the content with these topics read anew."""
        faults = [fault for fault in read.content.faults if fault.file not in changed]
        topics = {name: topic for name, topic in read.content.topics.items() if topic.file not in changed}
        for file in changed:
            try:
                text = (self._folder / file).read_text(encoding="utf-8")
            except (OSError, ValueError):
                faults.append(Fault(file, "This file cannot be read as UTF-8."))
                continue
            topic = topic_from(text, file, faults)
            if topic:
                topics[topic.id] = topic
        content = replace(read.content, topics=dict(sorted(topics.items(), key=lambda t: t[1].file)), faults=faults)
        names = {Path(file).stem for file in changed}
        return _Read(mark, content, {name: unit for name, unit in read.units.items() if name not in names})
