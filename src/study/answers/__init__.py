"""From facts to answers: which facts still hold, what each territory's answer is, and the tables that carry it on."""
