"""Which slot of one page translates which slot of another: profiles, evidence, corridor, chances, moved slots."""
