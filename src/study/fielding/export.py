"""The ways out of a form: which file each is, and its bytes.

Promise: the one list of what `--to` may say. Left out: the formats (`xlsform`, `limesurvey`, `markdown`, `paper`), each
imported only when it is asked for, since some are slow.
"""

from enum import StrEnum

from study.fielding.form import Form


class Target(StrEnum):
    """What a form is written for."""

    XLSFORM = "xlsform"
    LIMESURVEY = "limesurvey"
    MARKDOWN = "markdown"
    PDF = "pdf"


SUFFIXES = {Target.XLSFORM: ".xlsx", Target.LIMESURVEY: ".txt", Target.MARKDOWN: ".md", Target.PDF: ".pdf"}


def form_bytes(form: Form, target: Target) -> bytes:
    """Return the file of a form, the same bytes each time; StudyError when it cannot be made."""
    if target is Target.XLSFORM:
        from study.fielding.xlsform import write_xlsform

        return write_xlsform(form)
    if target is Target.LIMESURVEY:
        from study.fielding.limesurvey import write_limesurvey

        return write_limesurvey(form).encode("utf-8")
    if target is Target.MARKDOWN:
        from study.fielding.markdown import write_markdown

        return write_markdown(form).encode("utf-8")
    from study.fielding.paper import write_paper

    return write_paper(form)
