"""What sites say of their pages to machines, and which answer is which page."""
