"""Sets a report with WeasyPrint, which needs Debian's Pango.

Every knob works. Footnotes are WeasyPrint's own, at the foot of the page; «auto» hyphenation is
pyphen's. The fonts are those of the machine, except `wide`.
"""

from __future__ import annotations

import weasyprint

from .compose import compose
from .edition import Edition
from .knobs import Knobs
from .page import page


def typeset(edition: Edition, knobs: Knobs) -> bytes:
    html = page(compose(edition, knobs), knobs, edition.language, footnotes=True)
    pdf = weasyprint.HTML(string=html).write_pdf()
    assert isinstance(pdf, bytes)
    return pdf
