"""Public bodies, research institutions and organisations named in running text.

    Actors().find("Bufdir (Barne-, ungdoms- og familiedirektoratet) og Kripos")

    mention  = form ["s"] [ "(" form ["s"] ")" ]      both forms of the same actor
    form     = the short name, the full name or another form of an actor in `vocab/`

A name in a compound («RVTS-verktøyene», «Nav-kontoret») or an address («Bufdir.no») names something
else. Ministries are read in ministries.py; what is only called by what it is («politiet»,
«direktoratet») is no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile
from typing import NamedTuple, cast

import regex

from pipeline.norwegian.vocabulary import Openings, any_of, vocabulary
from pipeline.seams.vocabularies import ActorKind

FIRST_WORD = regex.compile(r"[\p{L}\d]++")
PREPOSITIONS = frozenset(("av", "for", "i", "innen", "med", "mot", "om", "på", "til", "ved"))
BEFORE = r"(?<![\p{L}\d.@-])"
AFTER = r"(?![\p{L}\d@]|[-‑–]\p{L}|[./]\p{Ll})"


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

    `abbreviations` are pairs of a short form and what it stands for; only those that stand for a
    body are taken. What the vocabulary knows is read as it says.
    """

    def __init__(self, abbreviations: Iterable[tuple[str, str]] = ()) -> None:
        listed = {
            form: actor
            for short, expansion in abbreviations
            if (actor := _of_abbreviation(short, expansion)) is not None
            for form in (short, expansion)
        }
        forms = {**listed, **_known()}
        self._by_letters = {_letters(form): actor for form, actor in forms.items()}
        self._openings = _openings(forms) if listed else _known_openings()
        self._mention = _pattern(forms) if listed else _known_pattern()

    def find(self, text: str) -> list[NamedActor]:
        """Every mention in `text`, in the order of the text. Raises nothing."""
        found: list[NamedActor] = []
        end = 0
        for start in self._openings.positions(text):
            match = self._mention.match(text, start) if start >= end else None
            if match is None:
                continue
            actor, end = self._by_letters[_letters(match["form"])], match.end("name")
            if match["short"] and self._by_letters[_letters(match["short"])] == actor:
                end = match.end()
            found.append(NamedActor(start, end, actor))
        return found


def _letters(form: str) -> str:
    """A form without its white space: «Arbeids-og velferdsdirektoratet» lacks some."""
    return "".join(form.split())


def _spaced(printed: str) -> str:
    return " ".join(printed.split())


def _of_abbreviation(short: str, expansion: str) -> Actor | None:
    """The body that an abbreviation stands for; None if it stands for anything else.

    A noun for a body says so, before any preposition: «Nasjonalt institutt for …».
    """
    known = _known().get(_spaced(expansion)) or _known().get(short)
    if known is not None:
        return known
    words = expansion.lower().split()
    head = takewhile(lambda word: word not in PREPOSITIONS, words)
    endings = (ending for word in head for ending in _nouns() if word.endswith(ending))
    kind = next((_nouns()[ending] for ending in endings), None)
    return Actor(short, _spaced(expansion), kind) if kind is not None else None


def _openings(forms: Iterable[str]) -> Openings:
    return Openings((word for form in forms for word in (form, f"{form}s")), FIRST_WORD)


def _pattern(forms: Iterable[str]) -> regex.Pattern[str]:
    any_form = any_of(forms).replace(r"-\s{1,3}", r"-\s{0,3}")
    return regex.compile(
        rf"{BEFORE}(?P<name>(?P<form>{any_form})(?:s|[’'])?){AFTER}"
        rf"(?:\s?\((?P<short>{any_form})s?\))?+"
    )


@cache
def _known() -> Mapping[str, Actor]:
    actors = {
        row["actor"]: Actor(row["actor"], row["name"], cast(ActorKind, row["kind"]))
        for row in vocabulary("actors")
    }
    forms = {form: actor for actor in actors.values() for form in (actor.actor, actor.name)}
    return forms | {row["words"]: actors[row["actor"]] for row in vocabulary("actor_forms")}


@cache
def _known_openings() -> Openings:
    return _openings(_known())


@cache
def _known_pattern() -> regex.Pattern[str]:
    return _pattern(_known())


@cache
def _nouns() -> Mapping[str, ActorKind]:
    return {row["ending"]: cast(ActorKind, row["kind"]) for row in vocabulary("actor_nouns")}
