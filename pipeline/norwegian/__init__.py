"""The Norwegian language: the vocabularies and grammars that all stages use."""
