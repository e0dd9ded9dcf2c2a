"""Spreadsheets IN: reading, headings, cleaning, matching, one plan, one commit."""
