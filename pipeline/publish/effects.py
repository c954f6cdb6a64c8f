"""What a finding would change in the report's figures, in a sentence."""

from __future__ import annotations

from collections import Counter

from pipeline.glossary.wording import listed, number, status_label
from pipeline.publish.tables import Tables
from pipeline.seams.ids import RuleId, list_of, status_id
from pipeline.seams.tables import Finding
from pipeline.seams.vocabularies import SOURCES, ItemKind

DONE = "Gjennomført"


class Effects:
    """The figures of one report, and what each finding would change in them."""

    def __init__(self, tables: Tables) -> None:
        self._status = {
            row.id: status_label(row.status, row.status_printed) for row in tables.statuses
        }
        self._counts = Counter(
            self._status[row.id] for row in tables.statuses if row.source == "text"
        )
        self._lists: dict[str, list[str]] = {}
        for row in tables.ministries:
            self._lists.setdefault(list_of(row.id), []).append(row.ministry)
        self._responsible = Counter(
            code
            for key, codes in self._lists.items()
            if key.endswith("/text")
            for code in dict.fromkeys(codes)
        )
        self._kinds = Counter(
            measure.kind
            for measure in tables.measures
            if measure.page_first is not None and measure.scope == measure.item_id
        )

    def of(self, finding: Finding) -> str:
        """The effect of a finding on the figures; empty where it has none that can be counted."""
        rule = finding.rule
        if rule == RuleId("status-text-vs-overview"):
            return self._of_status(finding)
        if rule == RuleId("ministries-text-vs-overview"):
            return self._of_ministries(finding)
        if rule == RuleId("status-vs-narrative") and finding.left_value == DONE:
            count = self._counts[DONE]
            return (
                f"Er tiltaket ikke gjennomført, endres antallet gjennomførte fra {number(count)} "
                f"til {number(count - 1)}."
            )
        if rule == RuleId("missing-in-text") and finding.item_id:
            decision = finding.item_id.startswith("vedtak")
            kind: ItemKind = "anmodningsvedtak" if decision else "tiltak"
            count = self._kinds[kind]
            return (
                f"Regnes det med, endres antallet {kind} fra {number(count)} til "
                f"{number(count + 1)}."
            )
        return ""

    def _of_status(self, finding: Finding) -> str:
        here, there = (self._status.get(status_id(finding.scope, own)) for own in SOURCES)
        if here is None or there is None or here == there:
            return ""
        moved = [
            f"antallet «{status}» fra {number(count)} til {number(count + step)}"
            for status, step in ((there, 1), (here, -1))
            for count in [self._counts[status]]
        ]
        return f"Er det oversikten som er riktig, endres {listed(moved)}."

    def _of_ministries(self, finding: Finding) -> str:
        here, there = (
            dict.fromkeys(self._lists.get(status_id(finding.scope, source), []))
            for source in SOURCES
        )
        moved = [
            f"antallet som {code} er ansvarlig for, fra {number(count)} til {number(count + step)}"
            for code, step in (
                *((code, 1) for code in there if code not in here),
                *((code, -1) for code in here if code not in there),
            )
            if code.isupper()
            for count in [self._responsible[code]]
        ]
        if "alle" in there and "alle" not in here:
            return "Er det oversikten som er riktig, har hvert departement ansvar for ett til."
        return f"Er det oversikten som er riktig, endres {listed(moved)}." if moved else ""
