"""Pages found and brought in."""
