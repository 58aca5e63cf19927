"""What people read: each report as lines of text. What happened, what waits, for whom, what to type next."""
