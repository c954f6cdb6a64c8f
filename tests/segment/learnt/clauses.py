"""Clauses of segment's functions, each of which is there for a document: see `Clause`."""

from __future__ import annotations

from pipeline.segment import (
    cells,
    labels,
    overview,
    reading,
    structure,
    table_columns,
    table_heads,
    table_partition,
    table_rows,
    values,
)
from pipeline.segment.cells import _Unfolding
from pipeline.segment.overview import _Table
from pipeline.segment.table_end import Ending
from pipeline.segment.values import Values
from tests.segment.learnt import Clause

CLAUSES = (
    Clause(
        "cells-across-rows", _Table, "_is_ruled",
        "_crosses(between, x) or not _crosses(between, following[0].x0)", "True",
    ),
    Clause(
        "below-a-row-that-was-cut", _Table, "_is_ruled", "title[-1].page\n", "title[0].page\n",
    ),
    Clause(
        "lines-over-half-the-width", table_partition, "separators", "0.55 * width", "0.8 * width",
    ),
    Clause(
        "titles-all-in-small-letters", table_partition.Partition, "_is_out_of_step",
        " and not all([*small, *(title[0].islower() for title in before if title)])", "",
    ),
    Clause(
        "rows-of-labels", _Unfolding, "_is_row_of_labels",
        "len(known) == len(cells) or (", "False and (",
    ),
    Clause(
        "section-rows-across-columns", table_columns, "_is_of_cells",
        "return line.is_parted", "return True or line.is_parted",
    ),
    Clause("values-in-their-columns", cells, "_column_of", " and part[-1].x1 < right", ""),
    Clause(
        "values-close-to-labels", _Unfolding, "_row_of_labels", "INSIDE if count > first else", "",
    ),
    Clause("years-below-a-status", Values, "_status_goes_on", "_is_figure(begun) and", "False and"),
    Clause("items-below-a-status", values, "_is_figure", " and item_heading(text) is None", ""),
    Clause("labels-at-the-top-of-pages", reading, "_is_content", "label.kind in CORE", "False"),
    Clause("lists-across-rows", _Table, "_are_one_list", "return", "return len(filled) == 1 and"),
    Clause(
        "lists-in-each-row", _Table, "_share_cells",
        "cell and not _breaks_off(cell) and not _joins(cell)", "cell",
    ),
    Clause("lists-that-go-on-with-a-joint", _Table, "_are_one_list", " or _joins(below)", ""),
    Clause(
        "cells-that-go-on-overleaf", _Table, "_is_ruled",
        " if following[0].page == here else math.inf", "",
    ),
    Clause(
        "statuses-at-the-foot-of-a-page", _Table, "_read_band",
        'any(self.marks.columns.of(word) != "status" for word in words)', "True",
    ),
    Clause("cells-left-empty", _Table, "_share_cells", ".cells[name] = []", ".cells.pop(name)"),
    Clause("cells-of-own-columns", _Table, "_begin_table", "self._share_cells()", "pass"),
    Clause(
        "columns-up-to-the-next-head", _Table, "_table_lines",
        "max(cell.word.top for cell in head.cells)", "head.top + HEAD_DEPTH * self.layout.pitch",
    ),
    Clause("columns-of-a-single-row", table_columns, "_is_aligned", "begin > 0", "begin > 1"),
    Clause(
        "uprights-beside-own-rows", overview, "columns_of", " and rule.top < bottom", "",
    ),
    Clause("name-of-an-only-table", overview, "_named", "in chapter_titles", "in ()"),
    Clause(
        "lines-across-below-heads", table_heads, "_runs_across",
        "not line.is_parted(HEAD_GAP)", "False",
    ),
    Clause("sections-above-all-rows", table_rows.Marks, "is_section", " if rows else ()", ""),
    Clause(
        "measures-among-decisions", structure, "measures_among_requests",
        "highest is not None", "False",
    ),
    Clause(
        "marks-below-broken-heads", _Table, "_add_meanings", "BROKEN.sub(\"\", ", "str(",
    ),
    Clause(
        "level-heads", table_heads, "_is_better", "abs(_spread(head) - _spread(first)) > ", "0 > ",
    ),
    Clause("years-before", Values, "_latest", "other[2] <= each[2]", "True"),
    Clause("statuses-not-whole", Values, "_with_rest", "return whole if", "return text if"),
    Clause(
        "sentences-behind-lines-that-wrap", Values, "_status",
        "words is not None and self._is_text(after)",
        "words is not None and after == position + 1 and self._is_text(after)",
    ),
    Clause(
        "rows-in-white-space-between-rules", table_partition.Partition, "_ruled",
        'self._by_gaps(strip, ("title",)) or [_words(strip)]', "[_words(strip)]",
    ),
    Clause(
        "first-rows-of-other-series", table_partition.Partition, "_claims",
        "self._begins_series(words)", "False",
    ),
    Clause("section-names-overleaf", _Table, "_is_rest_of_section", "return alike", "return False"),
    Clause("titles-overleaf", _Table, "_is_foreign", "self._ends_begun(lines[0])", "False"),
    Clause(
        "sections-below-plain-rows", table_rows.Marks, "is_section",
        "return not may_continue or not", "return not may_continue and not",
    ),
    Clause(
        "rows-grouped-by-status", table_heads, "_side_by_side",
        "_is_of_groups(row, lines, terms)", "False",
    ),
    Clause(
        "first-group-below-the-heads", _Table, "_read_head",
        "(not stated and status_of_group(line.text, self.terms.statuses) is not None)", "False",
    ),
    Clause(
        "a-dash-behind-the-number", table_rows, "number_in_title", "texts[used] in DASHES", "False",
    ),
    Clause(
        "headings-below-their-number", _Table, "_heads_chapter",
        "number_of_chapter(above) is not None", "False",
    ),
    Clause("captions-below-headings", _Table, "_name_above", "[] if captions else", ""),
    Clause(
        "sessions-below-numbers", Ending, "_is_running_text",
        " and not self.marks.ends_number(line.words)", "",
    ),
    Clause("heads-that-touch", table_heads, "_others", "_are_two(word.text, terms)", "False"),
    Clause("heads-as-close-as-words", table_heads, "_cells", "len(cell) if kind else 0", "0"),
    Clause("heads-torn", _Table, "_read_band", "self._is_of_head(words)", "False"),
    Clause("marks-overleaf", _Table, "_begun_on", "has_marks and is_mark(status)", "False"),
    Clause(
        "statuses-across-rows", _Table, "_are_one_list",
        "read_status(text, self.terms.statuses) is not None", "False",
    ),
    Clause(
        "statuses-in-small-letters", _Table, "_share_cells", 'name == "status" and', "False and",
    ),
    Clause("statuses-broken-in-two", Values, "_parted", "words += 1", "break"),
    Clause("additions-in-brackets", Values, "_status_goes_on", 'begun[:1] == "("', "False"),
    Clause("figures-alone", values, "_is_figure", "text.isdigit() or", ""),
    Clause("labels-broken-behind-others", labels, "_has_labels", "is_row or", ""),
)  # fmt: skip
