"""Empty units filled from memory and by engines, within a budget."""
