"""What a project may configure: the values, their keys in the file, and what cannot be meant."""
