"""Pages and changes as people look at them."""
