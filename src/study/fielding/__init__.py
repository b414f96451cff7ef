"""The questionnaire on its way out, to survey platforms and paper, and in from a form that exists already."""
