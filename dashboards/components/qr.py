"""An address that a telephone reads off a screen."""

import segno
from dash import html

from dashboards.messages import _

QUIET_ZONE = 4
"""Modules that stay white around the code, or readers do not find it (ISO/IEC 18004)."""


def qr(address: str) -> html.Img:
    """The address as a QR code, black on white whatever the palette: many readers take no other."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_data_uri(border=QUIET_ZONE, light="#fff", omitsize=True)
    return html.Img(src=drawn, alt=_("QR code with the address of this page"), className="qr")
