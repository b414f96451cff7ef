import pytest

from study.exports.separators import ONE_COLUMN, Separator, separator_of


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_titles_and_notes_around_the_table_do_not_hide_its_separator(separator):
    rows = [["code", "name", "area, km2"], ["1", "Lyon", "47.9"], ["2", "Lille", "34.5"], ["3", "Brest", "49.5"]]
    table = "\n".join(separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows)
    text = f"Enquête de 2026\nmise à jour en mars\n\n{table}\nSource: us\n"
    assert separator_of(text).taken == separator


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("nom;surface;budget\na;1,5;2,5\nb;3,5;4,5\n", ";"),
        ("Titre\nnom;valeur\na;1,5\nb;2,5\n", ";"),
        ("a;1,5\nb;2,5\n", ";"),
        ("ville;maire\nLyon, France;Dupont, Jean\nLille, France;Petit, Anne\n", ";"),
        ("a,b\n1;2,3\n4;5,6\n7,8\n", ","),
        ('id,choix\n1,"a;b;c"\n2,"a;b"\n3,"c"\n', ","),
        ('"a;b";"c"\n"d";"e"\n', ";"),
        ('"a;b","c;d"\n"e;f","g;h"\n', ","),
        ("a\tb c\n1, 2\t3; 4\n5, 6\t7; 8\n", "\t"),
        ('question;réponse\n1;"oui\nnon, peut-être, qui sait\nsi, si"\n2;non\n', ";"),
        ("id;texte\n1;un, deux, trois, quatre\n2;\n3;cinq, six\n", ";"),
    ],
)
def test_commas_in_texts_and_numbers_do_not_separate(text, taken):
    assert separator_of(text) == Separator(taken)


def test_one_column_has_no_separator_whatever_its_texts():
    assert separator_of("nom\nLyon\nParis\n") == Separator(ONE_COLUMN)
    assert separator_of("nom\nLyon; et Paris\nLille\nBrest\nNice\n") == Separator(ONE_COLUMN)
    assert separator_of("") == Separator(ONE_COLUMN)


def test_a_text_that_two_separators_cut_alike_names_both():
    assert separator_of("a|b\tc\nd|e\tf\n") == Separator("\t", "|")


def test_a_broken_quote_far_below_does_not_change_the_separator():
    rows = "".join(f'"{i}";"a, b"\n' for i in range(50))
    assert separator_of(rows + '"51;"x"\n').taken == ";"
