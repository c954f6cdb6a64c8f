"""The verbs that tell how far work has come: their forms, particles and classes.

Each row of `vocab/verbs.csv` is a verb, with its particle if it has one («sette i gang»), and its
classes, the first of which says what it means:

    begin       work begins: «starte», «ta til»
    commission  work is set up: «lyse ut», «gi i oppdrag»
    work        work goes on: «arbeide», «forhandle»
    deliver     a result comes to be: «publisere», «etablere»
    exist       a result is there: «foreligge», «konkludere»
    finish      the whole is over: «fullføre», «avslutte»
    wait        nothing happens for now: «avvente», «utsette»
    delay       it takes longer: «forsinke», «trekke ut»
    remain      something is left: «gjenstå»
    consider    somebody considers it: «vurdere»
    plan        it is planned: «planlegge», «ta sikte på»
    aftermath   what exists is kept up: «drifte», «følge opp»
    act         something is done: «få», «gi»
    none        tells nothing: «bestå», «gjelde»

Other classes beside it: `open` («styrke»: there can always be more), `study` («utrede»: it ends in
a report), `rule` («innføre»: a law can do it), `force` (a law comes into force),
`appoint` («oppnevne»: who is appointed is in place), `momentary` («komme»: never in progress),
`aftermath` (it may also follow a finished work), `founding` («opprette»: what is there begins or
acts),
`perform` («gjøre»: does what the subject names), `continue` («fortsette»: not over),
`existing` («evaluere»: of what is there),
`show` («vise»: a result says something), `copula` («ligge»: a state may follow), `place` («ligge på
nettsidene»: the particle is a place), `less` («redusere»: an `open` verb that takes away), `input`
(«motta»: others bring it up), `use` («ta i bruk»: what is there already), `shift` («flytte» to a
year is to put off), `grant` («gi» asks for what «få» tells).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.norwegian.vocabulary import vocabulary

FORMS = ("infinitive", "present", "past", "participle", "passive")


class Verb(NamedTuple):
    """A verb with its particle; `name` is the infinitive with the particle."""

    classes: tuple[str, ...]
    name: str
    particle: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What it means: its first class."""
        return self.classes[0]


@cache
def verb_forms() -> Mapping[str, Mapping[str, Sequence[Verb]]]:
    """The verbs that a word in lower case can be a form of, by form."""
    forms: dict[str, dict[str, list[Verb]]] = defaultdict(lambda: defaultdict(list))
    for row in vocabulary("verbs"):
        first = (row["infinitive"] or row["present"]).split()[:1]
        particle = tuple(row["particle"].split())
        verb = Verb(tuple(row["classes"].split()), " ".join((*first, *particle)), particle)
        for form in FORMS:
            for word in row[form].split():
                if verb not in forms[word][form]:
                    forms[word][form].append(verb)
    return {word: dict(by_form) for word, by_form in forms.items()}


def infinitives(word: str) -> Sequence[Verb]:
    """The verbs that a word in lower case is the infinitive of."""
    return verb_forms().get(word, {}).get("infinitive", ())


def infinitives_at(words: Sequence[str], index: int, attached: frozenset[str]) -> Sequence[Verb]:
    """The verbs that have their infinitive at `index` and their particle, if any, after it.

    All that have this infinitive, if none of them fits.
    """
    found = infinitives(words[index])
    fitting = [
        verb for verb in found if _has_particle(words, index, verb.particle, attached, frozenset())
    ]
    return fitting or found


def verbs_at(
    words: Sequence[str], index: int, form: str, attached: frozenset[str], between: frozenset[str]
) -> tuple[Verb, ...]:
    """The verbs that have this form at `index`, those with the longest particle in the clause.

    A particle in `attached` (a preposition) must follow at once, with only words of `between`
    before it. Without any particle of theirs in the clause, it is the verbs that need none.
    """
    verbs = verb_forms().get(words[index], {}).get(form, ())
    size = 0
    chosen: list[Verb] = []
    for verb in verbs:
        length = len(verb.particle)
        if length < size or not _has_particle(words, index, verb.particle, attached, between):
            continue
        chosen = [*chosen, verb] if length == size else [verb]
        size = length
    return tuple(chosen)


def _has_particle(
    words: Sequence[str],
    index: int,
    particle: tuple[str, ...],
    attached: frozenset[str],
    between: frozenset[str],
) -> bool:
    size = len(particle)
    if not size:
        return True
    if size == 1 and particle[0] in attached:
        at = index + 1
        while at < len(words) - 1 and words[at] in between:
            at += 1
        return words[at : at + 1] == list(particle)
    return particle[0] in words and any(
        word == particle[0] and tuple(words[at : at + size]) == particle
        for at, word in enumerate(words)
    )


@cache
def particles() -> frozenset[str]:
    """All words of particles that do not tell a place."""
    return frozenset(
        word
        for row in vocabulary("verbs")
        if "place" not in row["classes"].split()
        for word in row["particle"].split()
    )


@cache
def words_with(*forms: str) -> frozenset[str]:
    """The words that can be one of these forms."""
    return frozenset(
        word for word, found in verb_forms().items() if not found.keys().isdisjoint(forms)
    )
