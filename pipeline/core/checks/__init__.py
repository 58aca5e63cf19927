"""One function per check; each reads one unit and says what is wrong, by meaning where it can."""
