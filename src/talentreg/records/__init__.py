"""WHAT a register is made of: one file per record type, declared once.

A field's declaration carries its Chinese heading, its aliases, its meaning, how a cell is cleaned and how
it is masked; the table, the import and export columns, the words of `add` and `list`, `show` and the docs
page all follow from it.
"""
