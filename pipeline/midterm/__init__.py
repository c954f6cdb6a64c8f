"""The evaluator's page: the figures of the notebook, and the notebook as HTML."""
