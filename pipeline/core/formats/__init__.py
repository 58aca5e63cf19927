"""Reports as other programs read them: pure functions from one value to text, one file each."""
