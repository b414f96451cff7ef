"""The audit trail: from each number that is printed down to rows of raw files, and from a raw cell up."""
