"""Whether a published edition can be reproduced: rebuilt from its own sources, and compared with today's build."""
