"""What was read of a submission, for rule writers and for doubt: outline, tables, figures, a picture of a page."""
