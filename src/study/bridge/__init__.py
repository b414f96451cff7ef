"""Why a number is not what an earlier edition printed: its change cut into parts, and two editions side by side."""
