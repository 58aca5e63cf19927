"""Dates, times, numbers, percentages, amounts and ordinals in running text, read by value and written back."""
