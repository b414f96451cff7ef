"""What one cell, or one question's cells, of an export say: a typed answer, silence, or a refusal with its reason."""
