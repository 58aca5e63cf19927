"""What is sent to a translation engine, and what of an answer may be used."""
