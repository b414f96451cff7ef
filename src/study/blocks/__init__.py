"""What a notebook hands to the report: headings, prose, key figures, figures, tables, examples, as plain data."""
