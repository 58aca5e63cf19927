"""How fast, how much memory: ratios measured side by side in one run. `make bench`."""
