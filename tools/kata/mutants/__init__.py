"""Proof 6: machine-made mutants of the references must die.

made        the mutants of a reference's text
survivors   running them; which live, and which nobody could tell from the reference
table       what is printed of it
"""
