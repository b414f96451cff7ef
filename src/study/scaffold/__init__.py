"""Starting another study: a folder with a small example that builds as it is."""
