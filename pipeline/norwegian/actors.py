"""Public bodies, research institutions and organisations named in running text.

    Actors().find("Bufdir (Barne-, ungdoms- og familiedirektoratet) og Kripos")

    mention  = form ["s"] [ "(" form ["s"] ")" ]      both forms of the same actor
    form     = the short name, the full name or another form of an actor in `vocab/`

A name in a compound («RVTS-verktøyene», «Nav-kontoret») or an address («Bufdir.no») names something
else. Ministries are read in ministries.py; what is only called by what it is («politiet»,
«direktoratet») is no name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import takewhile
from typing import NamedTuple, cast

from pipeline.norwegian.content_words import content_words
from pipeline.norwegian.vocabulary import LETTER, Openings, any_of, vocabulary
from pipeline.seams.vocabularies import ActorKind

PREPOSITIONS = frozenset(("av", "for", "i", "innen", "med", "mot", "om", "på", "til", "ved"))
BEFORE = r"(?<![^\W_])(?<![.@-])"
AFTER = rf"(?![^\W_]|@|[-‑–]{LETTER}|[./][a-zß-öø-ÿ])"


class Actor(NamedTuple):
    """An actor's identity: the short name it is known by, its full name and its kind."""

    actor: str
    name: str
    kind: ActorKind


class NamedActor(NamedTuple):
    """A mention of an actor: its span in the text, with the genitive ending, and who it is."""

    start: int
    end: int
    actor: Actor


class Actors:
    """The actors of the vocabulary, and those of a report's own list of abbreviations.

    `abbreviations` are pairs of a short form and what it stands for. The report's meaning goes
    before the vocabulary's: a short form that stands for no body is no actor in this report.
    """

    def __init__(self, abbreviations: Iterable[tuple[str, str]] = ()) -> None:
        self._listed: dict[str, Actor | None] = {}
        for short, expansion in abbreviations:
            actor = _of_abbreviation(short, expansion)
            for form in (short, _spaced(expansion)):
                if form and (actor is not None or form in _known()):
                    self._listed[form] = actor
        self._unknown = tuple(form for form in self._listed if form not in _known())

    def find(self, text: str) -> list[NamedActor]:
        """Every mention in `text`, in the order of the text. Raises nothing."""
        positions = _openings().positions(text)
        matches = [m for start in positions if (m := _pattern().match(text, start)) is not None]
        if any(map(text.__contains__, self._unknown)):  # rare: no need of openings
            matches += _pattern_of(self._unknown).finditer(text)
            matches.sort(key=lambda match: match.start())
        named: list[NamedActor] = []
        end = 0
        for match in matches:
            actor = self._actor(match["form"])
            if actor is None or match.start() < end:
                continue
            end = match.end("name")
            if match["short"] and self._actor(match["short"]) == actor:
                end = match.end()
            named.append(NamedActor(match.start(), end, actor))
        return named

    def _actor(self, printed: str) -> Actor | None:
        form = _spaced(printed)
        if form in self._listed:
            return self._listed[form]
        return _known().get(form) or _known_letters().get(_letters(form))


def _letters(form: str) -> str:
    """A form without its white space: «Arbeids-og velferdsdirektoratet» lacks some."""
    return "".join(form.split())


def _spaced(printed: str) -> str:
    return " ".join(printed.split())


def _of_abbreviation(short: str, expansion: str) -> Actor | None:
    """The body that an abbreviation stands for; None if it stands for anything else.

    A noun for a body says so, before any preposition: «Nasjonalt institutt for …».
    """
    known = _known().get(_spaced(expansion))
    if known is None and (actor := _known().get(short)) is not None:
        name, expanded = set(content_words(actor.name)), set(content_words(expansion))
        known = actor if 2 * len(name & expanded) >= len(name) else None
    if known is not None:
        return known
    words = expansion.lower().split()
    head = takewhile(lambda word: word not in PREPOSITIONS, words)
    endings = (ending for word in head for ending in _nouns() if word.endswith(ending))
    kind = next((_nouns()[ending] for ending in endings), None)
    return Actor(short, _spaced(expansion), kind) if kind is not None else None


@cache
def _known() -> Mapping[str, Actor]:
    actors = {
        row["actor"]: Actor(row["actor"], row["name"], cast(ActorKind, row["kind"]))
        for row in vocabulary("actors")
    }
    forms = {form: actor for actor in actors.values() for form in (actor.actor, actor.name)}
    return forms | {row["words"]: actors[row["actor"]] for row in vocabulary("actor_forms")}


@cache
def _known_letters() -> Mapping[str, Actor]:
    return {_letters(form): actor for form, actor in _known().items()}


@cache
def _openings() -> Openings:
    return Openings(word for form in _known() for word in (form, f"{form}s"))


@cache
def _pattern() -> re.Pattern[str]:
    return _pattern_of(tuple(_known()))


@lru_cache(maxsize=2)  # of the vocabulary, and of a report
def _pattern_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    any_form = any_of(forms).replace(r"-\s{1,3}", r"-\s{0,3}")
    return re.compile(
        rf"{BEFORE}(?P<name>(?P<form>{any_form})(?:s|[’'])?){AFTER}"
        r"(?:\s?\((?P<short>[^()]{2,80}+)\))?+"
    )


@cache
def _nouns() -> Mapping[str, ActorKind]:
    return {row["ending"]: cast(ActorKind, row["kind"]) for row in vocabulary("actor_nouns")}
