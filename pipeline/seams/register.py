"""The register, raw/reports.yaml: the reports of the project and where they come from.

`python -m pipeline.seams.register raw/reports.yaml interim/register.ok interim/terms` checks it. It
is the first stage: DVC puts the ids into paths and command lines, so a bad one could escape the
project or reach the shell. The receipt does not depend on the reports, and each report's terms have
a file of their own, so adding a report does not rerun the stages of the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard, get_args

import regex
from msgspec import structs
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import YAMLError

from pipeline.norwegian.statuses import categories, folded, read_status
from pipeline.runtime import refusal
from pipeline.runtime.arguments import Parser
from pipeline.runtime.by_hand import add_by_hand, read_plainly, remove_by_hand
from pipeline.runtime.files import replacing_folder, write_text
from pipeline.runtime.refusal import Refusal, about_reading
from pipeline.seams.ids import ReportId
from pipeline.seams.terms import Meanings, PageFormat, Terms, encoded, terms_file
from pipeline.seams.vocabularies import COLUMN_KINDS, LABEL_KINDS

PATH = Path("raw/reports.yaml")
CHECKED = "Registeret er lest, og er i orden.\n"
RESERVED = regex.compile(r"con|prn|aux|nul|com\d|lpt\d")  # by Windows, also with an ending
ID = regex.compile(r"[a-z0-9][a-z0-9-]{0,40}")
ID_IS = (
    "en id av små bokstaver (a–z), sifre og bindestreker, høyst 41 tegn, for eksempel 2026 eller "
    "2026-juni; con, nul og andre navn som Windows holder av, kan ikke brukes."
)
TEXTS = ("plan", "source", "note")
WORDS = ("statuses", "labels", "columns")  # of one report, or of all reports of a plan
EDITION = ("url", "retrieved", "edition_note", "links")  # of the file itself
LINKS = ("printed", "guessed")
FIELDS = (*TEXTS, "measures", "accepted", "as_of", "pages", *EDITION, *WORDS)
SET_AS: tuple[PageFormat, ...] = get_args(PageFormat)
PAGES = regex.compile(r"(?P<first>[1-9]\d{0,4})(?:\s*[–-]\s*(?P<last>[1-9]\d{0,4}))?")
KINDS = {"labels": LABEL_KINDS, "columns": COLUMN_KINDS}
ACCEPTED = ("unread", "reason")
PAGES_ARE = "for eksempel «'12': one-column» eller «'14–20': two-columns»."
EXAMPLES = {"statuses": "A: Gjennomført", "labels": "Tilstand: status", "columns": "Hva: title"}
READ_AS = {
    bool: "sant eller usant", int: "et tall", float: "et tall", date: "en dato", str: "tekst",
    list: "en liste", dict: "felter med verdier", type(None): "ingenting",
}  # fmt: skip
SHOWN = 60  # letters of what somebody wrote, in a message
LONGEST = 80  # letters of a plan's id
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t"})
WORD = regex.compile(r"[a-z0-9]+")
MARK = regex.compile(r"\p{M}|\p{Cf}")  # accents that NFKD has parted from letters; soft hyphens
YEARS = regex.compile(r"-\d{4}-(?:\d{4}|\d{2})$")


class Accepted(NamedTuple):
    """An unread text that somebody has looked at and accepts, with the reason."""

    unread: str
    reason: str


class Registration(NamedTuple):
    """One registered report. `measures` is its expected number of items, None if not stated.

    `terms` are those of its plan and, before these, its own.
    """

    id: ReportId
    plan: str
    source: str
    note: str
    measures: int | None = None
    accepted: tuple[Accepted, ...] = ()
    terms: Terms = Terms()


class Register(NamedTuple):
    """The registered reports by id, in the order of the file, and the words of each plan."""

    reports: dict[ReportId, Registration]
    plans: dict[str, Terms]


def read_register(path: Path = PATH) -> dict[ReportId, Registration]:
    """The registered reports by id, in the order of the file.

    Raises `Refusal` for a file that is missing or not YAML, and for an invalid entry; the message
    names the entry and the fix.
    """
    return read_all(path).reports


def terms_of_plan(plan: str, path: Path = PATH) -> Terms:
    """The words that the register states for a plan."""
    return _of_plan(plan, read_all(path).plans)


def read_all(path: Path = PATH) -> Register:
    """The whole register; raises as `read_register`."""
    content = _load(path)
    if not isinstance(content, Mapping) or "reports" not in content:
        raise _wrong(path, "registeret har ingen «reports:».")
    for key in content.keys() - {"plans", "reports"}:
        raise _wrong(
            path, f"«{shown(key)}» er ukjent her.", expected="bare «plans:» og «reports:»."
        )
    entries = content["reports"]
    if entries is None:
        raise _wrong(
            path, "«reports:» er tom.", advice="skriv «reports: {}» når ingen er registrert."
        )
    if not isinstance(entries, Mapping):
        raise _wrong(path, f"«reports:» er {_kind(entries)}, ikke rapporter med hver sin id.")
    plans = _plans(path, content.get("plans"))
    return Register(
        {_id(path, key): _registration(path, key, entry, plans) for key, entry in entries.items()},
        plans,
    )


def is_id(text: str) -> TypeGuard[ReportId]:
    """Whether `text` is a valid report id: a safe file name on every operating system."""
    return ID.fullmatch(text) is not None and RESERVED.fullmatch(text) is None


def add_to_register(registration: Registration, path: Path = PATH) -> None:
    """Append a report to the register; comments and other entries are kept as they are."""
    entry = {
        "plan": registration.plan,
        "source": registration.source,
        "note": registration.note,
    }
    add_by_hand(path, "reports", {registration.id: entry})


def remove_from_register(report_id: ReportId, path: Path = PATH) -> None:
    """Remove a report from the register; comments and other entries are kept as they are."""
    remove_by_hand(path, "reports", report_id)


def plan_ids(plans: Iterable[str]) -> dict[str, str]:
    """The id of each plan for use in paths, by the plan's name: unique, the same in every run.

    If the slugs of two names are equal, the later plan gets a number.
    """
    ids: dict[str, str] = {}
    for plan in dict.fromkeys(plans):
        slug = _shortened(_slug(plan)) or "plan"
        number, plan_id = 1, slug
        while plan_id in ids.values() or RESERVED.fullmatch(plan_id):
            number += 1
            plan_id = f"{slug}-{number}"
        ids[plan] = plan_id
    return ids


def same_plan(plan: str, plans: Iterable[str]) -> str | None:
    """The name in `plans` that equals `plan` but for case, dashes, brackets and accents.

    Years may be missing from either of the two if no other plan matches. Otherwise None.
    """
    slug = _slug(plan)
    slugs = {known: _slug(known) for known in plans}
    same = [known for known, known_slug in slugs.items() if known_slug == slug] or [
        known
        for known, known_slug in slugs.items()
        if (known_slug == YEARS.sub("", slug)) or (slug == YEARS.sub("", known_slug))
    ]
    return same[0] if len(same) == 1 else None


def _slug(name: str) -> str:
    """The letters and digits of a name, case and accents removed: `vold-i-naere-relasjoner`."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LETTERS))
    return "-".join(WORD.findall("".join(c for c in plain if not MARK.match(c))))


def _shortened(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def shown(value: object) -> str:
    """What the user wrote, shortened to fit a message."""
    text = "".join(letter if letter.isprintable() else "�" for letter in str(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _load(path: Path) -> Any:
    try:
        return read_plainly(path)
    except FileNotFoundError as error:
        raise Refusal(
            path, "registeret finnes ikke.", advice="kjør kommandoen fra prosjektets mappe."
        ) from error
    except PermissionError as error:
        raise about_reading(path) from error
    except OSError as error:
        raise _wrong(path, f"registeret kan ikke leses ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise _wrong(path, "registeret er ikke tekst i UTF-8.") from error
    except YAMLError as error:
        raise _wrong(path, f"registeret er ikke gyldig YAML{_fault(error)}") from error
    except ValueError as error:  # 2026-02-30: what looks like a date is made one, unless quoted
        raise _wrong(
            path,
            f"en verdi i registeret finnes ikke ({error}); trolig en umulig dato uten "
            "anførselstegn, slik som 2026-02-30.",
        ) from error


def _fault(error: YAMLError) -> str:
    """The line and kind of a YAML error, in bokmål: the library's messages are English."""
    mark = getattr(error, "problem_mark", None)
    line = f", linje {mark.line + 1}" if mark is not None else ""
    if isinstance(error, DuplicateKeyError):
        return f"{line}: det samme står to ganger."
    return f"{line}: {getattr(error, 'problem', None) or error}"


def _id(path: Path, key: object) -> ReportId:
    """The id of an entry. Raises `Refusal` for one that DVC would skip or must not see."""
    written = shown(key)
    if not isinstance(key, str):
        raise _wrong(
            path,
            f"id-en {written} står uten anførselstegn. Da er den {_kind(key)} og ingen tekst, og "
            "DVC hopper over rapporten uten å si det.",
            expected=f"'{written}':",
            advice=f"sett anførselstegn rundt id-en i {path}.",
        )
    if not is_id(key):
        raise _wrong(
            path,
            f"«{written}» kan ikke være en rapport-id.",
            expected=ID_IS,
            advice=f"gi rapporten en annen id i {path}, og PDF-filen det samme navnet: "
            f"{path.parent}/<id>.pdf.",
        )
    return key


def _registration(
    path: Path, key: ReportId, entry: object, plans: Mapping[str, Terms]
) -> Registration:
    report = f"rapporten «{shown(key)}»"
    if not isinstance(entry, Mapping):
        raise _wrong(path, f"{report} er {_kind(entry)}, ikke felter med verdier.")
    _require_known(path, report, entry, FIELDS)
    texts = {field: _text(path, report, field, entry.get(field)) for field in TEXTS}
    if not texts["plan"]:
        raise _wrong(path, f"{report} mangler «plan».")
    measures = entry.get("measures")
    if measures is not None and (type(measures) is not int or measures < 0):
        raise _wrong(path, f"«measures» for {report} er ikke et helt tall.")
    accepted = entry.get("accepted")
    if not isinstance(accepted, list | None):
        raise _wrong(path, f"«accepted» for {report} er {_kind(accepted)}, ikke en liste.")
    return Registration(
        key,
        **texts,
        measures=measures,
        accepted=tuple(_accepted(path, report, each) for each in accepted or ()),
        terms=_joined(
            structs.replace(
                _with_edition(path, report, entry, _words(path, report, entry)),
                as_of=_day(path, report, "as_of", entry.get("as_of")),
                pages=_pages(path, report, entry.get("pages")),
            ),
            _of_plan(texts["plan"], plans),
        ),
    )


def _with_edition(path: Path, report: str, entry: Mapping[Any, object], terms: Terms) -> Terms:
    """The terms with what is stated of the file."""
    links = _text(path, report, "links", entry.get("links")) or LINKS[0]
    if links not in LINKS:
        raise _wrong(
            path,
            f"«links» for {report} er «{links}», som ikke finnes.",
            expected="guessed, der lenkene er satt på skjønn, eller printed.",
        )
    return structs.replace(
        terms,
        url=_text(path, report, "url", entry.get("url")),
        retrieved=_day(path, report, "retrieved", entry.get("retrieved")),
        edition_note=_text(path, report, "edition_note", entry.get("edition_note")),
        links_guessed=links == "guessed",
    )


# --- terms --------------------------------------------------------------------------------------


def _plans(path: Path, entries: object) -> dict[str, Terms]:
    """The words of each plan, by its name."""
    if entries is None:
        return {}
    if not isinstance(entries, Mapping):
        raise _wrong(path, f"«plans:» er {_kind(entries)}, ikke planer med hver sine ord.")
    plans = {}
    for name, entry in entries.items():
        plan = f"planen «{shown(name)}»"
        if not isinstance(name, str) or not isinstance(entry, Mapping):
            raise _wrong(path, f"{plan} under «plans:» er ikke et navn med ord under seg.")
        _require_known(path, plan, entry, WORDS)
        plans[name] = _words(path, plan, entry)
    return plans


def _of_plan(plan: str, plans: Mapping[str, Terms]) -> Terms:
    known = same_plan(plan, plans)
    return plans[known] if known is not None else Terms()


def _joined(report: Terms, plan: Terms) -> Terms:
    """The terms of a report: its own words before those of its plan."""

    def words(ours: Meanings, theirs: Meanings) -> Meanings:
        stated = {folded(printed) for printed, _ in ours}
        return (*ours, *(pair for pair in theirs if folded(pair[0]) not in stated))

    return structs.replace(
        report,
        statuses=words(report.statuses, plan.statuses),
        labels=words(report.labels, plan.labels),
        columns=words(report.columns, plan.columns),
    )


def _words(path: Path, what: str, entry: Mapping[Any, object]) -> Terms:
    statuses, labels, columns = (_meanings(path, what, field, entry.get(field)) for field in WORDS)
    for field, words in (("labels", labels), ("columns", columns)):
        for printed, kind in words:
            if kind not in KINDS[field]:
                raise _wrong(
                    path,
                    f"«{printed}» under «{field}» for {what} er «{shown(kind)}», som ikke finnes.",
                    expected=f"én av: {', '.join(KINDS[field])}.",
                )
    return Terms(_categories(path, what, statuses), labels, columns)


def _meanings(path: Path, what: str, field: str, value: object) -> Meanings:
    """The words under one field, in their order, each with what it means."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise _wrong(
            path,
            f"«{field}» for {what} er {_kind(value)}, ikke ord med hver sin betydning.",
            expected=f"for eksempel «{EXAMPLES[field]}», på en linje for seg under «{field}:».",
        )
    words = []
    for printed, meaning in value.items():
        if not isinstance(printed, str):
            raise _wrong(
                path,
                f"«{shown(printed)}» under «{field}» for {what} leses som {_kind(printed)}, "
                "ikke som tekst.",
                advice="sett anførselstegn rundt det.",
            )
        text = _text(path, f"«{shown(printed)}» hos {what}", field, meaning)
        word = " ".join(printed.split()).removesuffix(":").rstrip()
        if not word or not text:
            raise _wrong(
                path,
                f"«{field}» for {what} har «{shown(printed)}» uten ord eller uten betydning.",
                expected=f"for eksempel «{EXAMPLES[field]}».",
            )
        words.append((word, text))
    return tuple(words)


def _categories(path: Path, what: str, statuses: Meanings) -> Meanings:
    """The words with the category of each: one of the vocabulary's, or a word of the same list
    that stands for itself.
    """
    new = {folded(printed) for printed, status in statuses if folded(printed) == folded(status)}
    known: list[tuple[str, str]] = []
    for printed, status in statuses:
        category = status if folded(status) in new else read_status(status)
        if category is None:
            raise _wrong(
                path,
                f"«{printed}» under «statuses» for {what} er «{shown(status)}», som ingen ordliste "
                "har.",
                expected=f"én av: {', '.join(categories())}.",
                advice=f"skriv en av dem, eller legg til «{shown(status)}: {shown(status)}» under "
                "«statuses» om det er en status for seg.",
            )
        known.append((printed, category))
    return tuple(known)


def _day(path: Path, report: str, field: str, value: object) -> date | None:
    """A date. In the project's register it has quotes: DVC, which reads that, knows no dates."""
    if value is None:
        return None
    unquoted = isinstance(value, date) and not isinstance(value, datetime)
    if isinstance(value, date) and unquoted and path != PATH:
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    written = shown(value)
    raise _wrong(
        path,
        f"«{field}» for {report} er {written} uten anførselstegn."
        if unquoted
        else f"«{field}» for {report} er «{written}», som ikke er en dato.",
        expected=f"{field}: '{written if unquoted else '2026-06-30'}'",
    )


def _pages(path: Path, report: str, value: object) -> tuple[tuple[int, int, PageFormat], ...]:
    """How pages are set, by the first and last page of each stretch."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise _wrong(
            path, f"«pages» for {report} er {_kind(value)}, ikke sider.", expected=PAGES_ARE
        )
    pages = []
    for printed, set_as in value.items():
        match = PAGES.fullmatch(printed) if isinstance(printed, str) else None
        known = next((form for form in SET_AS if form == set_as), None)
        first, last = (match["first"], match["last"] or match["first"]) if match else (0, 0)
        if known is None or not 0 < int(first) <= int(last):
            raise _wrong(
                path,
                f"«{shown(printed)}: {shown(set_as)}» under «pages» for {report} kan ikke leses.",
                expected=PAGES_ARE,
                advice="sett anførselstegn rundt sidene; den første siden i filen er side 1.",
            )
        pages.append((int(first), int(last), known))
    return tuple(pages)


# --- what every field needs -----------------------------------------------------------------------


def _accepted(path: Path, report: str, entry: object) -> Accepted:
    what = f"et punkt under «accepted» for {report}"
    if not isinstance(entry, Mapping):
        raise _wrong(path, f"{what} er {_kind(entry)}, ikke «unread» og «reason».")
    _require_known(path, what, entry, ACCEPTED)
    unread, reason = (_text(path, what, field, entry.get(field)) for field in ACCEPTED)
    if not unread or not reason:
        raise _wrong(path, f"{what} mangler «unread» eller «reason».")
    return Accepted(unread, reason)


def _require_known(
    path: Path, what: str, entry: Mapping[Any, object], fields: tuple[str, ...]
) -> None:
    for field in entry:
        if field not in fields:
            raise _wrong(
                path,
                f"{what} har et felt som ikke finnes: «{shown(field)}».",
                expected=f"ett av: {', '.join(fields)}.",
            )


def _text(path: Path, what: str, field: str, value: object) -> str:
    """The value of a text field on one line, empty if not stated."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(
            path,
            f"«{field}» for {what} leses som {_kind(value)}, ikke som tekst.",
            advice=f"sett anførselstegn rundt det som står etter «{field}:».",
        )
    return " ".join(value.split())


def _kind(value: object) -> str:
    """The type of a YAML value, in bokmål."""
    return next((word for kind, word in READ_AS.items() if type(value) is kind), "noe annet")


def _wrong(path: Path, found: str, *, expected: str = "", advice: str = "") -> Refusal:
    return Refusal(
        path,
        found,
        expected=expected
        or "plan, source og note for hver rapport, slik filens første linjer viser.",
        advice=advice or f"rett {path} for hånd.",
    )


def require_pdfs(register: Iterable[str], path: Path = PATH) -> None:
    """Raise `Refusal` for a registered report whose PDF is missing from the register's folder."""
    for report_id in register:
        pdf = path.with_name(f"{report_id}.pdf")
        if not pdf.is_file():
            raise Refusal(
                pdf,
                f"filen finnes ikke, men {path} har rapporten «{report_id}».",
                advice="legg PDF-filen der, eller ta rapporten ut: "
                f"python -m pipeline remove {report_id}",
            )


def main() -> int:
    parser = Parser(
        prog="python -m pipeline.seams.register",
        description="Kontrollerer registeret over rapporter, før noe lages av det.",
    )
    parser.add_argument("register", type=Path, metavar="REGISTER", help="registeret")
    parser.add_argument(
        "checked", type=Path, metavar="KVITTERING", nargs="?", help="skrives når alt er i orden"
    )
    parser.add_argument(
        "terms", type=Path, metavar="MAPPE", nargs="?", help="hit skrives hver rapports egne ord"
    )
    arguments = parser.parse_args()
    register = read_register(arguments.register)
    require_pdfs(register, arguments.register)
    if arguments.terms is not None:
        arguments.terms.parent.mkdir(parents=True, exist_ok=True)
        with replacing_folder(arguments.terms) as folder:
            for report_id, registration in register.items():
                write_text(terms_file(folder, report_id), encoded(registration.terms))
    if arguments.checked is not None:
        write_text(arguments.checked, CHECKED)
    return 0


if __name__ == "__main__":
    refusal.run(main)
