"""The pictures and lists of the midterm notebook: one message each, and the message is the title.

Every function takes tables as `pipeline.load` gives them and counts what they hold; titles,
labels and the description for those who do not see the picture come from the same counts. The
colours go from dark to light in one hue, as in the audit report, and numbers stand in the bars:
it is read alike on grey paper and by those who do not see colours.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import matplotlib
import matplotlib.colors
import matplotlib.style
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from pipeline.glossary.wording import day, number, scope_name
from pipeline.load import Crop, crop
from pipeline.runtime.files import replacing
from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import STATUSES

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

WIDTH = 5.0  # inches: fits a report on A4, and can be read when a telephone makes it smaller
SHOWN = 560  # CSS pixels that the width fills in a notebook
DPI = 220  # sharp on paper and on screens of twice the density
SIDE = 0.06  # inches of white at the left and the right
LINE = 0.165  # inches: a line of labels
STEP = 0.125  # inches: a line of the timeline
INK, GREY, EDGE, ALARM = "#1b1b1b", "#4a4a4a", "#12304f", "#b3541e"
TONES = ("#12456f", "#8fbbe0", "#ffffff", "#d9d9d9", "#f3e3b5", "#eeeeee")  # dark to light
FONT, SIZE = "DejaVu Sans", 8.5  # comes with matplotlib: the same letters everywhere
STYLE = {
    "font.family": FONT,
    "font.size": SIZE,
    "text.color": INK,
    "axes.edgecolor": EDGE,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "statusrapport",  # names inside an SVG file are the same every time
    "svg.fonttype": "path",
}
LABEL = FontProperties(family=FONT, size=SIZE)
UNSTATED = "Ikke oppgitt"
ALL = "alle"
CHANGES = {
    "level": "Bevilgning eller ramme",
    "increase": "Økning",
    "decrease": "Reduksjon",
}
STATES = {
    "met": "Nådd: tiltaket er gjennomført",
    "pending": "Gjenstår",
    "overdue": "Passert: tiltaket er ikke gjennomført",
}
MOST_AMOUNTS = 25  # bars in one picture


@contextmanager
def _style() -> Iterator[None]:
    """The style, whatever the user's own settings are.

    To enter it takes milliseconds: once for a picture, not once for each of its hundreds of parts.
    """
    with matplotlib.style.context(["default", STYLE]):
        yield


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture with its message. Shown in a notebook; `save` writes PNG, SVG or PDF by the name.

    `alt` says in words what the picture shows. The same tables make the same bytes.
    """

    title: str
    alt: str
    figure: Figure

    def content(self, kind: str = "png") -> bytes:
        """The picture as a file of this kind: png, svg or pdf."""
        content = io.BytesIO()
        undated = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
        packed: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if kind == "png" else {}
        with _style():
            self.figure.savefig(content, format=kind, dpi=DPI, metadata=undated.get(kind), **packed)
        return content.getvalue()

    def save(self, path: Path | str) -> Path:
        """Write the picture, replacing `path` in one step; its ending says which kind."""
        target = Path(path)
        with replacing(target) as temporary:
            temporary.write_bytes(self.content(target.suffix.removeprefix(".").lower()))
        return target

    def _repr_png_(self) -> bytes:
        return self.content()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        shown = {"image/png": {"alt": self.alt, "width": SHOWN}}
        return {"image/png": self.content(), "text/plain": self.title}, shown


class Note(NamedTuple):
    """What is said where there is nothing to draw yet."""

    text: str

    def _repr_markdown_(self) -> str:
        return f"*{self.text}*"


# Statuses


def statuses_by_chapter(measures: pd.DataFrame, statuses: pd.DataFrame) -> Picture | Note:
    """Items by chapter and status in the running text of one report.

    Raises `Refusal` for tables of several reports: an item would be counted once for each.
    """
    joined = _with_status(measures, statuses)
    if joined.empty:
        return Note("Rapporten oppgir ingen status i teksten.")
    chapters = [_chapter(row) for row in _each(joined)]
    counts = _crossed(chapters, joined["status"])
    return _bars(
        _rows(counts),
        _scale(statuses),
        _standing(list(joined["status"]), set(joined["kind"])),
        "Tiltak og anmodningsvedtak etter kapittel og status i teksten.",
    )


def statuses_by_ministry(ministries: pd.DataFrame, statuses: pd.DataFrame) -> Picture | Note:
    """Items by ministry and status in the running text of one report.

    An item counts once for each ministry that it names. Raises `Refusal` as above.
    """
    _one_report(ministries)
    named = ministries[ministries["source"].eq("text") & ministries["role"].ne("others")]
    if named.empty:
        return Note("Rapporten oppgir ingen departementer i teksten.")
    own = named["id"].str.rsplit("/", n=1).str[0]
    found = dict(zip(statuses["id"], _words(statuses["status"]), strict=True))
    labels = [
        "Alle departementer" if code == ALL else f"{name} ({code})" if pd.notna(name) else str(code)
        for code, name in zip(named["ministry"], named["name"], strict=True)
    ]
    counts = _crossed(labels, pd.Series([found.get(key, UNSTATED) for key in own], dtype="object"))
    rows = sorted(_rows(counts), key=lambda row: (row.label == "Alle departementer", -row.total))
    first = rows[0]
    done = first.counts.get(STATUSES[-1], 0)
    title = f"{first.label.split(' (')[0]} har flest: {first.total}, og {done} er gjennomført"
    return _bars(
        rows,
        _scale(statuses),
        title,
        "Tiltak og anmodningsvedtak etter departement og status i teksten. Har et tiltak flere "
        "departementer, telles det hos hvert av dem: stolpene kan ikke legges sammen.",
    )


def text_against_overview(statuses: pd.DataFrame) -> Picture:
    """How many items have each status by the text, and how many by the overview."""
    _one_report(statuses)
    counts = _crossed(statuses["source"], statuses["status"])
    scale = _scale(statuses)
    text, overview = (counts.get(source, {}) for source in ("text", "overview"))
    apart = [status for status in reversed(scale) if text.get(status) != overview.get(status)]
    if apart:
        own = apart[0]
        title = f"Oversikten teller {overview.get(own, 0)} «{own}», teksten {text.get(own, 0)}"
    else:
        title = "Teksten og oversikten gir de samme tallene"
    items = len(_apart(statuses))
    rows = [
        _Row(status, {"I teksten": text.get(status, 0), "I oversikten": overview.get(status, 0)})
        for status in scale
    ]
    what = "tiltak eller vedtak har" if items == 1 else "tiltak og vedtak har"
    subtitle = f"{_count(items)} {what} ulik status i teksten og i oversikten i samme rapport."
    return _grouped(rows, ("I teksten", "I oversikten"), title, subtitle)


def disagreements(statuses: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items whose status differs between text and overview, with both pages."""
    _one_report(statuses)
    titles = dict(zip(measures["id"], _titles(measures), strict=True))
    rows = [
        {
            "Gjelder": scope_name(key),
            "Tittel": titles.get(key, ""),
            "I teksten": text.status,
            "Side": text.page,
            "I oversikten": overview.status,
            "Side ": overview.page,
        }
        for key, (text, overview) in _apart(statuses).items()
    ]
    if not rows:
        return Note("Ingen tiltak eller vedtak har ulik status i teksten og i oversikten.")
    return _listing("ulik-status", rows)


def printed(statuses: pd.DataFrame, source: str, folder: Path | str | None = None) -> Crop | Note:
    """The first item whose status differs, as `source` prints it: `crop` on that item."""
    _one_report(statuses)
    apart = _apart(statuses)
    if not apart:
        return Note("Ingen uenighet om status å vise fram.")
    first = next(iter(apart))
    return crop(first, source, str(statuses["report_id"].iloc[0]), folder)


# Promises


@_style()
def promised(milestones: pd.DataFrame, reports: pd.DataFrame) -> Picture | Note:
    """The dates that the latest report announces: from the first to the last day each can mean."""
    own = milestones[milestones["report_id"].eq(milestones["judged_by"])]
    own = own[own["last"].notna()].sort_values(["last", "first", "id"], na_position="first")
    if own.empty:
        return Note("Den siste rapporten varsler ingen tidspunkter.")
    report = str(own["report_id"].iloc[-1])
    own = own[own["report_id"].eq(report)]
    as_of = pd.Timestamp(reports.set_index("report_id")["as_of"][report])
    years = own["last"].dt.year
    year = int(years.mode().iloc[-1])
    inside, passed = int(years.eq(year).sum()), int(own["last"].le(as_of).sum())
    title = f"{inside} av {len(own)} varslede tidspunkter faller i {year}"
    if passed:
        title += f", {passed} var passert alt da rapporten kom"
    states = [state for state in STATES if state in set(own["state"])]
    frame = _Frame(
        title,
        f"Det rapporten per {_month(as_of)} sier skal skje, etter tiltak. En strek går fra den "
        "første til den siste dagen som kan være ment; den stiplede linjen er rapportens måned.",
        [(STATES[state], _look_of_state(state)) for state in states],
        STEP * len(own) + 0.4,
    )
    known = [moment for moment in [*own["first"], *own["last"], as_of] if pd.notna(moment)]
    calendar = _Calendar(min(known), max(known), SIDE, WIDTH - SIDE - 0.75)
    bottom = STEP * len(own) + 0.1
    for year in calendar.years:
        frame.line(calendar.place(pd.Timestamp(year, 1, 1)), 0, bottom, color="#c9d3dd")
        middle = calendar.place(pd.Timestamp(year, 7, 2))
        if SIDE < middle < WIDTH - 0.2:
            frame.text(middle, bottom + 0.2, str(year), ha="center")
    frame.line(calendar.place(as_of), 0, bottom, color=EDGE, linestyle=(0, (4, 3)))
    for position, row in enumerate(_each(own)):
        y, look = STEP * (position + 0.7), _look_of_state(row.state)
        start = calendar.place(row.first) if pd.notna(row.first) else SIDE
        end = calendar.place(row.last)
        if end - start > 0.02:
            frame.box(start, y - 0.025, end - start, 0.05, look, edge=look.fill)
        frame.dot(end, y, look, "D" if row.state == "overdue" else "o")
        name = scope_name(row.item_id).lower().removeprefix("anmodnings")
        frame.text(end + 0.07, y + 0.035, name, size=7.2)
    words = "; ".join(
        f"{scope_name(row.item_id)} innen {day(row.last.date())}" for row in _each(own)
    )
    return frame.picture(f"Tidslinje. {title}. {words}.")


def passed_promises(milestones: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The announced dates that have passed without the measure being done, the oldest first.

    What several reports say of one item and date stands once, as the last of them says it.
    """
    late = milestones[milestones["state"].eq("overdue")].sort_values(["last", "report_id", "id"])
    late = late.drop_duplicates(["item_id", "edtf"], keep="last")
    if late.empty:
        return Note("Ingen varslede tidspunkter er passert uten at tiltaket er gjennomført.")
    titles = {
        (row.report_id, row.id): title
        for row, title in zip(_each(measures), _titles(measures), strict=True)
    }
    rows = [
        {
            "Rapport": row.report_id,
            "Gjelder": scope_name(row.item_id),
            "Tittel": titles.get((row.report_id, row.item_id), ""),
            "Senest": day(row.last.date()),
            "Setningen": row.sentence,
        }
        for row in _each(late)
    ]
    return _listing("passert", rows)


def promises_kept(milestones: pd.DataFrame) -> Picture | Note:
    """What became of the dates that earlier reports announced, judged by the latest."""
    earlier = milestones[milestones["report_id"].ne(milestones["judged_by"])]
    if earlier.empty:
        return Note(
            "Det er bare én rapport på planen ennå. Når den neste er lagt til, står her hva det "
            "ble av tidspunktene som den forrige varslet."
        )
    counts = _crossed(("Varslet i rapporten " + earlier["report_id"]).tolist(), earlier["state"])
    met, late = (int(earlier["state"].eq(state).sum()) for state in ("met", "overdue"))
    title = (
        f"Av {len(earlier)} varslede tidspunkter er {met} nådd og {late} passert uten å være nådd"
    )
    rows = [
        _Row(label, {STATES[state]: count for state, count in own.items()})
        for label, own in counts.items()
    ]
    return _bars(
        rows,
        list(STATES.values()),
        title,
        "Et tidspunkt er nådd når det er passert og tiltaket er gjennomført ifølge den siste "
        "rapporten.",
        looks=[_look_of_state(state) for state in STATES],
    )


# Money


def counted_once(amounts: pd.DataFrame) -> pd.DataFrame:
    """The mentions of amounts that may be counted: in an item, and each sum once.

    Left out are amounts that belong to no item (they speak of the plan as a whole), a repeated
    mention (the same item, amount, years and kind, also in a later report, which then is the one
    that is kept), and a total that its own sentence divides into the parts that are kept.
    """
    own = amounts[amounts["item_id"].notna()]
    totals = [
        index
        for _, together in own.groupby(["report_id", "scope", "paragraph", "sentence"], sort=False)
        for index, amount in together["amount_nok"].items()
        if _is_total(int(amount), [int(a) for a in together["amount_nok"].drop(index)])
    ]
    own = own.drop(index=totals).sort_values("report_id", kind="stable")
    same = ["item_id", "amount_nok", "years", "change"]
    return own.drop_duplicates(same, keep="last").sort_index()


def amounts_by_year(amounts: pd.DataFrame) -> Picture | Note:
    """Kroner mentioned, by the years that the sentence names; levels and changes apart."""
    counted = counted_once(amounts)
    if counted.empty:
        return Note("Teksten nevner ingen beløp i tiltakene.")
    sums: dict[str, dict[str, int]] = {}
    for row in _each(counted):
        own = sums.setdefault(_years(row.years), {})
        own[CHANGES[row.change]] = own.get(CHANGES[row.change], 0) + int(row.amount_nok)
    kinds = [kind for kind in CHANGES.values() if any(kind in own for own in sums.values())]
    rows = [_Row(label, sums[label]) for label in sorted(sums, key=_year_order)]
    most, kind, label = max((own[kind], kind, row) for row, own in sums.items() for kind in own)
    title = f"Mest er nevnt som {kind.lower()} {_when(label)}: {_millions(most)} mill. kroner"
    subtitle = (
        f"Beløp nevnt i tiltakene, i mill. kroner: {len(counted)} omtaler, hver sum talt én gang. "
        "Det er ikke regnskap, og en økning og en bevilgning kan ikke legges sammen."
    )
    return _grouped(rows, kinds, title, subtitle, written=_millions)


@_style()
def amounts_by_purpose(amounts: pd.DataFrame, measures: pd.DataFrame) -> Picture | Note:
    """Each mention of an amount as a bar, under the measure that it goes to."""
    counted = counted_once(amounts)
    if counted.empty:
        return Note("Teksten nevner ingen beløp i tiltakene.")
    titles = dict(zip(measures["id"], _titles(measures), strict=True))
    largest = counted.groupby("item_id")["amount_nok"].transform("max")
    counted = counted.assign(largest=largest).sort_values(
        ["largest", "item_id", "amount_nok", "id"], ascending=[False, True, False, True]
    )
    shown = counted.head(MOST_AMOUNTS)
    first = shown.iloc[0]
    title = (
        f"Størst er {_millions(int(first['amount_nok']))} mill. kroner, "
        f"til {scope_name(str(first['item_id'])).lower()}"
    )
    note = "" if len(shown) == len(counted) else f" De {len(shown)} største av {len(counted)}."
    kinds = [own for own in CHANGES if own in set(shown["change"])]
    looks = {own: _Look(TONES[i]) for i, own in enumerate(kinds)}
    items = list(dict.fromkeys(shown["item_id"]))
    height = 0.19 * len(shown) + 0.13 * len(items) + LINE * len(items)
    frame = _Frame(title, f"Hver omtale av et beløp, etter formål (tiltak), i mill. kroner.{note}",
                   [(CHANGES[own], looks[own]) for own in kinds], height)  # fmt: skip
    room = WIDTH - 2 * SIDE - 1.15
    most = int(shown["amount_nok"].max())
    y, words = 0.0, []
    for item in items:
        name = f"{scope_name(str(item))}: {titles.get(item, '')}"
        frame.text(SIDE, y + LINE * 0.75, textwrap.shorten(name, 76, placeholder=" …"), size=8)
        y += LINE
        for row in _each(shown[shown["item_id"].eq(item)]):
            long = max(0.01, room * int(row.amount_nok) / most)
            frame.box(SIDE, y, long, 0.15, looks[row.change])
            said = f"{_millions(int(row.amount_nok))} ({_years(row.years).lower()})"
            frame.text(SIDE + long + 0.07, y + 0.118, said, size=8)
            words.append(f"{scope_name(str(item))}: {said}, {CHANGES[row.change].lower()}")
            y += 0.19
        y += 0.13
    return frame.picture(f"Stolpediagram. {title}. {'; '.join(words)}.")


def amounts_list(amounts: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """All mentions of amounts, with the sentence, and whether the pictures count them."""
    titles = {
        (row.report_id, row.id): title
        for row, title in zip(_each(measures), _titles(measures), strict=True)
    }
    if amounts.empty:
        return Note("Teksten nevner ingen beløp.")
    kept = set(counted_once(amounts).index)
    several = amounts["report_id"].nunique() > 1
    rows = [
        {
            **({"Rapport": row.report_id} if several else {}),
            "Gjelder": scope_name(row.scope),
            "Formål": titles.get((row.report_id, row.scope), ""),
            "Mill. kroner": _millions(int(row.amount_nok)),
            "År": _years(row.years),
            "Slag": CHANGES[row.change],
            "Talt med": "ja" if row.Index in kept else "nei",
            "Setningen": row.sentence,
            "Side": row.page,
        }
        for row in _each(amounts)
    ]
    return _listing("belop", rows)


# From one report to the next


def changes(transitions: pd.DataFrame) -> Picture | Note:
    """From which status to which, between the two latest reports."""
    own = _latest_pair(transitions)
    if own.empty:
        return Note(
            "Det er bare én rapport på planen ennå. Når den neste er lagt til, står her hva som "
            "er endret fra den ene til den andre."
        )
    before, after = str(own["from_report"].iloc[0]), str(own["to_report"].iloc[0])
    moved = own["change"].value_counts()
    forward, back, still = (
        int(moved.get(key, 0)) for key in ("advanced", "regressed", "unchanged")
    )
    title = (
        f"Fra {before} til {after} gikk {_count(forward).lower()} framover og "
        f"{_count(back).lower()} tilbake; {_count(still).lower()} står der de sto"
    )
    absent = {"from": f"Ikke i {before}", "to": f"Ikke i {after}"}
    old = own["from_status"].astype("object").where(own["change"].ne("added"), absent["from"])
    new = own["to_status"].astype("object").where(own["change"].ne("removed"), absent["to"])
    old, new = old.fillna(UNSTATED), new.fillna(UNSTATED)
    scale = [*own["from_status"].cat.categories]
    scale += [word for word in own["to_status"].cat.categories if word not in scale]
    down = [word for word in [*scale, UNSTATED, absent["from"]] if old.eq(word).any()]
    across = [word for word in [*scale, UNSTATED, absent["to"]] if new.eq(word).any()]
    return _matrix(
        down, across, _crossed(old, new), title,
        (f"Status i {before}", f"Status i {after}"),
    )  # fmt: skip


def changed_items(transitions: pd.DataFrame, measures: pd.DataFrame) -> Styler | Note:
    """The items that moved between the two latest reports: back first, then out, in, forward."""
    own = _latest_pair(transitions)
    if own.empty:
        return Note("Med bare én rapport er det ingen endringer å liste opp.")
    kinds = {"regressed": "Tilbake", "removed": "Ute", "added": "Ny", "advanced": "Framover"}
    moved = own[own["change"].isin(list(kinds)) | own["change"].isna()]
    if moved.empty:
        return Note("Ingen tiltak har endret status.")
    titles = {
        (row.report_id, row.id): title
        for row, title in zip(_each(measures), _titles(measures), strict=True)
    }
    rows = [
        {
            "Endring": kinds.get(row.change, "Uten rekkefølge") if pd.notna(row.change)
            else "Uten rekkefølge",
            "Gjelder": scope_name(row.item_id),
            "Tittel": titles.get((row.to_report, row.item_id))
            or titles.get((row.from_report, row.item_id), ""),
            f"I {row.from_report}": row.from_status if pd.notna(row.from_status) else "–",
            f"I {row.to_report}": row.to_status if pd.notna(row.to_status) else "–",
        }
        for row in _each(moved)
    ]  # fmt: skip
    order = [*kinds.values(), "Uten rekkefølge"]
    return _listing("endret", sorted(rows, key=lambda row: order.index(str(row["Endring"]))))


# How rows are counted and named


class _Row(NamedTuple):
    """A label and its numbers by category."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def _each(table: pd.DataFrame) -> list[Any]:
    """The rows, with their columns as attributes."""
    return list(table.itertuples())


def _one_report(table: pd.DataFrame) -> None:
    found = sorted(set(table["report_id"].dropna()))
    if len(found) > 1:
        raise Refusal(
            ", ".join(found),
            "tabellen har flere rapporter: hvert tiltak ville bli talt flere ganger.",
            advice='velg én, for eksempel load("statuses", report=latest()).',
        )


def _words(statuses: pd.Series[Any]) -> list[str]:
    return [str(status) if pd.notna(status) else UNSTATED for status in statuses]


def _with_status(measures: pd.DataFrame, statuses: pd.DataFrame) -> pd.DataFrame:
    """The items that stand in running text, with their status there."""
    _one_report(measures)
    _one_report(statuses)
    own = statuses[statuses["source"].eq("text")]
    found = dict(zip(own["id"].str.removesuffix("/text"), _words(own["status"]), strict=True))
    printed = measures[measures["id"].isin(found)]
    return printed.assign(status=[found[key] for key in printed["id"]])


def _chapter(row: Any) -> str:
    name = row.chapter if pd.notna(row.chapter) else row.overview_chapter
    name = str(name) if pd.notna(name) else "Uten kapittel"
    return f"{row.chapter_number} {name}" if pd.notna(row.chapter_number) else name


def _titles(measures: pd.DataFrame) -> list[str]:
    return [str(title) for title in measures["title"].fillna(measures["overview_title"]).fillna("")]


def _scale(statuses: pd.DataFrame) -> list[str]:
    """The categories that are there, in their order; those that no row has only if of the scale."""
    used = set(_words(statuses["status"]))
    known = [*statuses["status"].cat.categories]
    return [word for word in [*known, UNSTATED] if word in STATUSES or word in used]


def _crossed(labels: Iterable[Any], words: Iterable[Any]) -> dict[str, dict[str, int]]:
    """How often each word stands under each label, labels in the order they first come."""
    counts: dict[str, dict[str, int]] = {}
    for label, word in zip(labels, words, strict=True):
        own = counts.setdefault(str(label), {})
        key = str(word) if pd.notna(word) else UNSTATED
        own[key] = own.get(key, 0) + 1
    return counts


def _rows(counts: Mapping[str, Mapping[str, int]]) -> list[_Row]:
    return [_Row(label, own) for label, own in counts.items()]


def _standing(words: Sequence[str], kinds: set[str]) -> str:
    done, still = words.count(STATUSES[-1]), words.count(STATUSES[0])
    what = "tiltak" if kinds == {"tiltak"} else "tiltak og vedtak"
    return f"{done} av {len(words)} {what} er gjennomført, {still} er ikke startet"


def _apart(statuses: pd.DataFrame) -> dict[str, tuple[Any, Any]]:
    """The items whose two statuses differ: the rows of text and of overview."""
    sides: dict[str, dict[str, Any]] = {}
    for row in _each(statuses):
        sides.setdefault(row.id.rpartition("/")[0], {})[row.source] = row
    return {
        key: (own["text"], own["overview"])
        for key, own in sides.items()
        if len(own) == 2 and _words([own["text"].status]) != _words([own["overview"].status])  # type: ignore[arg-type]
    }


def _is_total(amount: int, others: Sequence[int]) -> bool:
    return len(others) > 1 and sum(others) == amount


def _years(years: str | None) -> str:
    """Years as EDTF in words: 2024, 2024 og 2025, Fra 2025, 2024–2026, Uten år."""
    if years is None or pd.isna(years):
        return "Uten år"
    text = str(years)
    if text.startswith("{"):
        *first, last = text.strip("{}").split(",")
        return f"{', '.join(first)} og {last}" if first else last
    start, slash, end = text.partition("/")
    if not slash:
        return text
    if end in ("..", ""):
        return f"Fra {start}"
    return f"Til {end}" if start in ("..", "") else f"{start}–{end}"


def _year_order(label: str) -> tuple[bool, str, str]:
    digits = "".join(sign for sign in label if sign.isdigit())
    return label == "Uten år", digits[:4], label


def _when(label: str) -> str:
    return f"i {label}" if label[0].isdigit() else label.lower()


def _millions(kroner: int) -> str:
    """Kroner in millions, written the Norwegian way: 18,6 and 1 250."""
    whole, rest = divmod(round(kroner / 100_000), 10)
    return f"{number(whole)},{rest}" if rest else number(whole)


def _count(n: int) -> str:
    words = (
        "Ingen", "Ett", "To", "Tre", "Fire", "Fem", "Seks", "Sju", "Åtte", "Ni", "Ti", "Elleve",
        "Tolv",
    )  # fmt: skip
    return words[n] if n < len(words) else number(n)


def _month(moment: pd.Timestamp) -> str:
    return day(moment.date()).split(" ", 1)[1]


class _Calendar:
    """Days on a line from `left` to `right` inches, from the first month shown to the last."""

    def __init__(self, first: pd.Timestamp, last: pd.Timestamp, left: float, right: float) -> None:
        self.start = pd.Timestamp(first.year, first.month, 1) - pd.DateOffset(months=1)
        self.left, self.scale = left, (right - left) / (last - self.start).days
        self.years = range(first.year, last.year + 2)

    def place(self, moment: Any) -> float:
        """Where a day stands; what lies outside is held at the ends."""
        x = self.left + self.scale * (pd.Timestamp(moment) - self.start).days
        return min(max(x, self.left), WIDTH - SIDE)


def _latest_pair(transitions: pd.DataFrame) -> pd.DataFrame:
    if transitions.empty:
        return transitions
    last = transitions.iloc[-1]
    return transitions[
        transitions["from_report"].eq(last["from_report"])
        & transitions["to_report"].eq(last["to_report"])
    ]


def _listing(name: str, rows: Sequence[Mapping[str, object]]) -> Styler:
    """A list to read: no index, whole texts, and the same HTML every time."""
    style = pd.DataFrame(list(rows)).style
    style.set_uuid(name)
    return style.hide(axis="index").format(escape="html", na_rep="–")


# How it is drawn


class _Look(NamedTuple):
    """How a category is filled."""

    fill: str

    @property
    def ink(self) -> str:
        return "#ffffff" if self.fill in (TONES[0], ALARM) else INK


def _look_of_state(state: str) -> _Look:
    return {"met": _Look(TONES[0]), "pending": _Look(TONES[1]), "overdue": _Look(ALARM)}[state]


@cache
def _wide(text: str) -> float:
    """How wide a label is, in inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, LABEL, ismath=False)
    return float(width) / 72


class _Frame:
    """A figure with title, subtitle and legend above and `height` inches for what is drawn.

    Lengths are inches; y counts down from the top of the drawing. Made and filled in `_style`.
    """

    def __init__(
        self, title: str, subtitle: str, legend: Sequence[tuple[str, _Look]], height: float
    ) -> None:
        self.title = title
        heading = textwrap.wrap(title, 50)
        under = textwrap.wrap(subtitle, 82)
        self.top = 0.1 + 0.215 * len(heading) + LINE * len(under) + 0.12
        lines = self._legend_lines(legend)
        self.top += 0.23 * len(lines) + (0.1 if lines else 0)
        self.height = self.top + height + 0.08
        self.figure = Figure(figsize=(WIDTH, self.height), facecolor="white")
        y = 0.1 - self.top
        for line in heading:
            self.text(SIDE, y + 0.15, line, size=11, weight="bold", color=EDGE)
            y += 0.215
        for line in under:
            self.text(SIDE, y + 0.12, line, size=8, color=GREY)
            y += LINE
        y += 0.1
        for own in lines:
            x = SIDE
            for name, look in own:
                self.box(x, y, 0.15, 0.13, look)
                self.text(x + 0.2, y + 0.11, name)
                x += 0.2 + _wide(name) + 0.2
            y += 0.23

    def _legend_lines(self, legend: Sequence[tuple[str, _Look]]) -> list[list[tuple[str, _Look]]]:
        lines: list[list[tuple[str, _Look]]] = []
        room = 0.0
        for name, look in legend:
            wide = 0.4 + _wide(name)
            if not lines or wide > room:
                lines.append([])
                room = WIDTH - 2 * SIDE
            lines[-1].append((name, look))
            room -= wide
        return lines

    def text(self, x: float, y: float, text: str, *, size: float = SIZE, **look: Any) -> None:
        """Text whose baseline is at y."""
        self.figure.text(
            x / WIDTH, 1 - (self.top + y) / self.height, text,
            **{"size": size, "color": INK, **look},
        )  # fmt: skip

    def box(
        self, x: float, y: float, width: float, height: float, look: _Look, edge: str = EDGE
    ) -> None:
        self.figure.add_artist(
            Rectangle(
                (x / WIDTH, 1 - (self.top + y + height) / self.height),
                width / WIDTH, height / self.height,
                facecolor=look.fill, edgecolor=edge, linewidth=0.7,
            )
        )  # fmt: skip

    def line(self, x: float, y0: float, y1: float, **look: Any) -> None:
        """An upright line."""
        points = [1 - (self.top + y) / self.height for y in (y0, y1)]
        self.figure.add_artist(
            Line2D([x / WIDTH] * 2, points, **{"linewidth": 0.8, "zorder": 0, **look})
        )

    def dot(self, x: float, y: float, look: _Look, marker: str) -> None:
        self.figure.add_artist(
            Line2D(
                [x / WIDTH], [1 - (self.top + y) / self.height], marker=marker, markersize=4.2,
                color=look.fill, markeredgecolor=EDGE, markeredgewidth=0.6,
            )
        )  # fmt: skip

    def picture(self, alt: str) -> Picture:
        return Picture(self.title, alt, self.figure)


@_style()
def _bars(
    rows: Sequence[_Row],
    scale: Sequence[str],
    title: str,
    subtitle: str,
    looks: Sequence[_Look] = (),
) -> Picture:
    """Bars side by side in one line for each row, with the total at the end."""
    looks = looks or [_Look(TONES[min(i, len(TONES) - 1)]) for i in range(len(scale))]
    order = list(zip(scale, looks, strict=True))
    left, right = 1.95, 0.38
    room = WIDTH - 2 * SIDE - left - right
    most = max(row.total for row in rows)
    labels = [textwrap.wrap(row.label, 28) or [""] for row in rows]
    heights = [max(0.36, LINE * len(lines) + 0.12) for lines in labels]
    frame = _Frame(title, subtitle, order, sum(heights))
    y = 0.0
    for row, lines, height in zip(rows, labels, heights, strict=True):
        for i, line in enumerate(lines):
            frame.text(SIDE, y + height / 2 + 0.03 + LINE * (i - (len(lines) - 1) / 2), line)
        x = SIDE + left
        small = []
        for word, look in order:
            count = row.counts.get(word, 0)
            long = room * count / most
            if count:
                frame.box(x, y + height / 2 - 0.125, long, 0.22, look)
            if count and long > 0.09 * len(str(count)):
                frame.text(
                    x + long / 2, y + height / 2 + 0.03, number(count), ha="center", color=look.ink
                )
            elif count:
                small.append(f"{word.split(':')[0].lower()} {count}")
            x += long
        said = number(row.total)
        frame.text(x + 0.07, y + height / 2 + 0.03, said, weight="bold")
        beside = x + 0.07 + _wide(said) * 1.2 + 0.08
        if small and beside + _wide(", ".join(small)) < WIDTH:
            frame.text(beside, y + height / 2 + 0.03, ", ".join(small), size=7.5, color=GREY)
        y += height
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{word} {row.counts[word]}" for word in scale if row.counts.get(word))
        for row in rows
    )
    return frame.picture(f"Stolpediagram. {title}. {words}.")


@_style()
def _grouped(
    rows: Sequence[_Row],
    scale: Sequence[str],
    title: str,
    subtitle: str,
    written: Any = number,
) -> Picture:
    """Bars below each other for each row, with the number at the end of each."""
    looks = [_Look(TONES[min(i, len(TONES) - 1)]) for i in range(len(scale))]
    left, right = 1.05, 0.62
    room = WIDTH - 2 * SIDE - left - right
    most = max(max(row.counts.values(), default=0) for row in rows) or 1
    height = sum(0.16 + 0.22 * sum(word in row.counts for word in scale) for row in rows)
    frame = _Frame(title, subtitle, list(zip(scale, looks, strict=True)), height)
    y = 0.0
    for row in rows:
        present = [
            (word, look) for word, look in zip(scale, looks, strict=True) if word in row.counts
        ]
        frame.text(SIDE, y + 0.11 * len(present) + 0.04, row.label)
        for word, look in present:
            long = room * row.counts[word] / most
            frame.box(SIDE + left, y, long, 0.2, look)
            frame.text(SIDE + left + long + 0.07, y + 0.145, written(row.counts[word]))
            y += 0.22
        y += 0.16
    words = "; ".join(
        f"{row.label}: "
        + ", ".join(f"{word} {written(row.counts[word])}" for word in scale if word in row.counts)
        for row in rows
    )
    return frame.picture(f"Stolpediagram. {title}. {words}.")


@_style()
def _matrix(
    down: Sequence[str],
    across: Sequence[str],
    counts: Mapping[str, Mapping[str, int]],
    title: str,
    heads: tuple[str, str],
) -> Picture:
    """Counts as squares, darker the more there are; what did not change is on the diagonal."""
    left = 1.1
    wide = min(1.2, (WIDTH - 2 * SIDE - left) / len(across))
    frame = _Frame(title, f"Nedover: {heads[0].lower()}. Bortover: {heads[1].lower()}. På "
                   "diagonalen: uendret.", [], 0.5 * len(down) + 0.3)  # fmt: skip
    most = max(count for own in counts.values() for count in own.values())
    for column, word in enumerate(across):
        middle = SIDE + left + wide * (column + 0.5)
        frame.text(middle, 0.15, word, ha="center", size=8)
    words = []
    for line, before in enumerate(down):
        y = 0.25 + 0.5 * line
        frame.text(SIDE, y + 0.28, before, size=8)
        for column, after in enumerate(across):
            count = counts.get(before, {}).get(after, 0)
            red, green, blue = (
                1 - (1 - own) * (count / most) ** 0.5 for own in matplotlib.colors.to_rgb(TONES[0])
            )
            tone = matplotlib.colors.to_hex((red, green, blue))
            ink = "#ffffff" if (count / most) ** 0.5 > 0.8 else INK
            x = SIDE + left + wide * column
            frame.box(x + 0.03, y + 0.02, wide - 0.06, 0.46, _Look(tone))
            said = number(count) if count else "–"
            frame.text(x + wide / 2, y + 0.29, said, ha="center", color=ink, weight="bold", size=10)
            if count:
                words.append(f"fra {before} til {after}: {count}")
    return frame.picture(f"Tabell med farger. {title}. {'; '.join(words)}.")
