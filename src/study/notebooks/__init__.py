"""Running notebooks: strict parameters, a kernel that shares nothing with another, the same bytes each time."""
