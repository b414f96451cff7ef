"""The order in which a language lists words: accents and capitals do not send a word to the end.

Promise: the same order whatever the machine's locale, by the collations of Unicode's CLDR, which DuckDB carries in
itself; a language that it does not know is sorted by the root order, as English is. Nothing is fetched.
"""

from collections.abc import Iterable

_ROOT = "en"


def in_order(words: Iterable[str], lang: str) -> list[str]:
    """Return words in the order of a language's dictionaries.

    >>> in_order(["zoo", "Étape", "etage", "œuvre", "oasis"], "fr")
    ['etage', 'Étape', 'oasis', 'œuvre', 'zoo']
    """
    import duckdb  # here, since most of what imports a room never sorts words

    given = sorted(set(words))
    if not given:
        return []
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as connection:
        known = {str(row[0]) for row in connection.execute("SELECT collname FROM pragma_collations()").fetchall()}
        collation = lang if lang in known else _ROOT
        query = f'SELECT word FROM (SELECT unnest(?) AS word) ORDER BY word COLLATE "{collation}", word'
        return [str(row[0]) for row in connection.execute(query, [given]).fetchall()]
