"""Where everything stands, and what CI may let pass."""
