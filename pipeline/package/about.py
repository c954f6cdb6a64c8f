"""Who publishes the tables, where, and what they are about: stated once, in CITATION.cff.

The data package, the catalogue's description, the citation and the readme all say it from here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.runtime.by_hand import read_plainly
from pipeline.runtime.refusal import Refusal
from pipeline.seams.tables import Report

PATH = Path("CITATION.cff")
NOBODY = ".example"  # the end of a host that is reserved for examples (RFC 2606)


class About(NamedTuple):
    """The publisher, the page of the data set, whom to ask and where, and its DOI if it has one."""

    publisher: str
    homepage: str
    contact: str
    contact_page: str
    contact_email: str
    doi: str

    @property
    def id(self) -> str:
        """What the data set is known by, for ever: its DOI, else a name made of its page."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, self.homepage)}"

    @property
    def is_published(self) -> bool:
        """Whether the page is a real one."""
        host = self.homepage.partition("://")[2].partition("/")[0]
        return not host.endswith(NOBODY)


def read_about(path: Path = PATH) -> About:
    """What `path` states. Raises `Refusal` if it cannot be read or does not say who and where."""
    stated = read_plainly(path)
    try:
        author, contact = stated["authors"][0], stated["contact"][0]
        about = About(
            publisher=_name(author),
            homepage=str(stated["url"]),
            contact=_name(contact),
            contact_page=str(contact.get("website") or ""),
            contact_email=str(contact.get("email") or ""),
            doi=str(stated.get("doi") or ""),
        )
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise _wrong(path, f"feltet {error} mangler eller har feil form.") from error
    if not about.homepage.startswith(("https://", "http://")):
        raise _wrong(path, f"«url» er «{about.homepage}», som ikke er en nettadresse.")
    if not about.contact_page and not about.contact_email:
        raise _wrong(path, "«contact» har verken «website» eller «email».")
    return about


def _name(entity: Any) -> str:
    """The name of an organisation, or of a person."""
    return str(entity.get("name") or f"{entity['given-names']} {entity['family-names']}")


def _wrong(path: Path, found: str) -> Refusal:
    return Refusal(
        path,
        found,
        expected="authors, url og contact (med name, og website eller email).",
        advice="rett filen: den sier hvem som gir ut tallene, og hvor.",
    )


def identity(reports: Iterable[Report], about: About | None = None) -> dict[str, Any]:
    """What the data package says of itself by `about`, by default what CITATION.cff states.

    `created` is the last day that the reports speak for: no clock, so the same tables give the same
    bytes. The publisher has no page while it is nobody's.
    """
    about = about or read_about()
    period = period_of(reports)
    page = {"path": about.homepage} if about.is_published else {}
    contact = {"title": about.contact, "path": about.contact_page, "email": about.contact_email}
    contact = {name: value for name, value in contact.items() if value}
    return {
        "id": about.id,
        "homepage": about.homepage,
        **({"created": f"{period[1].isoformat()}T00:00:00Z"} if period else {}),
        "publisher": {"title": about.publisher, **page},
        "contact": contact,
        **(
            {"temporal": {"start": period[0].isoformat(), "end": period[1].isoformat()}}
            if period
            else {}
        ),
        "contributors": [
            {"title": about.publisher, "path": about.homepage, "roles": ["publisher", "wrangler"]},
            {**contact, "roles": ["contact"]},
        ],
    }


def period_of(reports: Iterable[Report]) -> tuple[date, date] | None:
    """The first and the last day that the reports speak for; None if none says."""
    days = sorted(report.as_of for report in reports if report.as_of)
    return (days[0].replace(day=1), days[-1]) if days else None
