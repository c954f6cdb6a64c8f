"""References in Norwegian administrative prose: measures, decisions, parliament's papers, laws.

    find_references("jf. tiltak 4 og 15")    tiltak 4 («tiltak 4»), tiltak 15 («15»)
    find_references("Prop 36 S (2023 –2024)")    Prop. 36 S (2023–2024)

Pure functions of the text that raise nothing and run in linear time: repetition is possessive or
bounded, and the surroundings of a number are searched in a bounded window.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import msgspec
import regex

from pipeline.norwegian.laws import Law, named_laws, title_of
from pipeline.norwegian.sentences import sentence_at, sentences
from pipeline.norwegian.vocabulary import (
    LETTER,
    LETTERS,
    Match,
    Openings,
    Pattern,
    any_of,
    pattern,
    tagged,
    vocabulary,
)
from pipeline.seams.vocabularies import ReferenceKind, Relation

PLAN = (
    "Opptrappingsplan mot vold og overgrep mot barn og vold i nære relasjoner (2024–2028) "
    "Trygghet for alle"
)

NEW_SERIES = 2009  # parliament's papers have their present names since session 2009–2010
WIDEST_RANGE = 150  # numbers in «vedtak 611–619»; a wider range is not a list of measures
# Window sizes in characters. Every match gets an end: the engine looks ahead for the letters that a
# pattern requires, and would otherwise do so to the end of the text.
LAW_WINDOW = 160  # the name of a law, before «§» or after the section
NUMBER_WINDOW = 120  # a number and what follows it: a session, or the noun that it counts
BEFORE_WINDOW = 200  # «I regjeringens handlingsplan mot … er dette»
PLAN_WINDOW = 480  # «i regjeringens nye handlingsplan mot …»
DASH = "[-‐‑‒–—−]"


class Reference(NamedTuple):
    """One reference. `text` is `text[start:end]` of the input; `target` is normalised.

    kind is `tiltak`, `vedtak`, `prop`, `meld`, `innst`, `nou`, `dok8`, `otprp`, `law`,
    `convention`, or `foreign` for a measure of another plan. In «tiltak 8 og 114» the second text
    is «114»; each number of «611–619» is a separate reference with the range as its text.
    relation says how it is cited: `jf.`, `se`, `ses i sammenheng med` or None.
    """

    start: int
    end: int
    text: str
    kind: ReferenceKind
    target: str
    relation: Relation | None = None


class References(NamedTuple):
    """The references of one text, and the spans of the sessions of cited papers."""

    mentions: list[Reference]
    sessions: list[tuple[int, int]]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where in the text numbers are no dates."""
        return [*((cited.start, cited.end) for cited in self.mentions), *self.sessions]


def find_references(text: str, plan: str = PLAN) -> list[Reference]:
    """Every reference in `text`, in the order of the text.

    `plan` is the name of the plan that the text reports on; it separates «tiltak 57 i
    Opptrappingsplanen» (ours) from «tiltak 28 i regjeringens nye handlingsplan» (`foreign`).
    """
    return read_references(text, plan).mentions


def read_references(text: str, plan: str = PLAN) -> References:
    """The references in `text`, and the spans of the sessions of cited papers: «(2023–2024)».

    Includes the sessions of papers that are not references here («Lovvedtak 74 (2024–2025)»,
    «Dokument 3:8 (2018–2019)»): a session identifies a paper and is not a date.
    """
    mentions = list(_measures(text, plan))
    decisions, sessions = _decisions(text, plan)
    mentions += decisions
    laws = named_laws(text)
    sections = list(_sections(text)) if "§" in text else []
    if sections:
        mentions += _with_laws(text, sections, laws)
    mentions += _without_section(laws, sections)
    for paper in _papers(text):
        if paper.reference is not None:
            mentions.append(paper.reference)
        if paper.session is not None:
            sessions.append(paper.session)
    if len(mentions) > 1:
        mentions.sort(key=lambda reference: reference.start)
    return References(_related(text, mentions), sorted(set(sessions)))


# How it is cited --------------------------------------------------------------------------------

CITED_IN = 96  # characters between a cue and what it cites
BETWEEN = r"\s?(?:[,;]|«JOINT»)\s?(?:«JOINT»\s)?"


def _related(text: str, mentions: list[Reference]) -> list[Reference]:
    """The references with how they are cited; those of a list share the cue before it."""
    related: list[Reference] = []
    for mention in mentions:
        cue = _cue().search(text, max(0, mention.start - CITED_IN), mention.start)
        relation = _relations()[" ".join(cue["words"].casefold().split())] if cue else None
        if cue is None and related:
            previous = related[-1]
            joined = pattern(BETWEEN).fullmatch(text, previous.end, mention.start) is not None
            if joined or mention.start == previous.start:
                relation = previous.relation
        related.append(mention._replace(relation=relation))
    return related


@cache
def _cue() -> re.Pattern[str]:
    words = any_of(_relations())
    return re.compile(
        rf"(?i)(?<!{LETTER})(?P<words>{words})(?!{LETTER})(?:\s[^\s.;:()!?]{{1,30}}){{0,5}}\s\Z"
    )


@cache
def _relations() -> dict[str, Relation]:
    rows = {row["words"]: row["relation"] for row in vocabulary("references_relations")}
    return msgspec.convert(rows, dict[str, Relation])


# Measures and decisions -------------------------------------------------------------------------


def _measures(text: str, plan: str) -> Iterator[Reference]:
    """Measures of this plan and, as `foreign`, of others.

    measures = («tiltak» | «tiltaka» | «tiltakene» | «tiltaket») [«nr.»] numbers [phrase]
    """
    for at in _openings("measure", "measures").positions(text):
        head = pattern(MEASURE).match(text, at)
        if head is None:
            continue
        numbers, end = _numbers(text, head.start(), head.end())
        if not numbers or (head["definite"] and not head["nr"] and len(numbers) == 1):
            continue  # «tiltaket 12 kommuner …»: only «tiltakene 6 og 7» names measures
        foreign = _of_another_plan(text, head.start(), end, plan)
        kind: ReferenceKind = "foreign" if foreign else "tiltak"
        for start, stop, target in numbers:
            yield Reference(start, stop, text[start:stop], kind, target)


def _decisions(text: str, plan: str) -> tuple[list[Reference], list[tuple[int, int]]]:
    """Decisions of parliament, and the spans of the sessions that are printed with them.

    decisions = («vedtak» | «anmodningsvedtak» | «oppmodingsvedtak» | …) [«nr.»] numbers
                [session | [«av»] day]
              | («vedtak» | …) [«av»] day «nr.» number

    Numbers begin anew in each session: a decision more than two sessions older than the plan is
    another matter, and no reference.
    """
    mentions: list[Reference] = []
    sessions: list[tuple[int, int]] = []
    named = _openings("decision", "decisions").positions(text)
    for at in named:
        head = pattern(DECISION).match(text, at)
        if head is None:
            continue
        numbers, end = _numbers(text, head.start(), head.end(), _decision_number())
        if not numbers or (head["definite"] and not head["nr"] and len(numbers) == 1):
            continue
        if not head["nr"] and any(YEAR.fullmatch(target) for _, _, target in numbers):
            continue
        when = pattern(DECIDED).match(text, end, end + NUMBER_WINDOW)
        if when is not None and when["session"] is not None:
            sessions.append(when.span("session"))
        if when is None or not _is_older(int(when["opened"] or when["year"]), plan):
            mentions += (
                Reference(first, last, text[first:last], "vedtak", target)
                for first, last, target in numbers
            )
    for at in named:
        dated = pattern(DATED_DECISION).match(text, at)
        if dated is None:
            continue
        first, last = dated.span("number")
        if not _is_older(int(dated["year"]), plan):
            target = str(int(dated["digits"]))
            mentions.append(Reference(first, last, text[first:last], "vedtak", target))
    return mentions, sessions


def _is_older(year: int, plan: str) -> bool:
    """Whether a decision of that year is older than those that a report on `plan` answers for."""
    first = PLAN_YEAR.search(plan)
    return first is not None and year < int(first["year"]) - OLDEST_DECISION


@cache
def _openings(*tags: str) -> Openings:
    return Openings(chain(*map(tagged, tags)))


def _numbers(
    text: str, head: int, start: int, number: Pattern | None = None
) -> tuple[list[tuple[int, int, str]], int]:
    """The (start, end, target) of each number of a list, and the end of the list.

    numbers = number {(«,» | «og» | «eller» | «samt» | «/») number};  number = digits [dash digits]

    The first text includes the word before it, unless it is a range: all numbers of a range have
    the range as their text.
    """
    number = number or _number()
    numbers: list[tuple[int, int, str]] = []
    element = number.match(text, start, start + NUMBER_WINDOW)
    end = start
    while element is not None:
        if element["last"] is None:
            begin = element.start() if numbers else head
            numbers.append((begin, element.end(), str(int(element["first"]))))
        else:
            first, last = int(element["first"]), int(element["last"])
            if not first < last <= first + WIDEST_RANGE:
                break
            span = (element.start(), element.end())
            numbers += ((*span, str(each)) for each in range(first, last + 1))
        end = element.end()
        joint = pattern(JOINT).match(text, end, end + NUMBER_WINDOW)
        start = joint.end() if joint is not None else end
        element = number.match(text, start, start + NUMBER_WINDOW) if joint else None
    return numbers, end


JOINT = (
    r"(?i)\s?+[,;]\s?+(?:«JOINT»\s{1,3}+)?+(?:«NR»\s?+)?+"
    r"|\s{1,3}+(?:«JOINT»|&)\s{1,3}+(?:«NR»\s?+)?+"
    r"|/"
)
TO_NUMBER = r"\s{1,3}+(?P<nr>«NR»\s{0,3}+)?+(?=\d)"
YEAR = re.compile(r"(?:19|20)\d\d")
PLAN_YEAR = re.compile(r"\((?P<year>(?:19|20)\d\d)")
OLDEST_DECISION = 2  # sessions before the plan's first year
DAY = r"(?:den\s)?\d{1,2}\.\s?«MONTH»\s(?P<year>(?:19|20)\d\d)(?!\d)"
DECIDED = (
    rf"(?i),?\s{{1,3}}(?:(?P<session>\(?(?P<opened>(?:19|20)\d\d)\s?{DASH}\s?(?:\d\d)?\d\d\)?)"
    rf"|(?:av\s|«FROM»\s|\()?{DAY})"
)
DATED_DECISION = (
    rf"(?i)(?<![\p{{L}}\d-])(?:«DECISION»|«DECISIONS»)\s(?:av\s|«FROM»\s)?{DAY},?\s"
    r"(?P<number>«NR»\s?(?P<digits>\d{1,4})(?!\d))"
)
MEASURE = rf"(?i)(?<![\p{{L}}\d-])(?:«MEASURE»|(?P<definite>«MEASURES»)){TO_NUMBER}"
DECISION = rf"(?i)(?<![\p{{L}}\d-])(?:«DECISION»|(?P<definite>«DECISIONS»)){TO_NUMBER}"


def _number() -> Pattern:
    """A number of a measure: of four digits it is a year or a thousand."""
    return _number_of(3)


def _decision_number() -> Pattern:
    """A number of a decision: a session has more than a thousand of them."""
    return _number_of(4)


@cache
def _number_of(digits: int) -> Pattern:
    """One number of a list, or a range; not a decimal, ordinal or count.

    number = digits [(dash | «til» | «til og med») digits]

    «tiltak 6 – 12 kommuner deltar» is tiltak 6.
    """
    guard = (
        r"(?![\p{L}\d%‰])(?!\s?+[%‰°])(?![.,:]\d)(?!/\d{4})"
        r"(?!\.\s{1,3}+\p{Ll})"  # «5. mai», «2. kvartal»
        r"(?!\s\d{3}(?!\d))"  # «10 000»
        rf"(?!{DASH}\p{{L}})"  # «12-åringer»
        r"(?!\s{1,3}+(?:«COUNTED»|«COUNTED_SMALL»))"
        r"(?!\s{1,3}+av\s{1,3}+\d{1,4}+(?!\.\s?«MONTH»))"  # «3 av 10», not «613 av 4. juni»
    )
    to = rf"(?:\s?+{DASH}\s?+|\s{{1,3}}+(?:«THROUGH»|til)\s{{1,3}}+)"
    some = rf"\d{{1,{digits}}}+"
    return pattern(rf"(?P<first>{some})(?:{to}(?P<last>{some})|(?!\s?+{DASH}\d)){guard}")


# Whose measure ----------------------------------------------------------------------------------


def _of_another_plan(text: str, start: int, end: int, plan: str) -> bool:
    """Whether the text assigns the measures text[start:end] to another plan than `plan`.

    phrase = («i» | «fra» | «frå» | «under») (plan | «…») | plan's measures («strategiens tiltak 4»)
    before = phrase («er» | «var») («dette» | «det») | phrase «(»

    A plan is ours if it is called «planen» or the kind of plan that ours is, is not described as
    new, earlier or different, and has no other name after it.
    """
    owner = _owner().search(text, max(0, start - 60), start)
    if owner is not None:
        return not _ours(owner["noun"], owner["stem"], "", "", plan)
    after = text[end : end + PLAN_WINDOW]
    titled, phrase = _plan_title().match(after), _plan_phrase().match(after)
    if titled is None and phrase is None:
        # «I Handlingsplan mot voldtekt er dette tiltak 30»
        before = f" {text[max(0, start - BEFORE_WINDOW) : start]}".replace(" I ", " i ")
        titled, phrase = _last_before(_plan_title(), before), _last_before(_plan_phrase(), before)
    if titled is not None:
        return titled["title"].casefold() not in plan.casefold()
    if phrase is None:
        return False
    if phrase["quoted"] is not None:
        return not _named(phrase["quoted"], plan)
    return not _ours(phrase["noun"], phrase["stem"], phrase["before"], phrase["name"] or "", plan)


def _last_before(phrase: Pattern, text: str) -> Match | None:
    """The phrase from which only a copula or a bracket leads to the end of the text."""
    if pattern(LEADS_TO).search(text) is None:
        return None
    led = (m for m in phrase.finditer(text) if pattern(LED_TO).fullmatch(text, m.end()) is not None)
    return next(led, None)


def _ours(noun: str, stem: str, before: str, name: str, plan: str) -> bool:
    words = set(before.lower().split())
    if not words.isdisjoint(tagged("other_plan")):
        return False
    if noun.lower() == stem.lower() and stem.lower().startswith("plan"):
        own_kind = words.issubset(tagged("own_plan"))
    else:
        own_kind = _indefinite(noun, stem) in plan.lower()
    return own_kind and (not name or _named(name, plan))


def _indefinite(noun: str, stem: str) -> str:
    """The noun without its definite ending: «Opptrappingsplanen» → «opptrappingsplan»."""
    nouns = {row["ending"]: row["noun"] for row in vocabulary("references_plans")}
    return noun.lower()[: len(noun) - len(stem)] + nouns[stem.lower()]


def _named(name: str, plan: str) -> bool:
    """Whether the first two words of `name` occur in the name of `plan`."""
    return " ".join(name.lower().split()[:2]) in plan.lower()


@cache
def _plan_title() -> Pattern:
    """A plan by its title alone: a known one, one with its years, or what a plan aims at.

    «i Frihet fra vold», «i Trygge barn i Norge (2024–2027)», «i Likestilling for alle»
    """
    known = any_of(row["title"] for row in vocabulary("references_plan_titles"))
    return pattern(
        rf"\s{{1,3}}+(?:i|«FROM»|under)\s{{1,3}}+(?P<title>{known}(?!\p{{L}})"
        r"|\p{Lu}\p{Ll}+(?:\s[\p{L}-]{1,30}){1,10}(?=\s\((?:19|20)\d\d\s?[-–])"
        r"|\p{Lu}\p{Ll}{2,30}(?:het|heit|ing|verd|skap)\s(?:«FROM»|for|til|uten|utan|mot)\s\p{Ll}+)"
    )


LEADS_TO = r"(?i)(?:\s«BE»\s(?:dette|det)\s|\s\()\Z"
LED_TO = r"(?i)(?:\s(?!«VERB»\s)[\p{L}-]{1,30}){0,8}(?:\s«BE»\s(?:dette|det)\s|\s\()"


@cache
def _plan_noun() -> str:
    endings = sorted((row["ending"] for row in vocabulary("references_plans")), key=len)
    stems = "|".join(reversed(endings))
    return rf"(?P<noun>(?:[\p{{L}}-]{{1,40}})?(?P<stem>{stems}))"


@cache
def _owner() -> Pattern:
    return regex.compile(
        rf"(?<![\p{{L}}-]){_plan_noun()}s\s{{1,3}}+\Z",
        flags=regex.IGNORECASE,
    )


@cache
def _plan_phrase() -> Pattern:
    """Determiners, genitives and adjectives may come between «i» and the plan; verbs may not."""
    describing = (
        r"(?!(?:«VERB»|ikke|også|men)\s)(?:«OWN_PLAN»|«OTHER_PLAN»|«ARTICLE»|og"
        r"|\p{L}{4,40}al|\p{L}[\p{L}-]{0,40}(?:[sen’']|-))\s"
    )
    return pattern(
        r"(?V1)\s{1,3}+(?:i|«FROM»|under)\s{1,3}+"
        r"(?:(?:\p{L}+\s)?«(?P<quoted>[^»]{1,80})"
        rf"|(?P<before>(?:{describing}){{0,8}}?){_plan_noun()}(?![\p{{L}}-])"
        r"(?:[\s:,]{1,3}«(?P<name>[^»]{1,80})"
        r"|\s(?P<name>(?:mot|for|om)\s(?!(?:å|at|som)\b)\p{L}+)"
        r"|\s(?P<name>\d{4}|\p{Lu}\p{Ll}+\s\p{Ll}+))?)"
    )


# Parliament's papers ----------------------------------------------------------------------------


class _Paper(NamedTuple):
    reference: Reference | None  # None for a paper of a kind that the table does not have
    session: tuple[int, int] | None


SESSION = (
    rf"(?:\s{{0,3}}+(?:{DASH}\s)?(?P<session>\(?+\s?+(?P<opened>(?:18|19|20)\d\d)\s?+[-‐‑‒–—−/]\s?+"
    r"(?P<closed>(?:\d\d)?\d\d)(?!\d)(?:\s?+\))?+))"
)
SERIES = r"\s{0,3}+(?P<letters>LS|SL|S|L)(?![\p{L}\d])"
SUPPLEMENT = r"(?:\s{1,3}+\(?Tillegg\s{1,3}+(?P<supplement>\d{1,2})\)?)?"
NUMBERING = {
    # «36 S (2023–2024)»; without the letter, only a session makes it a paper
    "lettered": rf"(?P<number>\d{{1,4}})(?:{SERIES}{SUPPLEMENT}{SESSION}?|{SESSION})",
    "plain": rf"(?P<number>\d{{1,4}}){SESSION}?",
    "joined": rf"(?P<number>\d{{1,4}})(?:{SERIES})?{SESSION}?",
    "yearly": r"(?P<year>(?:19|20)\d\d)\s?+(?::|«NR»)\s?+(?P<number>\d{1,3})(?!\d)",
}
AFTER_NUMBER = r"(?![\p{L}\d])"


def _papers(text: str) -> Iterator[_Paper]:
    """Papers of parliament and government, also those that are not references here.

    papers = form number [session] {(«,» | «og» | «eller» | «samt») number [session]}

    Only a number with a letter or session continues a list («Prop. 82 L (2024–2025) og 83 L
    (2024–2025)»): any other may be a count.
    """
    position = 0
    forms, rows = _paper_forms()
    for at in _paper_openings().positions(text):
        match = forms.match(text, at) if at >= position else None
        if match is None:
            continue
        name = match.lastgroup
        row = rows[name or ""]
        numbering = _numbering(row["numbering"])
        number = numbering.match(text, match.end(), match.end() + NUMBER_WINDOW)
        position = match.end()
        start = match.start()
        while number is not None:
            paper = _paper(text, start, number, row)
            if paper is None:
                break
            yield paper
            position = number.end()
            joint = pattern(JOINT).match(text, position, position + NUMBER_WINDOW)
            if joint is None:
                break
            number = numbering.match(text, joint.end(), joint.end() + NUMBER_WINDOW)
            if number is not None:
                groups = number.groupdict()
                if not (groups.get("letters") or groups.get("session") or groups.get("year")):
                    break
                start = number.start()


def _paper(text: str, start: int, number: Match, row: dict[str, str]) -> _Paper | None:
    """The paper of a matched number. A paper without a kind here needs a session."""
    parts = number.groupdict()
    span = number.span("session") if parts.get("session") else None
    old = span is not None and int(parts["opened"]) < NEW_SERIES
    form = row["target_before_2009" if old else "target"]
    if parts.get("year"):
        target = f"{form} {parts['year']}: {int(parts['number'])}"
    else:
        gap = "" if form.endswith(":") else " "
        target = f"{form}{gap}{int(parts['number'])}"
        if parts.get("letters"):
            target += f" {parts['letters']}"
        if parts.get("supplement"):
            target += f" Tillegg {parts['supplement']}"
        if span is not None:
            target += f" ({_session(parts['opened'], parts['closed'])})"
    kind = _kinds().get(row["kind"])
    if kind is None:
        return None if span is None else _Paper(None, span)
    return _Paper(Reference(start, number.end(), text[start : number.end()], kind, target), span)


@cache
def _kinds() -> dict[str, ReferenceKind]:
    kinds = {row["kind"]: row["kind"] for row in vocabulary("references_documents") if row["kind"]}
    return msgspec.convert(kinds, dict[str, ReferenceKind])


def _session(opened: str, closed: str) -> str:
    """«2024–2025»; a two-digit second year is written out if it is the next year."""
    if len(closed) == 2 and (int(opened) + 1) % 100 == int(closed):
        closed = str(int(opened) + 1)
    return f"{opened}–{closed}"


@cache
def _numbering(name: str) -> Pattern:
    return pattern(NUMBERING[name] + AFTER_NUMBER)


@cache
def _paper_forms() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    """One pattern for all forms, longest first, and the row of each."""
    rows = {
        f"form{index}": dict(row) for index, row in enumerate(vocabulary("references_documents"))
    }
    forms = sorted(rows, key=lambda name: -len(rows[name]["form"]))
    choices = "|".join(f"(?P<{name}>{_form(rows[name]['form'])})" for name in forms)
    return re.compile(rf"(?i)(?<![^\W_])(?:{choices})(?=\d)"), rows


def _form(form: str) -> str:
    """A pattern for a form as printed, with optional stops, spaces and «nr.»."""
    if form.endswith(" nr."):
        form = form.removesuffix("nr.")
    spaced = r"\.?\s{0,3}+".join(re.findall(rf"{LETTER}+|[\d:]", form))
    return spaced + r"\.?\s{0,3}+(?:nr\.?\s{0,3}+|nummer\s{1,3}+)?+"


@cache
def _paper_openings() -> Openings:
    """The possible first words of the forms: «Ot.prp.» may be printed as «Otprp»."""
    first = (LETTERS.findall(row["form"])[0] for row in vocabulary("references_documents"))
    return Openings(f"{word}*" for word in first)


# Laws -------------------------------------------------------------------------------------------

ORDINAL = r"(?:«ORDINAL»|\d{1,2}\.)"
SECTION = rf"\d{{1,4}}+(?:{DASH}\d{{1,3}}+)?+(?:\s?+[a-h](?!\p{{L}}))?+"
PART = (
    rf"(?:{ORDINAL}(?:(?:,\s?|\s(?:«JOINT»|til)\s){ORDINAL}){{0,3}}\s"
    r"(?:ledd|punktum|punkt|pkt\.|strekpunkt|alternativ)(?!\p{L})"
    r"|bokstav(?:en|ene|ane)?\s[a-zæøå](?!\p{L})"
    r"(?:(?:,\s?|\s?[-–]\s?|\s(?:«JOINT»|til)\s)[a-zæøå](?!\p{L})){0,5}"
    r"|«NR»\s?\d{1,2}(?!\d))"
)
SECTIONS = (
    rf"(?:§§\s{{0,3}}+{SECTION}"
    rf"(?:(?:\s?+[,;]\s?+(?:«AND»\s{{1,3}}+)?+|\s{{1,3}}+(?:«JOINT»|til)\s{{1,3}}+|\s?+{DASH}\s?+)"
    rf"{SECTION}){{0,12}}"
    rf"|§\s{{0,3}}+{SECTION})"
    r"(?:\s?+(?:flg|ff|fg|følgende|følgjande)(?!\p{L})\.?+)?+"
    rf"(?:,?\s{{1,3}}{PART}){{0,4}}"
)
LAW_AFTER = r"\s{1,3}+i\s{1,3}+(?P<law>(?:\p{L}{1,40}-\s«AND»\s)?[\p{L}-]{3,60})"
ACT = (
    r"(?i)(?<![\p{L}-])«LAW»"
    r"(?:\s(?:av\s)?(?:\d{1,2}\.\s?\p{L}{3,9}\s\d{4}\s)?+«NR»\s?\d{1,4}(?!\d))?+"
    r"(?:\som\s(?:m\.\s?m\.|mv\.|mfl\.|[^.;:!?§()]){1,120}?)?"
    r"(?:\s\(\p{L}[^()]{1,60}\))?\Z"
)
NO_NAME_ENDS_SO = frozenset((
    "av", "etter", "eller", "er", "for", "fra", "frå", "i", "jf.", "kan", "lyder", "med", "må",
    "og", "om", "på", "skal", "som", "til", "vil",
))  # fmt: skip


def _sections(text: str) -> Iterator[Reference]:
    """Sections of laws and regulations, as printed.

    sections = [law] («§» section | «§§» section {joint section}) [«flg.»] {part} [«i» law]

    part = «første ledd» | «bokstav a» | «nr. 2» …. A law is named by a compound («straffeloven»,
    «helse- og omsorgstjenesteloven § 3-3»), an abbreviation («strl.») or its citation («lov 17.
    juni 2005 nr. 62»); «lovens § 7» does not name it. The target is as printed, with one space
    between its parts.
    """
    previous = 0
    for match in pattern(SECTIONS).finditer(text):
        start, end = _law_start(text, previous, match.start()), match.end()
        if start == match.start():
            end = _law_end(text, end)
        previous = end
        printed = text[start:end]
        target = " ".join(printed.split())
        yield Reference(start, end, printed, "law", SIGN_AND_NUMBER.sub(r"\1 ", target))


def _with_laws(text: str, sections: list[Reference], laws: list[Law]) -> Iterator[Reference]:
    """The sections; with the title of their law where it stands in a sentence before them.

    «Krisesenterlova er endret. Etter § 2 skal …» is krisesenterloven § 2.
    """
    limits = sentences(text)
    named = [(law.start, law.title) for law in laws if law.kind == "law"]
    for section in sections:
        if not section.target.startswith("§"):
            insort(named, (section.start, title_of(section.target.partition(" §")[0])))
            yield section
            continue
        title = _law_before(limits, named, section.start)
        if title is None:
            yield section
        else:
            insort(named, (section.start, title))
            yield section._replace(target=f"{title} {section.target}")


def _law_before(
    limits: Sequence[tuple[int, int]], named: list[tuple[int, str]], at: int
) -> str | None:
    """The last law named before `at` in its sentence, else the only one of the sentence before."""
    number = sentence_at(limits, at)
    here = [title for start, title in named if limits[number][0] <= start < at]
    if here or not number:
        return here[-1] if here else None
    first, last = limits[number - 1]
    before = {title for start, title in named if first <= start < last}
    return before.pop() if len(before) == 1 else None


def _without_section(laws: list[Law], sections: list[Reference]) -> Iterator[Reference]:
    """The laws that are named without a section."""
    for law in laws:
        if not any(section.start < law.end and law.start < section.end for section in sections):
            yield Reference(law.start, law.end, law.printed, law.kind, law.title)


SIGN_AND_NUMBER = re.compile(r"(§(?!§))\s?+")


def _law_start(text: str, earliest: int, sign: int) -> int:
    """The start of the law's name before the section sign at `sign`; `sign` if there is none."""
    earliest = max(earliest, sign - LAW_WINDOW)
    before = text[earliest:sign]
    window = before.rstrip()
    if len(before) - len(window) > 3:
        return sign
    words = window.rsplit(None, 4)
    last = len(words) - 1
    if last > 0 and YEAR_OF_LAW.fullmatch(words[last]):  # «straffeloven av 1902 § 291»
        last -= 2 if words[last - 1] == "av" else 1
    if last < 0:
        return sign
    name = words[last].lstrip("«“\"'(‘")
    if _is_law(name):
        start = earliest + window.rindex(name)
        joined = pattern(JOINED_NAMES).search(text, max(earliest, start - 80), start)
        return joined.start() if joined else start
    act = pattern(ACT).search(window)
    if act is None or " " not in act[0] or words[-1].lower() in NO_NAME_ENDS_SO:
        return sign
    return earliest + act.start()


YEAR_OF_LAW = re.compile(r"\(?(?:18|19|20)\d\d\)?")
JOINED_NAMES = r"(?<![\p{L}-])(?:\p{L}{1,40}-,\s){0,2}\p{L}{1,40}-\s«JOINT»\s\Z"


def _law_end(text: str, end: int) -> int:
    """The end of the law named after a section («§ 5 i folkehelseloven»); `end` if none is."""
    after = pattern(LAW_AFTER).match(text, end, end + LAW_WINDOW)
    return after.end() if after is not None and _is_law(after["law"]) else end


def _is_law(word: str) -> bool:
    """Whether `word` names a law: a compound of «lov», «forskrift», … or an abbreviation."""
    endings, lowered = tagged("law_ending"), word.lower()
    if lowered in tagged("law_short"):
        return True
    return lowered.endswith(endings) and lowered not in endings
