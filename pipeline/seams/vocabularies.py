"""The closed vocabularies of the tables: each is a Literal, defined here only.

The type of a column is its vocabulary: arrow.py takes the values from it, in this order, and passes
them to the data package, the codebook and the contract. Statuses are an open vocabulary (other
plans use other words) and are in tables.py.
"""

from __future__ import annotations

from typing import Literal, get_args

Language = Literal["nb", "nn"]
Source = Literal["text", "overview"]
SOURCES: tuple[Source, ...] = get_args(Source)
ItemKind = Literal["tiltak", "anmodningsvedtak"]
ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
CommitmentKind = Literal["deliver", "examine", "continue"]
MinistryRole = Literal["named", "lead", "parenthesised", "all", "others"]
ResponsibilityBasis = Literal["named", "parenthesised", "all"]
FieldKind = Literal[
    "deadline", "budget", "remark", "period", "indicator", "decided", "previous-status", "other"
]
FIELD_KINDS: tuple[FieldKind, ...] = get_args(FieldKind)
_FIELDS_READ = tuple(kind for kind in FIELD_KINDS if kind != "previous-status")  # that by its date
LABEL_KINDS = ("status", "ministries", "narrative", *_FIELDS_READ)
COLUMN_KINDS = ("number", "title", *LABEL_KINDS)
ParagraphKind = Literal["heading", "paragraph", "list-item", "footnote", "box", "table"]
Precision = Literal["day", "month", "season", "quarter", "half", "year", "interval", "part"]
Role = Literal["event", "planned", "budget", "period", "document"]
Bound = Literal["exact", "latest", "earliest"]
Qualifier = Literal["exact", "about", "under", "over", "upto"]
AmountChange = Literal["level", "increase", "decrease"]
ReferenceKind = Literal[
    "tiltak",
    "vedtak",
    "prop",
    "meld",
    "innst",
    "nou",
    "dok8",
    "otprp",
    "law",
    "convention",
    "foreign",
]
Relation = Literal["jf.", "se", "ses i sammenheng med"]
ActorKind = Literal[
    "directorate",
    "agency",
    "police",
    "court",
    "ombud",
    "research",
    "regional",
    "organisation",
]
LinkProblem = Literal["local-file", "not-a-url"]
Outcome = Literal["agree", "differ", "missing", "not-comparable"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
Severity = Literal["info", "warning", "error"]
Basis = Literal["printed", "inferred"]
FindingState = Literal["open", "reviewed"]
Baseline = Literal["new", "unchanged"]
KeptKind = Literal[
    "watermark",
    "stamp",
    "line-number",
    "annotation",
    "invisible",
    "tiny",
    "covered",
    "overprint",
    "actual-text",
]
PageKind = Literal["text", "picture", "blank"]
ReadingStage = Literal["segment", "parse"]
ReviewVerdict = Literal["bekreftet", "falsk alarm", "rettet av utgiver", "forklart"]
VERDICTS: tuple[ReviewVerdict, ...] = get_args(ReviewVerdict)
CONFIRMED: ReviewVerdict = "bekreftet"  # such a finding counts; the other verdicts set it aside
ReviewState = Literal["applied", "superseded", "stale"]
Judged = Literal["applied", "stale"]
CorrectionKind = Literal["misreading", "change"]
StatusChange = Literal["advanced", "unchanged", "regressed", "added", "removed"]
ItemRelation = Literal["same", "renumbered", "split", "merged", "replaced", "added", "removed"]
TextChange = Literal["same", "changed", "new", "gone"]
MilestoneKind = Literal[
    "completion",
    "start",
    "part",
    "hearing",
    "forecast",
    "activity",
    "storting-deadline",
    "other-actor",
]
MilestoneEvent = Literal["told-done", "told-delayed", "moved", "restated", "silent", "item-gone"]
