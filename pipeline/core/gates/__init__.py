"""What is asked of coverage, and what may not fall."""
