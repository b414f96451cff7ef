"""A questionnaire that exists already, as an XLSForm or a LimeSurvey structure, taken in as the study's YAML."""
