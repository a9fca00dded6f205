"""QR codes that any phone camera reads; the library only draws, it never stores."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

INK = "#12262B"


def _code(text: str) -> segno.QRCode:
    # Level M survives a scratched print; never a Micro QR, which phone cameras do not read.
    return segno.make(text, error="m", micro=False, boost_error=True)


def qr_svg(text: str, *, title: str = "", border: int = 4) -> SafeString:
    """An SVG of one path (no classes, no style), `border` quiet modules wide as the standard asks."""
    svg = _code(text).svg_inline(
        dark=INK, border=border, omitsize=True, svgclass=None, lineclass=None, title=title or None
    )
    role = 'role="img"' if title else 'aria-hidden="true"'
    return mark_safe(svg.replace("<svg ", f"<svg {role} ", 1))  # noqa: S308 - segno escapes the title, text is modules


def qr_png(text: str, *, scale: int = 16, border: int = 4) -> bytes:
    """A PNG with `scale` pixels a module; the same text gives the same bytes."""
    out = BytesIO()
    _code(text).save(out, kind="png", scale=scale, border=border, dark=INK, light="#FFFFFF")
    return out.getvalue()
