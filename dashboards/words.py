"""Everything that is turned into words for a viewer: numbers, dates, ages, and the sentences of states.

One place, so that the wall, the pages and the reports say the same thing in the same way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from unicodedata import combining, normalize

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from config.clock import TIMEZONE
from dashboards.messages import _

LOCALE = Locale.parse("vi")

INVENTED = _("SIMULATED DATA")
NO_DATA = _("No data yet")
TO_COME = _("Not all days yet")
NO_SOURCE = _("No data source yet")
NO_EVENTS = _("Nothing happened in the period")
NOT_BY_DAY = _("Not counted for single days")
NO_EARLIER_PERIOD = _("No earlier period to compare with")
PROVISIONAL = _("Provisional figures")
BOUNDARY_BREAK = _("Boundaries changed on 01/7/2025, not directly comparable")
CUT_OFF = _("The screen has been cut off since {since} · still showing the figures of {held}")
NEW_UNREADABLE = _("The new snapshot cannot be read yet · still showing the figures of {held}")
SUPPRESSED = _("Hidden to protect personal data")
BRIEFLY: Mapping[str, str] = MappingProxyType(
    {SUPPRESSED: _("Hidden"), NO_EVENTS: _("Nothing happened"), NO_SOURCE: _("No source")}
)
"""The same in a cell that has room for two words."""
BELOW_10 = _("Below 10")
UNCONFIRMED = _("Formula awaits confirmation")
NOT_CHANGED = _("unchanged")


# What stands instead of a number, by the state of a value.
STATES: Mapping[str, str] = MappingProxyType(
    {
        "no_events": NO_EVENTS,
        "no_source": NO_SOURCE,
        "not_received": NO_DATA,
        "to_come": TO_COME,
        "suppressed": SUPPRESSED,
        "below_10": BELOW_10,
    }
)
CERTAINTIES: Mapping[str, str] = MappingProxyType(
    {
        "seen": _("seen"),
        "secondary": _("from a secondary source"),
        "assumed": _("assumed"),
        "unconfirmed": _("not confirmed"),
    }
)


@dataclass(frozen=True)
class Judgement:
    """A band of an indicator as a viewer meets it: a word, and the sign (a CSS class) that stands beside the colour."""

    word: str
    sign: str


JUDGEMENTS: Mapping[str, Judgement] = MappingProxyType(
    {
        "met": Judgement(_("Met"), "met"),
        "within": Judgement(_("Within tolerance"), "within"),
        "watch": Judgement(_("To be watched"), "watch"),
        "missed": Judgement(_("Not met"), "missed"),
    }
)


def certainty(mark: str) -> str:
    """How sure a target or a formula is, in words: "giả định" for "assumed"."""
    return CERTAINTIES.get(mark, mark)


def formula(mark: object) -> str:
    """That a definition is not confirmed, by its mark of certainty; empty where nobody doubts it."""
    return UNCONFIRMED if mark == "unconfirmed" else ""


def definition(text: str, mark: object) -> str:
    """What is counted, and behind it whether that is not confirmed."""
    doubt = formula(mark)
    return f"{text} {doubt}." if doubt else text


# The walls write ten thousand numbers for a snapshot, of which a thousand differ, and babel takes 40 µs for each.
@lru_cache(maxsize=8192)
def number(value: float | Decimal | int, decimals: int = 0) -> str:
    """1234.5 with one decimal -> "1.234,5", rounded half up."""
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return format_decimal(_rounded(value, decimals), format=pattern, locale=LOCALE)


def share(value: float | Decimal, decimals: int = 1) -> str:
    """A share of 0 to 1 as a percentage, rounded half up, no space before the sign: 0.9605 -> "96,1%".

    What is there and would be written as nothing is "dưới 0,1%".
    """
    exact = Decimal(str(value)) * 100
    if exact > 0 and not _rounded(exact, decimals):
        return _("below {share}", share=number(Decimal(1).scaleb(-decimals), decimals) + "%")
    return number(exact, decimals) + "%"


def interval(low: float | Decimal, high: float | Decimal) -> str:
    """Both ends of the interval of a share: "88,0%–94,4%"."""
    return f"{share(low)}–{share(high)}"


def target(value: float | Decimal, is_share: bool) -> str:
    """A target, without a decimal where it has none: 0.98 -> "98%", 0.003 -> "0,3%", 0 dossiers -> "0"."""
    exact = Decimal(str(value)) * (100 if is_share else 1)
    return number(exact, 0 if exact == exact.to_integral_value() else 1) + "%" * is_share


def out_of(points: float | Decimal, reachable: float | Decimal) -> str:
    """Points beside those that could be reached: "38,2/44"; with two decimals where one would make all of them."""
    exact, most = Decimal(str(points)), Decimal(str(reachable))
    is_blurred = exact != most and _rounded(exact, 1) == most
    return f"{number(exact, 2 if is_blurred else 1)}/{target(most, is_share=False)}"


def difference(now: int, before: int) -> str:
    """How a count moved, with its sign in words and as a share of the earlier one: "tăng 1.204 (12,3%)".

    A share of tenfold and more says nothing but that there was hardly anything before.
    """
    if now == before:
        return NOT_CHANGED
    count = number(abs(now - before))
    moved = _("up {count}", count=count) if now > before else _("down {count}", count=count)
    is_telling = before and abs(now - before) < 10 * before
    return f"{moved} ({share(Decimal(abs(now - before)) / Decimal(before))})" if is_telling else moved


def about(said: str, *, is_rounded: bool) -> str:
    """A number as it is said where it was rounded to protect others: "khoảng 1.230"."""
    return _("about {number}", number=said) if is_rounded else said


def signed(value: int) -> str:
    """A difference of counts with its sign: +1.204, −3, 0."""
    return ("+" if value > 0 else "−" if value < 0 else "") + number(abs(value))


def points(moved: float | Decimal | Fraction, decimals: int = 2) -> str:
    """A change of a share in percentage points with its sign: "−1,40 điểm", "+0,30 điểm", "0,00 điểm"."""
    size = number(abs(float(moved)) * 100, decimals)
    is_seen = any(digit in size for digit in "123456789")
    return _("{change} points", change=f"{('+' if moved > 0 else '−') if is_seen else ''}{size}")


def day(value: date) -> str:
    """23/11/2026."""
    return format_date(value, "dd/MM/yyyy", locale=LOCALE)


def short_day(value: date) -> str:
    """A day inside a period's name: 15/9."""
    return format_date(value, "d/M", locale=LOCALE)


def recent_day(value: date, today: date) -> str:
    """A day as one says it this year, 15/9; of another year 15/12/2024."""
    return short_day(value) if value.year == today.year else day(value)


def time_of_day(value: datetime) -> str:
    """07:15, Vietnamese time."""
    return format_datetime(value, "HH:mm", tzinfo=TIMEZONE, locale=LOCALE)


def instant(value: datetime) -> str:
    """07:15 ngày 23/11/2026."""
    return _("{time} on {day}", time=time_of_day(value), day=day(value.astimezone(TIMEZONE).date()))


def moment(value: datetime, today: date) -> str:
    """07:15 today, else 07:15 ngày 22/11."""
    on = value.astimezone(TIMEZONE).date()
    if on == today:
        return time_of_day(value)
    return _("{time} on {day}", time=time_of_day(value), day=format_date(on, "dd/MM", locale=LOCALE))


def late_by(days: int) -> str:
    """chậm 6 ngày làm việc."""
    return _("{days} working days late", days=number(days))


def period(name: str, start: date, end: date, is_open: bool, reached: date | None = None) -> str:
    """A period's name with its days: "Quý IV/2026 (15/9–nay)", "Quý III/2026 (15/6–14/9)"; a day is its own name.

    `reached` is the last day that figures of an open period know, where that is no more today: "(15/9–23/11)".
    """
    if start == end or "(" in name:
        return name
    open_until = short_day(reached) if reached else _("today")
    return f"{name} ({short_day(start)}–{open_until if is_open else short_day(end)})"


def below_minimum(n: int | None, minimum: int) -> str:
    """Chưa đủ mẫu (n = 17, cần 30); of several samples at once, without n, Chưa đủ mẫu (cần 30)."""
    if n is None:
        return _("Sample too small ({minimum} needed)", minimum=number(minimum))
    return _("Sample too small (n = {n}, {minimum} needed)", n=number(n), minimum=number(minimum))


def missing_due_dates(value: float | Decimal) -> str:
    """The note that stands beside an on-time share: 6,8% không có ngày hẹn trả."""
    return _("{share} without a due date", share=share(value))


def capital(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def uncapital(name: str) -> str:
    """The name as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def folded(text: str) -> str:
    """Without accents and in small letters, as people type it: "Đông Sơn" -> "dong son"."""
    bare = "".join(letter for letter in normalize("NFD", text) if not combining(letter))
    return bare.casefold().replace("đ", "d")  # vietnamese: a letter of its own, which no accent makes


def sort_key(name: str) -> tuple[str, str]:
    """Orders names by their letters first and by accents after, so that Bình Hải stands before Bình Hòa."""
    return folded(name), name


def _rounded(value: float | Decimal | int, decimals: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
