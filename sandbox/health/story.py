"""How many have a record, come for check-ups and are vaccinated, and the demo's situations: the knobs of health.

By commune of 2025 unless a residence is named. tests/sandbox/test_health.py measures what comes of them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from config.clock import TIMEZONE
from sandbox.working_time import epoch_day

BINH_SON, VAN_TUONG, BINH_MINH, BINH_CHUONG, DONG_SON = "21040", "21061", "21085", "21100", "21109"
MEASLES_HOME = "21112"

# Share of the inhabitants who have a health record, and of these how many already had one when the deliveries began.
# Of the people that population.csv told in 2025, more than lived then, Đông Sơn's 95 % are 93 %.
RECORD_SHARE = {BINH_SON: 0.965, VAN_TUONG: 0.94, BINH_MINH: 0.885, BINH_CHUONG: 0.91, DONG_SON: 0.951}
EARLY_SHARE = {BINH_SON: 0.93, VAN_TUONG: 0.90, BINH_MINH: 0.94, BINH_CHUONG: 0.92, DONG_SON: 1.0}
# Tịnh Hòa belonged to another district: few of its people had a record here, until its own came.
OUTSIDE_SHARE, OUTSIDE_EARLY_SHARE = 0.92, 0.03
OUTSIDE_CAME_ON = epoch_day(date(2026, 3, 2))

# Share of those with a record who come for a check-up in the year, counted on 23 November; evenly over working days.
CHECKUP_SHARE = {
    2025: dict.fromkeys(RECORD_SHARE, 0.24),
    2026: {BINH_SON: 0.88, VAN_TUONG: 0.83, BINH_MINH: 0.68, BINH_CHUONG: 0.76, DONG_SON: 0.80},
    2027: dict.fromkeys(RECORD_SHARE, 0.85),
}
SCREENING_SHARE = 0.22

# Share of children who get the injections of their first year, and then the second one against measles.
FIRST_YEAR_SHARE = {BINH_SON: 0.975, VAN_TUONG: 0.96, BINH_MINH: 0.93, BINH_CHUONG: 0.945, DONG_SON: 0.90}
SECOND_MEASLES_SHARE = {BINH_SON: 0.962, VAN_TUONG: 0.953, BINH_MINH: 0.92, BINH_CHUONG: 0.926}
# In Đông Sơn by the old code of the residence: 81 % together, in Bình Châu 74 %. In each at least ten are without it,
# also at the end of October, and ten in Bình Minh and Bình Chương together: else Đông Sơn would be hidden (H10), and
# with it the situation.
SECOND_MEASLES_SHARE_AT = {"21091": 0.81, "21103": 0.788, "21109": 0.883, MEASLES_HOME: 0.73, "21187": 0.79}


@dataclass(frozen=True)
class Cluster:
    """Persons of one residence first seen with measles, by the Monday of the week."""

    home: str
    persons: tuple[tuple[date, int], ...]


MEASLES = Cluster(
    MEASLES_HOME,
    ((date(2026, 10, 26), 1), (date(2026, 11, 2), 3), (date(2026, 11, 9), 7), (date(2026, 11, 16), 9)),
)


@dataclass(frozen=True)
class Resent:
    """Visits of a facility's week that are sent once more, the diagnosis of some told more exactly."""

    sender: str
    first: int
    last: int
    sent_on: int
    count: int


WEEK_41 = epoch_day(date(2026, 10, 5))
RESENT = Resent("51200", WEEK_41, WEEK_41 + 6, sent_on=epoch_day(date(2026, 11, 9)), count=64)
# A file of these days breaks off; the same file comes whole at the given hour of the day after.
CUT_OFF = {
    ("kcb", "51232", epoch_day(date(2026, 11, 11))): time(9, 20),
    ("hssk", "51231", epoch_day(date(2026, 11, 5))): time(6, 10),
}
# Nothing comes from this facility for these days; when the line is mended, all of it comes at once.
SILENT, SILENT_FROM, SILENT_UNTIL = "51233", epoch_day(date(2026, 11, 17)), epoch_day(date(2026, 12, 1))

# The password was changed by the server's owner over night, and told in the morning.
PASSWORD_REFUSED = (
    datetime(2026, 11, 23, 0, 30, tzinfo=TIMEZONE),
    datetime(2026, 11, 23, 8, 0, tzinfo=TIMEZONE),
)
TRIED_IN_VAIN = tuple(
    datetime(2026, 11, 23, hour, minute, tzinfo=TIMEZONE) for hour, minute in ((1, 2), (1, 17), (5, 0))
)

# Visits confirmed by the national book, by the facility that sends, since 2026; before, little was linked.
LINKED_SHARE = {"51231": 0.991, "51232": 0.985, "51233": 0.962, "51234": 0.884, "51235": 0.971, "51200": 0.994}
EARLIER_LINKED_SHARE = 0.61


def is_password_refused(instant: datetime) -> bool:
    """Whether the SFTP server refuses the password at an instant."""
    first, last = PASSWORD_REFUSED
    return first <= instant < last
