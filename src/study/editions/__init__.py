"""Published editions of a wave: frozen builds that are committed with the study, and what each rests on."""
