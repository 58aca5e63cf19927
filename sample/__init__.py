"""The sample site: pages of its own words, a server, and the demo played on them."""
