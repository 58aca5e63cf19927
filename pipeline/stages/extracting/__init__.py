"""Segments out of pages into catalogues, on every core."""
