"""A wave's survey as a whole: who answered, which responses count, what they say, and a look at all of it."""
