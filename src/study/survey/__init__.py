"""What a survey's respondents answered: exports of any platform, read as typed answers that each name their cell."""
