"""Posts of WordPress: as one page, in parts, and what is written of them."""
