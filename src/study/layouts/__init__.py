"""How a table of an export is laid out: what program wrote it, where its heading stands, what each column answers."""
