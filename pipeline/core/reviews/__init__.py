"""What people did to a catalogue, and how none of it gets lost."""
