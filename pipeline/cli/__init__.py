"""The commands: `python -m pipeline add`, or `statusrapport add` once it is installed.

arguments.py says what commands there are and what each takes; the other modules do the work.
"""
