"""Which rows of its mart an indicator counts in a period, as SQL that is published beside the values.

A list of rows, a breakdown and the figure itself then rest on one declaration, also for a snapshot of last year.
The texts read the parameters $start and $cutoff, the first and last day that count.
"""

from warehouse.indicators import Definition, Indicator, Term


def numerator_rows(definition: Definition) -> str | None:
    """The condition on a row to be counted above the line; None where there is no line (a quantile, a composite)."""
    return rows_of(definition, definition.numerator)


def denominator_rows(indicator: Indicator, definition: Definition) -> str | None:
    """The condition on a row to be counted below the line: for a quantile, every row that has a value."""
    if indicator.kind == "quantile":
        return f"({definition.where}) AND {_within(str(definition.date))} AND ({definition.value}) IS NOT NULL"
    return rows_of(definition, definition.denominator)


def rows_of(definition: Definition, terms: tuple[Term, ...]) -> str | None:
    """The condition on a row to be counted by any of the terms; None where there are none."""
    if not terms:
        return None
    return f"({definition.where}) AND ({' OR '.join(f'({_term(term)})' for term in terms)})"


def _term(term: Term) -> str:
    when = _within(term.date) if term.date else f"{term.opened} <= $cutoff AND {_not_yet(str(term.closed))}"
    return f"{when} AND ({term.where})"


def _within(day: str) -> str:
    return f"{day} BETWEEN $start AND $cutoff"


def _not_yet(closed: str) -> str:
    return f"({closed} IS NULL OR $cutoff < {closed})"
