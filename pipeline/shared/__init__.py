"""What several stages use. A stage depends on its own package, on its input, and on this."""
