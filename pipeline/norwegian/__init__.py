"""One room for the language: what every stage knows of Norwegian text, as data and grammars."""
