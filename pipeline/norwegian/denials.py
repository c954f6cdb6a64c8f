"""What a sentence denies: that money is granted or used."""

from __future__ import annotations

from pipeline.norwegian.vocabulary import pattern, tagged

USED = r"(?:«FUND»|«GRANT»|«SPENT»)"
SUM = r"(?:«MONEY»|«FUND»)"
DENIES = r"(?<!\p{L})«DENIED»(?!\s+(?:alle|«WHOLE»))"
SAME_CLAUSE = r"[^.;:,]{0,60}?"
DENIED = (
    rf"(?i)(?<!\p{{L}})(?:{SUM}{SAME_CLAUSE}{DENIES}\s+(?:\p{{L}}+\s+){{0,2}}?{USED}"
    rf"|{SUM}{SAME_CLAUSE}(?<!\p{{L}}){USED}\s+(?:\p{{L}}+\s+){{0,1}}?{DENIES}"
    rf"|{DENIES}\s+(?:\p{{L}}+\s+){{0,2}}?{USED}\s+(?:\p{{L}}+\s+){{0,3}}?«MONEY»"
    rf"|{USED}\s+(?:\p{{L}}+\s+){{0,2}}?{DENIES}\s+(?:\p{{L}}+\s+){{0,2}}?«MONEY»)"
)


def denies_money(sentence: str) -> bool:
    """Whether money is said not to be granted, given or used: «midlene disponeres ikke i 2025»."""
    lowered = sentence.lower()
    if not any(word in lowered for word in tagged("denied")):
        return False
    return pattern(DENIED).search(sentence) is not None
