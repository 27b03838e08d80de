"""A number that says which indicator it is, so that a test in the browser can compare it with the warehouse."""

from decimal import Decimal
from typing import Any

from dash import html

from dashboards.components.attributes import attributes


def measured(text: Any, *, indicator: str, value: float | Decimal | None, unit: str, class_name: str) -> html.Span:
    """`text` as shown; `value` in full in `data-value` (empty where nothing is shown), `unit` a unit code."""
    shown = "" if value is None else str(value)
    return html.Span(
        text,
        className=class_name,
        **attributes(data_indicator=indicator, data_value=shown, data_unit=unit),
    )
