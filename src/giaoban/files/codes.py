"""Codes: a text as a QR code in SVG, to be read by the camera of a telephone."""

import segno


def drawn(text: str) -> str:
    """Return the code as an SVG element that stands in a page and takes the width that the page gives.

    Edges:   black on white with the margin that readers need; a quarter of it may be worn off.
    """
    code = segno.make(text, error="q", micro=False)
    return code.svg_inline(omitsize=True, svgclass="qr", lineclass=None, light="#fff")
