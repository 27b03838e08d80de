"""Workbooks of this page: all that is wrong in a file, and empty forms to fill in. No cell runs as a formula."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from connectors.kit.inbox import Template, Wrong
from dashboards.cells import printable
from dashboards.messages import _
from dashboards.screens.upload.figures import EFFECTS, place
from dashboards.words import INVENTED

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEAD = {"bold": True, "bg_color": "#E1EBF5", "text_wrap": True, "valign": "top"}
REQUIRED = {**HEAD, "bg_color": "#F9E2C7"}
WIDTHS = (22, 60, 22, 24, 24, 30)
LONGEST_NAME = 31


def findings_workbook(wrong: Sequence[Wrong], titles: Mapping[str, str], *, is_invented: bool) -> bytes:
    """Everything that is wrong, a line each."""
    heads = [_("Place"), _("What is wrong there"), _("Effect"), _("Who mends it"), _("Content"), _("Key")]
    written = BytesIO()
    with Workbook(written, OPTIONS) as book:
        sheet = book.add_worksheet(_("Findings of a file")[:LONGEST_NAME])
        top = 0
        if is_invented:
            sheet.write_string(0, 0, INVENTED, book.add_format({"bold": True}))
            top = 1
        for column, head in enumerate(heads):
            sheet.write_string(top, column, head, book.add_format(HEAD))
            sheet.set_column(column, column, WIDTHS[column])
        for number, each in enumerate(wrong, top + 1):
            cells = (place(each), each.message_vi, EFFECTS[each.effect], each.mended_by, titles[each.table], each.key)
            for column, text in enumerate(cells):
                sheet.write_string(number, column, printable(text))
        sheet.freeze_panes(top + 1, 0)
    return written.getvalue()


def template_workbook(template: Template) -> bytes:
    """An empty form: its headers, the required ones in another colour, cells as text."""
    written = BytesIO()
    with Workbook(written, OPTIONS) as book:
        sheet = book.add_worksheet(_("Form")[:LONGEST_NAME])
        sheet.write_string(0, 0, template.title_vi, book.add_format({"bold": True, "font_size": 13}))
        sheet.write_string(1, 0, _("Columns in orange must be filled in. Dates: dd/mm/yyyy, or dd/mm/yyyy hh:mm."))
        plain = book.add_format({"num_format": "@"})
        for column, head in enumerate(template.headers):
            shape = REQUIRED if head in template.required else HEAD
            sheet.write_string(3, column, head, book.add_format(shape))
            sheet.set_column(column, column, 22, plain)
        sheet.freeze_panes(4, 0)
    return written.getvalue()
