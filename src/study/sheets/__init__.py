"""A sheet of two pages for each territory: what is known of it, beside the whole frame, and how to tell what is not."""
