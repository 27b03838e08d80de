"""An address that a telephone reads off a screen."""

from io import BytesIO

import segno
from dash import html

from dashboards.components import drawing
from dashboards.messages import _

QUIET_ZONE = 4
"""Modules that stay white around the code, or readers do not find it (ISO/IEC 18004)."""


def qr(address: str) -> html.Img:
    """The address as a QR code, black on white whatever the palette: many readers take no other."""
    code = segno.make(address, error="m", micro=False)
    svg = BytesIO()
    code.save(svg, kind="svg", border=QUIET_ZONE, light="#fff", omitsize=True, xmldecl=False, nl=False)
    return html.Img(
        src=drawing.source(svg.getvalue().decode()), alt=_("QR code with the address of this page"), className="qr"
    )
