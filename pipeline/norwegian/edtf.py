"""Points and periods of time as EDTF (ISO 8601-2), with their first and last days.

Seasons, quarters and halves have EDTF's codes (`2025-21` … `-24`, `2025-33` … `-36`, `2025-40`,
`-41`). Vague points (`part`) get fixed months: the start of a year is its first quarter, the middle
its middle third, the end its last month.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.seams.vocabularies import Precision

WINTER = 24
SPRING = 21


class Point(NamedTuple):
    """`first` and `last` are inclusive; all three are None for a date that cannot exist.

    `first` is None for an open start, `last` for an open end, printed as `..` in the EDTF string.
    """

    edtf: str | None
    first: date | None
    last: date | None
    precision: Precision


IMPOSSIBLE = Point(None, None, None, "day")


def day(year: int, month: int, number: int) -> Point:
    """That day, or IMPOSSIBLE (31 June, 29 February of most years)."""
    try:
        value = date(year, month, number)
    except ValueError:
        return IMPOSSIBLE
    return _day(value)


def month(year: int, number: int) -> Point:
    return Point(f"{year:04}-{number:02}", date(year, number, 1), _month_end(year, number), "month")


def year(number: int) -> Point:
    return Point(f"{number:04}", date(number, 1, 1), date(number, 12, 31), "year")


def season(number: int, code: int) -> Point:
    """A season by EDTF code; winter is December to February and has the year in which it ends."""
    start = date(number - 1, 12, 1) if code == WINTER else date(number, 3 * (code - 20), 1)
    end = _months_on(start, 3) - timedelta(days=1)
    return Point(f"{number:04}-{code}", start, end, "season")


def winter_of(number: int) -> Point:
    """The winter that begins in the year `number`: `vinteren 2024/2025`."""
    return _months(date(number, 12, 1), date(number + 1, 2, 1))._replace(precision="season")


def quarter(number: int, which: int) -> Point:
    return _coded(number, 3 * which - 2, 3, 32 + which, "quarter")


def half(number: int, which: int) -> Point:
    return _coded(number, 6 * which - 5, 6, 39 + which, "half")


def tertial(number: int, which: int) -> Point:
    """A third of a year, as an interval of four months."""
    return _months(date(number, 4 * which - 3, 1), date(number, 4 * which, 1))


def week(number: int, which: int) -> Point | None:
    """An ISO week, Monday to Sunday; None if the year has no such week."""
    try:
        monday = date.fromisocalendar(number, which, 1)
    except ValueError:
        return None
    return _days(monday, monday + timedelta(days=6))


def weekday_of_month(number: int, month_number: int, weekday: int, which: int) -> Point | None:
    """The `which`-th weekday (ISO, 0: any day) of a month, the last if -1; None if it has none."""
    first, last = date(number, month_number, 1), _month_end(number, month_number)
    if which == -1:
        back = (last.isoweekday() - weekday) % 7 if weekday else 0
        return _day(last - timedelta(days=back))
    ahead = (weekday - first.isoweekday()) % 7 if weekday else 0
    wanted = first + timedelta(days=ahead + (7 if weekday else 1) * (which - 1))
    return _day(wanted) if wanted <= last else None


def week_of_month(number: int, month_number: int, which: int) -> Point | None:
    """The `which`-th whole week (Monday to Sunday) of a month, the last if -1."""
    sunday = weekday_of_month(number, month_number, 7, which)
    if which != -1:
        monday = weekday_of_month(number, month_number, 1, which)
        if monday is None or monday.first is None:
            return None
        end = monday.first + timedelta(days=6)
        return _days(monday.first, end) if end <= _month_end(number, month_number) else None
    if sunday is None or sunday.first is None:
        return None
    return _days(sunday.first - timedelta(days=6), sunday.first)


def easter(number: int) -> date:
    """Easter Sunday, by the rule of Meeus, Jones and Butcher for the Gregorian calendar."""
    century, in_century = divmod(number, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * (number % 19) + century - leaps - moon + 15) % 30
    in_leaps, in_rest = divmod(in_century, 4)
    ahead = (32 + 2 * rest + 2 * in_leaps - epact - in_rest) % 7
    shift = (number % 19 + 11 * epact + 22 * ahead) // 451
    months, days = divmod(epact + ahead - 7 * shift + 114, 31)
    return date(number, months, days + 1)


def holiday(number: int, days: str) -> Point:
    """A holiday by its rule: `12-24`, `easter+49`, the second Sunday of a month as `02-sunday-2`,
    or an interval, `easter-7/easter+1`.
    """
    first, *last = (_holiday(number, rule) for rule in days.split("/"))
    return _days(first, last[0]) if last else _day(first)


def _holiday(number: int, rule: str) -> date:
    if rule.startswith("easter"):
        return easter(number) + timedelta(days=int(rule.removeprefix("easter")))
    month_number, *rest = rule.split("-")
    if rest[0] == "sunday":
        first = date(number, int(month_number), 1)
        return first + timedelta(days=7 - first.isoweekday() + 7 * (int(rest[1]) - 1))
    return date(number, int(month_number), int(rest[0]))


def turn_of_years(number: int) -> Point:
    """From the last day of the year to the first of the next."""
    return _days(date(number, 12, 31), date(number + 1, 1, 1))._replace(precision="part")


def turn_of_months(number: int, second: int) -> Point:
    """From the last day of a month to the first of the next, which is the month `second`."""
    start = date(number, second, 1)
    return _days(start - timedelta(days=1), start)._replace(precision="part")


def interval(start: Point, end: Point) -> Point | None:
    """From the first day of `start` to the last of `end`; None if it does not run forward."""
    if start.edtf is None or end.edtf is None:
        return IMPOSSIBLE._replace(precision="interval")
    if start.first is None or end.last is None or end.first is None or start.first >= end.first:
        return None
    if {start.precision, end.precision} <= {"day", "month", "year"}:
        edtf = f"{start.edtf}/{end.edtf}"
    else:
        edtf = f"{_of(start.first)}/{_of(end.last)}"
    return Point(edtf, start.first, end.last, "interval")


def start_of(point: Point) -> Point:
    """`begynnelsen av`: the first quarter of a year or half, else the first month."""
    return _slice(point, lambda count: (0, 3 if count >= 6 else 1))


def middle_of(point: Point) -> Point:
    """`midten av`: the middle third of a year, else the middle month or months."""
    return _slice(
        point, lambda count: (4, 8) if count == 12 else ((count - 1) // 2, count // 2 + 1)
    )


def end_of(point: Point) -> Point:
    """`slutten av`: the last month."""
    return _slice(point, lambda count: (count - 1, count))


def close_of(point: Point) -> Point:
    """`utgangen av`: the last day of a month, quarter or half; the last month of a year."""
    if point.last is None or point.precision not in {"month", "quarter", "half"}:
        return end_of(point)
    return _day(point.last)._replace(precision="part")


def before(point: Point) -> Point:
    """`før`: up to the month before a season, the day before a holiday, the last month itself."""
    if point.first is None or point.last is None:
        return point
    within = point.precision in {"month", "part"}
    bound = point.last if within else point.first - timedelta(days=1)
    return Point(f"../{_bound(bound, point)}", None, bound, "part")


def after(point: Point) -> Point:
    """`etter`: from the month after a season, the day after a holiday."""
    if point.last is None:
        return point
    bound = point.last + timedelta(days=1)
    return Point(f"{_bound(bound, point)}/..", bound, None, "part")


def _bound(value: date, point: Point) -> str:
    """The bound as EDTF, with the precision of the point."""
    return value.isoformat() if point.precision in {"day", "interval"} else _of(value)


def _slice(point: Point, months: Callable[[int], tuple[int, int]]) -> Point:
    """A slice of the months of `point`; `months` maps their number to start and stop."""
    if point.first is None or point.last is None:
        return point
    count = 12 * (point.last.year - point.first.year) + point.last.month - point.first.month + 1
    start, stop = months(count)
    piece = _months(_months_on(point.first, start), _months_on(point.first, stop - 1))
    return piece._replace(precision="part")


def _day(value: date) -> Point:
    return Point(value.isoformat(), value, value, "day")


def _days(start: date, end: date) -> Point:
    return Point(f"{start.isoformat()}/{end.isoformat()}", start, end, "interval")


def _months(start: date, end: date) -> Point:
    """The months from that of `start` to that of `end`, both first days."""
    last = _month_end(end.year, end.month)
    if start == end:
        return Point(_of(start), start, last, "month")
    return Point(f"{_of(start)}/{_of(end)}", start, last, "interval")


def _of(value: date) -> str:
    """The month of the day."""
    return f"{value.year:04}-{value.month:02}"


def _coded(number: int, start: int, months: int, code: int, precision: Precision) -> Point:
    first = date(number, start, 1)
    return Point(f"{number:04}-{code}", first, _months_on(first, months) - timedelta(1), precision)


def _months_on(first: date, months: int) -> date:
    ahead = first.month - 1 + months
    return date(first.year + ahead // 12, ahead % 12 + 1, 1)


def _month_end(number: int, month_number: int) -> date:
    return _months_on(date(number, month_number, 1), 1) - timedelta(days=1)


def covers(years: str, year: int) -> bool:
    """Whether a year is among those of an amount: `2024`, `{2024,2025}`, `2025/..`, `../2025`."""
    if years.startswith("{"):
        return str(year) in years.strip("{}").split(",")
    first, slash, last = years.partition("/")
    if not slash:
        return years == str(year)
    return (first == ".." or int(first) <= year) and (last == ".." or year <= int(last))
