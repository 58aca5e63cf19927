"""Both halves of every pair for readers, as static pages, and the way back."""
