"""Validate: the contract about our tables, then the consistency of the report itself."""
