"""The evaluator's page: what the notebook shows, and the page made of it."""
