"""The terminal: one command one file, one visible table of commands; the only room that prints."""
