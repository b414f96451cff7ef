"""What is given to a study, read and checked whole before anything is computed."""
