"""Published editions as they lie on the disk, and the very files that each of them rests on."""
