"""Checks of the English pages themselves, before anyone translates them. Each finding says what to write instead."""
