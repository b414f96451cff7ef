"""An open survey of any size, streamed: the answers, log, refusals and measures of the ordinary way, from counts."""
