"""Reread: the same PDF by other eyes, so that a misreading does not pass for the truth."""
