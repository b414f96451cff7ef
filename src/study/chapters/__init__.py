"""What each part of the report shows: the notebooks call these functions, which turn tables and ledger into blocks."""
