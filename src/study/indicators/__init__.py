"""From answers to measures with bounds: shares, numbers, intensities, and the published figures recomputed."""
