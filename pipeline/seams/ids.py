"""The names of things: how they are made, and how they are taken apart.

item_id     tiltak-4, tiltak-29a, vedtak-611
row id      tiltak-4/overview, tiltak-4/text/1, tiltak-29/2/43
ref         statuses:tiltak-4/overview
"""

from __future__ import annotations

ReportId = str
ItemId = str
RowId = str
Scope = str
RuleId = str
