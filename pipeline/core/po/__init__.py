"""PO files as text: their lines, blocks and entries. polib stands behind an adapter."""
