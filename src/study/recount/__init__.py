"""Every indicator a second time, by SQL: codebook inlined, raw files read by DuckDB, rules written again."""
