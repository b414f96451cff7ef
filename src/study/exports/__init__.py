"""The files of a survey as they were received: found, recognised by their content, read as grids of texts."""
