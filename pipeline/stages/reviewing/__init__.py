"""What people do to catalogues: accepting, taking back, splitting, fixing, one act at a time."""
