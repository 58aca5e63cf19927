"""Translated posts in WordPress, and edits that come back from there."""
