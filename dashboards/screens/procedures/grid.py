"""The table of dossiers: an ag-grid that asks the server for each block, and speaks Vietnamese."""

from typing import Any

from dash_ag_grid import AgGrid  # type: ignore[import-untyped]

from dashboards.messages import _

LOCALE = {
    "loadingOoo": _("Reading…"),
    "noRowsToShow": _("No dossiers."),
    "noMatchingRows": _("No dossiers."),
    "ariaSortableColumn": _("Press Enter to sort"),
    "ariaFilterInput": _("Filter"),
    "ariaFilterMenuOpen": _("Open the filter"),
    "ariaFilterFromValue": _("From"),
    "ariaFilterToValue": _("To"),
    "ariaFilterValue": _("Filter"),
    "filterOoo": _("Filter…"),
    "contains": _("contains"),
    "equals": _("on"),
    "lessThan": _("before"),
    "greaterThan": _("after"),
    "inRange": _("between"),
    "inRangeStart": _("From"),
    "inRangeEnd": _("To"),
    "dateFormatOoo": "dd/mm/yyyy",
    "applyFilter": _("Filter"),
    "clearFilter": _("Clear"),
}
FILTERS: dict[str, dict[str, Any]] = {
    "text": {
        "filter": "agTextColumnFilter",
        "filterParams": {"filterOptions": ["contains"], "maxNumConditions": 1, "debounceMs": 400},
        "floatingFilter": True,
    },
    "date": {
        "filter": "agDateColumnFilter",
        "filterParams": {
            "filterOptions": ["inRange", "equals", "lessThan", "greaterThan"],
            "maxNumConditions": 1,
            "buttons": ["apply", "clear"],
            "closeOnApply": True,
        },
    },
    "": {},
}


def grid(
    identifier: str, columns: list[tuple[str, str, int, int, str]], *, rows_per_request: int, latest_first: bool
) -> AgGrid:
    """A table of `columns`: field, title, least width in pixels, share of the room that is left, kind of filter.

    The first column holds a link in Markdown. With `latest_first` the column "lateness" is sorted, the most first.
    """
    definitions: list[dict[str, Any]] = [
        {"field": field, "headerName": title, "width": width, "minWidth": width, "tooltipField": field}
        | ({"flex": flex} if flex else {})
        | ({"sort": "desc"} if field == "lateness" and latest_first else {})
        | FILTERS[kind]
        for field, title, width, flex, kind in columns
    ]
    definitions[0] |= {"cellRenderer": "markdown", "tooltipField": None}
    return AgGrid(
        id=identifier,
        columnDefs=definitions,
        rowModelType="infinite",
        defaultColDef={"sortable": True, "resizable": True},
        dashGridOptions={
            "cacheBlockSize": rows_per_request,
            "maxBlocksInCache": 10,
            "rowHeight": 44,
            "localeText": LOCALE,
        },
        className="ag-theme-alpine dossiers",
        style={"height": "min(70vh, 720px)"},
    )
