"""The page for reviewers in the browser: a second front door to the same core and the same files."""
