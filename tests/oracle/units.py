"""Who handles a dossier and in which units it counts: units and agencies have dates, and old ones have successors."""

from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas

BEGINNING, END = pandas.Timestamp("1900-01-01"), pandas.Timestamp("2200-12-31")
LINEAGE = ["agency_code", "agency_from", "basis", "unit_kind", "unit_code", "unit_from", "first_day", "last_day"]
Row = Mapping[Hashable, Any]


class Units:
    """The dated lists of `units.csv` and `agencies.csv`."""

    def __init__(self, units: Path, agencies: Path) -> None:
        self.agencies = _dated(agencies)
        self._units = _dated(units).to_dict("records")
        self.lineage = pandas.DataFrame(list(self._lines()), columns=LINEAGE)

    def on(self, codes: pandas.Series, dates: pandas.Series) -> pandas.DataFrame:
        """`agency_from` and `unit_code` of each agency code on its date; index as given.

        NA where the code is unknown or no longer valid. One that is not valid yet is what it will be: on the last days
        before the merger people applied to the communes to come.
        """
        asked = pandas.DataFrame({"code": codes.astype(str), "date": dates}).rename_axis("place").reset_index()
        found = asked.merge(self.agencies.sort_values("valid_from"), on="code")
        found = found[found["date"] <= found["valid_to"]].drop_duplicates("place").set_index("place")
        return found[["valid_from", "unit_code"]].rename(columns={"valid_from": "agency_from"}).reindex(codes.index)

    def _lines(self) -> Iterator[tuple[object, ...]]:
        """Every unit in which the dossiers of an agency count, and for which days."""
        for agency in self.agencies.to_dict("records"):
            key = (agency["code"], agency["valid_from"])
            series = [self._unit(agency["unit_code"], agency["valid_from"])]
            while (heir := self._heir(series[-1])) is not None:
                series.append(heir)
            yield (*key, "own", "agency", *key, agency["valid_from"], agency["valid_to"])
            yield (*key, "successor", "agency", *key, BEGINNING, END)
            for unit in series:
                for level in self._levels(unit):
                    yield (*key, "own", *level, unit["valid_from"], unit["valid_to"])
            for level in self._levels(series[-1]):
                yield (*key, "successor", *level, BEGINNING, END)

    def _levels(self, unit: Row) -> Iterator[tuple[object, ...]]:
        """A commune and the area around it, or an area alone: the district's own agencies are of no commune."""
        yield unit["level"], unit["code"], unit["valid_from"]
        if unit["parent_code"]:
            area = self._unit(unit["parent_code"], unit["valid_from"])
            yield area["level"], area["code"], area["valid_from"]

    def _heir(self, unit: Row) -> Row | None:
        if not unit["successor_code"]:
            return None
        return self._unit(unit["successor_code"], pandas.Timestamp(str(unit["valid_to"])) + pandas.Timedelta(days=1))

    def _unit(self, code: object, day: object) -> Row:
        (found,) = [
            unit for unit in self._units if unit["code"] == code and unit["valid_from"] <= day <= unit["valid_to"]
        ]
        return found


def _dated(path: Path) -> pandas.DataFrame:
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    table["valid_from"] = pandas.to_datetime(table["valid_from"]).astype("datetime64[ns]")
    table["valid_to"] = pandas.to_datetime(table["valid_to"].replace("", None)).fillna(END).astype("datetime64[ns]")
    return table
