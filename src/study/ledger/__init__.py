"""Every number that the report may print, with the words it is printed with."""
