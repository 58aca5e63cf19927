"""A page taken apart: from its bytes to marks, runs and slots, and what may not come back into it."""
