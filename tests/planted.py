"""Faults planted in a sound report, and the findings that each must give, and no other.

The rules' tests and their accuracy (tests/accuracy.py) both go by these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.factory.edition import Block, Edition, Link, OverviewRow, paragraph
from tests.factory.plans import a_plan

Finding = tuple[str, str, str]


def another_status_in_overview(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", overview=(OverviewRow(status="Gjennomført"),))


def another_status_in_text(plan: Edition) -> Edition:
    return plan.with_measure(
        "vedtak-613", status="Under arbeid", overview=(OverviewRow(status="Ikke startet"),)
    )


def another_ministry(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-13", overview=(OverviewRow(ministries="KD, HOD"),))


def another_role(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-6", overview=(OverviewRow(ministries="AID, JD"),))


def another_order(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-5", overview=(OverviewRow(ministries="UD, JD"),))


def og_and_comma(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-2", overview=(OverviewRow(ministries="JD og BFD, HOD"),))


def alle_with_a_mark(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-1", overview=(OverviewRow(ministries="JD og Alle*"),))


def another_word_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke statens barnehjem"),))


def another_mark_in_title(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-15", overview=(OverviewRow(title="Styrke Statens barnehus."),))


def another_chapter(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-24", overview=(OverviewRow(chapter=1),))


def no_row(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", overview=())


def no_text(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-17", in_text=False)


def two_rows(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-9", overview=(OverviewRow(), OverviewRow()))


def two_texts(plan: Edition) -> Edition:
    return plan.with_second_printing("tiltak-9", title="Vurdere noe annet")


def a_gap(plan: Edition) -> Edition:
    return plan.without_measure("tiltak-12")


def a_gap_in_requests(plan: Edition) -> Edition:
    return plan.without_measure("vedtak-612")


def a_status_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", status="Hvilende", overview=(OverviewRow(status="Under arbeid"),)
    )


def a_ministry_nobody_knows(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="JD, XYD", overview=(OverviewRow(ministries="JD"),)
    )


def a_ministry_of_the_past(plan: Edition) -> Edition:
    return plan.with_measure(
        "tiltak-20", ministries="OED", overview=(OverviewRow(ministries="ED"),)
    )


def a_link_to_somebodys_disk(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=(a_link_to("file:///C:/Users/kari/a.docx"),))


def a_link_to_no_address(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=(a_link_to("rapport.docx"),))


def a_link_that_is_only_promised(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=(paragraph("Rapporten kan lastes ned her."),))


def a_link_to(address: str) -> Block:
    return paragraph("Arbeidet er omtalt i ", Link("en artikkel", address), ".")


# The entries of the plan that are meant to have no narrative, and of the factory's other editions.
UNTOLD: set[Finding] = {
    ("narrative-missing", "tiltak-4", "info"),
    ("narrative-missing", "tiltak-15", "warning"),
    ("narrative-missing", "tiltak-19", "info"),
    ("narrative-missing", "vedtak-615", "warning"),
}
UNTOLD_IN_SMALL: set[Finding] = {("narrative-missing", "tiltak-4", "info")}
UNTOLD_IN_PREDECESSOR: set[Finding] = {("narrative-missing", "tiltak-6", "info")}
UNTOLD_IN_NYNORSK: set[Finding] = {
    ("narrative-missing", "tiltak-3", "info"),
    ("narrative-missing", "tiltak-10", "info"),
    ("narrative-missing", "vedtak-612", "info"),
}


def no_narrative(plan: Edition) -> Edition:
    return plan.with_measure("tiltak-8", narrative=())


PLANTED: list[tuple[Callable[[Edition], Edition], set[Finding]]] = [
    (another_status_in_overview, {("status-text-vs-overview", "tiltak-8", "error")}),
    (
        another_status_in_text,
        {
            ("status-text-vs-overview", "vedtak-613", "error"),
            ("status-vs-narrative", "vedtak-613", "warning"),  # it says that nothing has begun
        },
    ),
    (another_ministry, {("ministries-text-vs-overview", "tiltak-13", "error")}),
    (another_role, {("ministries-text-vs-overview", "tiltak-6", "error")}),
    (another_order, {("ministries-text-vs-overview", "tiltak-5", "info")}),
    (og_and_comma, set()),
    (alle_with_a_mark, set()),
    (another_word_in_title, {("title-text-vs-overview", "tiltak-15", "warning")}),
    (another_mark_in_title, {("title-text-vs-overview", "tiltak-15", "info")}),
    (another_chapter, {("chapter-text-vs-overview", "tiltak-24", "error")}),
    (no_row, {("missing-in-overview", "tiltak-17", "error")}),
    (
        no_text,
        {("missing-in-text", "tiltak-17", "error"), ("count-stated", "introduction", "error")},
    ),
    (two_rows, {("duplicate-in-overview", "tiltak-9#2", "error")}),
    (two_texts, {("duplicate-in-text", "tiltak-9#2", "error")}),
    # The report says «alle de 24 tiltakene» and «fem anmodningsvedtak»: it miscounts with one gone.
    (
        a_gap,
        {("numbering-gap", "tiltak-12", "error"), ("count-stated", "introduction", "error")},
    ),
    (
        a_gap_in_requests,  # decisions of the Storting are no series
        {("count-stated", "chapter-5", "error")},
    ),
    (a_status_nobody_knows, {("unknown-status", "tiltak-20", "error")}),
    (a_ministry_nobody_knows, {("unknown-ministry", "tiltak-20", "error")}),
    (a_ministry_of_the_past, {("unknown-ministry", "tiltak-20", "error")}),
    (a_link_to_somebodys_disk, {("link-local-file", "tiltak-8", "warning")}),
    (a_link_to_no_address, {("link-not-a-url", "tiltak-8", "warning")}),
    (no_narrative, {("narrative-missing", "tiltak-8", "warning")}),
]

# The same faults in a report whose link boxes are guessed.
LINKS_GUESSED: list[tuple[Callable[[Edition], Edition], set[Finding]]] = [
    (a_link_to_somebodys_disk, {("link-local-file", "tiltak-8", "info")}),
    (a_link_to_no_address, {("link-not-a-url", "tiltak-8", "info")}),
    (a_link_that_is_only_promised, {("link-missing", "tiltak-8", "info")}),
]


# Sentences planted as the narrative of one measure (tiltak-8, under way, or tiltak-9, carried out;
# the report speaks for June 2026), and the findings that they must give.
UNDER_WAY, CARRIED_OUT, NOT_STARTED = "tiltak-8", "tiltak-9", "tiltak-4"
SENTENCES: list[tuple[str, str, set[tuple[str, str]]]] = [
    (UNDER_WAY, "Arbeidet ses i sammenheng med tiltak 144.", {("reference-resolves", "error")}),
    (UNDER_WAY, "Det vises til vedtak 613 og 699.", {("reference-resolves", "error")}),
    (UNDER_WAY, "Se også tiltak 3 og vedtak 611.", set()),
    (UNDER_WAY, "Tiltak 128 i regjeringens nye handlingsplan dekker det samme.", set()),
    (UNDER_WAY, "Fristen er satt til 31. juni 2027.", {("date-impossible", "error")}),
    (UNDER_WAY, "Loven trådte i kraft 1. september 2026.", {("event-after-as-of", "info")}),
    (UNDER_WAY, "Loven trådte i kraft 1. juni 2026.", set()),
    (UNDER_WAY, "Rapporten skal foreligge høsten 2025.", {("planned-before-as-of", "info")}),
    (UNDER_WAY, "Rapporten skal foreligge høsten 2026.", set()),
    (
        UNDER_WAY,
        "Økningen var på 300 mill. kroner (150 mill. kroner i 2024 og 140 mill. kroner i 2025).",
        {("amount-sum", "error")},
    ),
    (
        UNDER_WAY,
        "Økningen var på 300 mill. kroner (150 mill. kroner i 2024 og 150 mill. kroner i 2025).",
        set(),
    ),
    (UNDER_WAY, "Det er bevilget 300 mill. kroner (herav 10 mill. kroner til drift).", set()),
    (
        UNDER_WAY,
        "Gruppen består av tre departementer: Justis- og beredskapsdepartementet (JD), "
        "Barne- og familiedepartementet (BFD) og Kunnskapsdepartementet (KD).",
        set(),
    ),
    (
        UNDER_WAY,
        "Gruppen består av fire departementer: Justis- og beredskapsdepartementet (JD), "
        "Barne- og familiedepartementet (BFD) og Kunnskapsdepartementet (KD).",
        {("count-stated", "error")},
    ),
    (UNDER_WAY, "Planen er utviklet av åtte departementer og inneholder 29 tiltak.", set()),
    (UNDER_WAY, "Rapporten kan lastes ned her.", {("link-missing", "warning")}),
    (UNDER_WAY, "Alle som arbeider her, er kjent med planen.", set()),
    (CARRIED_OUT, "Vurderingen er ikke avsluttet.", {("status-vs-narrative", "warning")}),
    (CARRIED_OUT, "Evalueringen er nå under utarbeidelse.", {("status-vs-narrative", "info")}),
    (CARRIED_OUT, "Rapporten skal ferdigstilles høsten 2026.", {("status-vs-narrative", "info")}),
    (NOT_STARTED, "Avtalene ble inngått i mai 2026.", {("status-vs-narrative", "warning")}),
    (NOT_STARTED, "Departementet har hatt møter med dem.", {("status-vs-narrative", "info")}),
    (NOT_STARTED, "Det er ikke satt av midler til avtalene.", set()),
    (UNDER_WAY, "Materiellet er ferdig og tatt i bruk.", {("status-vs-narrative", "warning")}),
    (UNDER_WAY, "Arbeidet er ikke startet.", {("status-vs-narrative", "warning")}),
    (UNDER_WAY, "Det vurderes hvordan dette kan løses.", {("status-vs-narrative", "info")}),
    (CARRIED_OUT, "Rapporten ble lansert i mai 2026 og følges opp i tildelingsbrev.", set()),
    (UNDER_WAY, "Evalueringen er nå under utarbeidelse.", set()),
    (UNDER_WAY, "Arbeidet ses i sammenheng med tiltak 8 og 9.", {("refers-to-itself", "warning")}),
    (UNDER_WAY, "Arbeidet ses i sammenheng med tiltak 9.", set()),
    (
        UNDER_WAY,
        "Bruken økte med 40 prosent, fra 200 saker i 2024 til 250 i 2025.",
        {("figure-arithmetic", "info")},
    ),
    (UNDER_WAY, "Bruken økte med 25 prosent, fra 200 saker i 2024 til 250 i 2025.", set()),
    (
        UNDER_WAY,
        "Bruken falt med over 50 prosent. I 2023 var det 200 saker. I 2024 var tallet 120.",
        {("figure-arithmetic", "info")},
    ),
    (UNDER_WAY, "Sju av tolv kommuner (58 prosent) har svart.", set()),
    (UNDER_WAY, "Sju av tolv kommuner (70 prosent) har svart.", {("figure-arithmetic", "info")}),
    (
        UNDER_WAY,
        "Det er bevilget 5 mill. kroner årlig fra 2025. Midlene brukes ikke i 2026.",
        {("money-contradiction", "info")},
    ),
    (
        UNDER_WAY,
        "I 2025 ble det bevilget 5 mill. kroner. Det er ikke bevilget midler i 2026.",
        set(),
    ),
]

INTRODUCTIONS: list[tuple[str, set[Finding]]] = [
    ("Rapporten gir status for alle de 24 tiltakene per juni 2026.", set()),
    (
        "Rapporten gir status for alle de 25 tiltakene per juni 2026.",
        {("count-stated", "introduction", "error")},
    ),
    (
        "Rapporten gir status for alle de tjue tiltakene per juni 2026.",
        {("count-stated", "introduction", "error")},
    ),
    ("Stortinget traff fem anmodningsvedtak.", set()),
    ("Stortinget traff, i tillegg til vedtak 611, ytterligere fire anmodningsvedtak.", set()),
    ("Vedtak 611 er fulgt opp. Stortinget traff ytterligere fem anmodningsvedtak.", set()),
    ("Stortinget traff ytterligere fem anmodningsvedtak. Vedtak 611 er fulgt opp.", set()),
    ("Stortinget traff seks anmodningsvedtak.", {("count-stated", "introduction", "error")}),
    ("Av de 24 tiltakene er 7 gjennomført.", set()),
    ("Av de 24 tiltakene er 9 gjennomført.", {("count-stated", "introduction", "error")}),
    (
        "Av de 12 fylkene er 3 gjennomført. Av de 24 tiltakene er 9 gjennomført.",
        {("count-stated", "introduction", "error")},
    ),
    ("Av de 24 tiltakene er 7 fullført.", set()),  # another word for it
    ("Av de 24 tiltakene er 9 fullført.", {("count-stated", "introduction", "error")}),
    ("7 gjennomførte tiltak er omtalt.", set()),  # in the plural
    ("9 gjennomførte tiltak er omtalt.", {("count-stated", "introduction", "error")}),
    ("Av de 24 tiltakene er 20 startet.", set()),  # which may be said of what is done, too
    ("I 2025 gjennomførte etaten mange tiltak.", set()),  # a year, and no number of measures
    ("Alle de tjuefire tiltakene er omtalt.", set()),
    ("Alle de tjuefem tiltakene er omtalt.", {("count-stated", "introduction", "error")}),
    ("Et anmodningsvedtak er fulgt opp, og en gjennomført evaluering av tiltak.", set()),
    ("Bare ett av tiltakene er gjennomført.", {("count-stated", "introduction", "error")}),
    ("Bare et av tiltakene er gjennomført.", {("count-stated", "introduction", "error")}),
    ("Rapporten gir status per mai 2026.", {("as-of-differs", "introduction", "warning")}),
    ("En annen plan har 99 tiltak.", set()),
    ("De fleste tiltakene er ikke startet.", {("quantifier-vs-count", "introduction", "info")}),
    ("En del tiltak er gjennomført.", set()),
    ("Alle tiltakene er gjennomført.", {("quantifier-vs-count", "introduction", "info")}),
]


# --- items against each other, and against themselves --------------------------------------------


def narrated(plan: Edition, **narratives: str) -> Edition:
    """The plan with other narratives, by item: `tiltak_8="…"`."""
    for name, text in narratives.items():
        plan = plan.with_measure(name.replace("_", "-"), narrative=(paragraph(text),))
    return plan


def the_same_short_text(plan: Edition) -> Edition:
    same = "Arbeidet ses i lys av planen."
    return narrated(plan, tiltak_3=same, tiltak_8=same)


def the_same_text_with_another_status(plan: Edition) -> Edition:
    same = "Den nye ordningen er omtalt i budsjettet."
    return narrated(plan, tiltak_8=same, tiltak_4=same)


def the_same_sentence_with_another_status(plan: Edition) -> Edition:
    same = "Tiltaket vurderes lagt til direktoratsgruppen."
    return narrated(
        plan, tiltak_8=f"{same} Den har elleve medlemmer.", tiltak_4=f"{same} Se vedlegg."
    )


def a_sentence_on_a_law_with_another_status(plan: Edition) -> Edition:
    same = "Loven ble vedtatt av Stortinget i mars 2025."
    return narrated(plan, tiltak_8=f"{same} Den er ny.", tiltak_4=f"{same} Se vedlegg.")


GUIDE = "Utarbeide en veileder for skoler om trygg nettbruk blant barn"
GUIDE_NYNORSK = "Utarbeide ein rettleiar for skular om trygg nettbruk blant barn"


def work_that_another_item_has_begun(plan: Edition) -> Edition:
    told = "Bufdir har oppdrag om å utarbeide en veileder for skolene om trygg nettbruk blant barn."
    return narrated(plan.with_measure("tiltak-4", title=GUIDE), tiltak_8=told)


def work_that_another_item_has_done(plan: Edition) -> Edition:
    told = "Det er utarbeidet en veileder for skolene om trygg nettbruk blant barn i Bufdir."
    return narrated(plan.with_measure("tiltak-4", title=GUIDE), tiltak_8=told)


def done_work_that_another_item_has_ahead(plan: Edition) -> Edition:
    told = "Bufdir skal utarbeide ein rettleiar for skulane om trygg nettbruk blant barn."
    return narrated(plan.with_measure("tiltak-9", title=GUIDE_NYNORSK), tiltak_8=told)


def done_work_that_another_item_builds_on(plan: Edition) -> Edition:
    told = "Det er utarbeidet en veileder for skolene om trygg nettbruk blant barn i Bufdir."
    return narrated(plan.with_measure("tiltak-9", title=GUIDE), tiltak_8=told)


def work_of_another_item_by_its_number(plan: Edition) -> Edition:
    told = f"Det vises til tiltak 4 om å {GUIDE.lower()}."
    return narrated(plan.with_measure("tiltak-4", title=GUIDE), tiltak_8=told)


def another_deadline(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Veilederen om trygg nettbruk skal ferdigstilles innen utgangen av 2026.",
        tiltak_11="Ny veileder om trygg nettbruk skal foreligge innen 1. juni 2027.",
    )


def a_draft_when_it_is_to_be_finished(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Rettleiaren om trygg nettbruk skal leverast innan utgangen av 2026.",
        tiltak_11="Eit utkast til rettleiar om trygg nettbruk skal ligge føre innan desember 2026.",
    )


def a_draft_before_it_is_to_be_finished(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Veilederen om trygg nettbruk skal leveres innen utgangen av 2027.",
        tiltak_11="Et utkast til veileder om trygg nettbruk skal foreligge innen utgangen av 2026.",
    )


def the_same_deadline_in_other_words(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Veilederen om trygg nettbruk skal ferdigstilles innen utgangen av 2026.",
        tiltak_11="Ny veileder om trygg nettbruk skal foreligge innen 31. desember 2026.",
    )


def asked(plan: Edition, item_id: str, wish: str) -> Edition:
    """The plan with another title of a decision of the Storting."""
    return plan.with_measure(item_id, title=f"Stortinget ber regjeringen {wish}.")


def a_decision_whose_time_has_passed(plan: Edition) -> Edition:
    return asked(plan, "vedtak-612", "sende et lovforslag på høring innen utgangen av 2025")


def a_decision_on_a_budget_that_is_past(plan: Edition) -> Edition:
    wish = "i forbindelse med revidert nasjonalbudsjett for 2025 gi barn et likeverdig tilbud"
    return asked(plan, "vedtak-612", wish)


def a_decision_carried_out_in_time(plan: Edition) -> Edition:
    return asked(plan, "vedtak-611", "sende et lovforslag på høring innen utgangen av 2025")


def a_decision_for_the_first_half_of_the_period(plan: Edition) -> Edition:
    wish = "i løpet av første halvdel av planperioden (2025–2029) gi barn et likeverdig tilbud"
    return asked(plan, "vedtak-612", wish)


def a_paper_with_another_title(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Se Prop. 88 L (2025–2026) Endringer i straffeloven mv. (deling av bilder).",
        tiltak_11="Se Prop. 88 L (2025–2026) Endringer i straffelova mv. (deling av bilder).",
    )


def a_paper_with_the_same_title(plan: Edition) -> Edition:
    return narrated(
        plan,
        tiltak_8="Se Prop. 88 L (2025–2026) Endringer i straffeloven mv. (deling av bilder).",
        tiltak_11="I Prop. 88 L (2025–2026) Endringer i straffeloven mv. er dette omtalt.",
    )


MINISTRIES = {
    "AID": "Arbeids- og inkluderingsdepartementet",
    "BFD": "Barne- og familiedepartementet",
    "DFD": "Digitaliserings- og forvaltningsdepartementet",
    "HOD": "Helse- og omsorgsdepartementet",
    "JD": "Justis- og beredskapsdepartementet",
    "KD": "Kunnskapsdepartementet",
    "KUD": "Kultur- og likestillingsdepartementet",
    "UD": "Utenriksdepartementet",
    "FIN": "Finansdepartementet",
}

RESPONSIBLE = [code for code in MINISTRIES if code != "FIN"]


def behind_the_plan(plan: Edition, number: str, *codes: str) -> Edition:
    """The plan with an introduction that names the ministries behind it."""
    names = ", ".join(f"{MINISTRIES[code]} ({code})" for code in codes)
    counted = Block((f"Planen følges opp av {number} departementer: {names}.",))
    return replace(plan, introduction=(*plan.introduction, counted))


def all_who_are_responsible(plan: Edition) -> Edition:
    return behind_the_plan(plan, "åtte", *RESPONSIBLE)


def one_who_is_responsible_is_not_named(plan: Edition) -> Edition:
    return behind_the_plan(plan, "sju", *(code for code in RESPONSIBLE if code != "KUD"))


def one_who_is_named_is_not_responsible(plan: Edition) -> Edition:
    return behind_the_plan(plan, "ni", *RESPONSIBLE, "FIN")


AGAINST_EACH_OTHER: list[tuple[Callable[[Edition], Edition], set[Finding]]] = [
    (the_same_short_text, {("same-text", "tiltak-8", "info")}),
    (the_same_text_with_another_status, {("same-text", "tiltak-8", "warning")}),
    (
        the_same_sentence_with_another_status,
        {
            ("same-sentence-other-status", "tiltak-4", "info"),
            ("status-vs-narrative", "tiltak-8", "info"),  # under way, and only considered
        },
    ),
    (a_sentence_on_a_law_with_another_status, set()),
    (work_that_another_item_has_begun, {("same-work-other-status", "tiltak-4", "warning")}),
    (work_that_another_item_has_done, {("same-work-other-status", "tiltak-4", "warning")}),
    (done_work_that_another_item_has_ahead, {("same-work-other-status", "tiltak-9", "warning")}),
    (done_work_that_another_item_builds_on, set()),
    (work_of_another_item_by_its_number, set()),
    (another_deadline, {("same-deliverable-other-deadline", "tiltak-8", "info")}),
    (a_draft_when_it_is_to_be_finished, {("same-deliverable-other-deadline", "tiltak-8", "info")}),
    (a_draft_before_it_is_to_be_finished, set()),
    (the_same_deadline_in_other_words, set()),
    (
        a_decision_whose_time_has_passed,
        {
            ("storting-deadline-passed", "vedtak-612", "warning"),
            ("planned-before-as-of", "vedtak-612", "info"),
        },
    ),
    (a_decision_on_a_budget_that_is_past, {("storting-deadline-passed", "vedtak-612", "warning")}),
    (a_decision_carried_out_in_time, set()),
    (a_decision_for_the_first_half_of_the_period, set()),
    (a_paper_with_another_title, {("name-differs", "tiltak-11", "info")}),
    (a_paper_with_the_same_title, set()),
    (all_who_are_responsible, set()),
    (one_who_is_responsible_is_not_named, {("named-elsewhere", "tiltak-12", "info")}),
    (one_who_is_named_is_not_responsible, {("named-elsewhere", "introduction", "info")}),
]


# --- a report that follows another -------------------------------------------------------------


def before() -> Edition:
    return replace(a_plan(), as_of="juni 2025", introduction=(Block(("Dette er en rapport.",)),))


def after() -> Edition:
    return replace(before(), as_of="juni 2026")


CHANGES: list[tuple[Callable[[Edition], Edition], set[tuple[str, str]], dict[str, str]]] = [
    (
        lambda plan: plan.with_measure("tiltak-1", status="Under arbeid"),  # was Gjennomført
        {("status-regressed", "tiltak-1"), ("status-new-text-same", "tiltak-1")},
        {"tiltak-1": "regressed"},
    ),
    (
        lambda plan: plan.with_measure("tiltak-3", status="Gjennomført"),
        {("status-new-text-same", "tiltak-3")},
        {"tiltak-3": "advanced"},
    ),
    (
        lambda plan: plan.with_measure(
            "tiltak-3", status="Gjennomført", narrative=(Block(("Gjennomgangen er ferdig.",)),)
        ),
        set(),
        {"tiltak-3": "advanced"},
    ),
    (
        lambda plan: plan.without_measure("tiltak-24"),
        {("measure-removed", "tiltak-24")},
        {"tiltak-24": "removed"},
    ),
    (
        lambda plan: plan.with_measure("tiltak-15", title="Styrke Statens barnehus videre"),
        {("title-changed", "tiltak-15")},
        {},
    ),
    (
        lambda plan: plan.with_measure("tiltak-3", ministries="JD og BFD"),
        {("ministries-changed", "tiltak-3")},
        {},
    ),
    (
        lambda plan: plan.with_measure("tiltak-24", number=25),  # renumbered, not mistaken
        {("title-changed", "tiltak-25")},
        {},
    ),
    (
        # The number is given to something else altogether: one went, one came.
        lambda plan: plan.with_measure(
            "tiltak-24", title="Kjøpe inn nye biler til etaten", overview=(OverviewRow(),)
        ),
        {("measure-removed", "tiltak-24"), ("measure-added", "tiltak-24")},
        {},
    ),
]
