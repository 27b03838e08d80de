"""Frames on the command line: a table to look at, CSV or JSON to work with. All rows are printed in each."""

import sys
from typing import TYPE_CHECKING

from rich.table import Table

from ioc.console import out

if TYPE_CHECKING:
    from pandas import DataFrame


def as_csv(frame: "DataFrame") -> None:
    """CSV with a header line."""
    frame.to_csv(sys.stdout, index=False)


def as_json(frame: "DataFrame") -> None:
    """An array of objects; instants in ISO form, empty cells null."""
    sys.stdout.write(frame.to_json(orient="records", force_ascii=False, date_format="iso"))
    sys.stdout.write("\n")


def as_table(frame: "DataFrame") -> None:
    """A table for the eye; empty cells are left empty."""
    table = Table(*(str(column) for column in frame.columns))
    for row in frame.astype(object).where(frame.notna(), "").itertuples(index=False):
        table.add_row(*(str(cell) for cell in row))
    out.print(table, markup=False)
