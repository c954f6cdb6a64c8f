"""The commands: `python -m pipeline add`, or `statusrapport add` once it is installed.

arguments.py defines the commands and their arguments; the other modules do the work.
"""
