"""What must be rebuilt, in which order, and how it is run: tasks for pytask, their digest, the manifest of a report."""
