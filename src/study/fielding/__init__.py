"""The questionnaire on its way out: to survey platforms, as Markdown, on paper."""
