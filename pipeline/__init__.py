"""Diptych keeps English web pages and their translations in step."""

__version__ = "0.1.0"
