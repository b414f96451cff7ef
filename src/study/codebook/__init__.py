"""The questionnaire: what is asked, how it is answered, and how long an answer holds."""
