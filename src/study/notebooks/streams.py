r"""What a cell printed, as one text for each of its two streams.

Promise: the outputs that nbclient's own `coalesce_streams` gives, in a time that grows with their length: its pattern
for carriage returns takes minutes on a line of a million characters, during which no limit holds. How prints are cut
into messages depends on timing, so without this two runs would differ. Left out: what differs for other reasons
(`study.notebooks.scrub`).
"""

from collections.abc import Sequence

from nbformat import NotebookNode


def merged(outputs: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Return outputs with each stream in one piece, where its first piece stood; standard output before errors."""
    pieces: dict[str, list[str]] = {}
    found: list[NotebookNode] = []
    for output in outputs:
        if output.output_type != "stream":
            found.append(output)
            continue
        if output.name not in pieces:
            found.append(output)
        pieces.setdefault(output.name, []).append(output.text)
    for output in found:
        if output.output_type == "stream":
            output.text = overwritten("".join(pieces[output.name]))
    for at, (one, other) in enumerate(zip(found, found[1:], strict=False)):
        if (one.get("name"), other.get("name")) == ("stderr", "stdout"):
            found[at : at + 2] = other, one
            break
    return found


def overwritten(text: str) -> str:
    r"""Return a text without what a carriage return in the same line overwrites.

    >>> overwritten("10 %\r20 %\ndone\r\n")
    '20 %\ndone\r\n'
    """
    if "\r" not in text:
        return text
    return "\n".join(line[line.rfind("\r", 0, max(0, len(line) - 1)) + 1 :] for line in text.split("\n"))
