"""What can be wrong with the study's YAML files: one class per kind of failure.

Promise: the sentences of each class are the catalogue's keys. Places are a line, and a key as the column. Left out:
finding the problems (`yaml_source`, `check`, `load`).
"""

from study.base.errors import Problem
from study.base.text import mark


class MissingYaml(Problem):
    """A file is not there, or cannot be read."""

    code = "missing-file"
    what = mark("This file is missing, or cannot be read.")
    why = mark("Without it the study cannot be computed.")
    remedy = mark("Put the file back at this place, or correct the name that leads to it.")


class YamlNotUtf8(Problem):
    """A YAML file is not UTF-8."""

    code = "not-utf8"
    what = mark("This file is not encoded in UTF-8.")
    why = mark("Accented letters would be read wrongly.")
    remedy = mark("Open the file in a text editor and save it again with the encoding UTF-8.")


class NotYaml(Problem):
    """A file cannot be read as YAML."""

    code = "not-yaml"
    what = mark("This is not YAML: {reason}.")
    why = mark("From this place on the file cannot be understood.")
    remedy = mark("Check the indentation, colons and quotes here and on the line above; quote a text that holds “: ”.")


class YamlEmpty(Problem):
    """A YAML file holds nothing."""

    code = "yaml-empty"
    what = mark("This file is empty.")
    why = mark("The study expects its settings here.")
    remedy = mark("Write its keys again, or restore an earlier version of the file.")


class YamlNotMapping(Problem):
    """The top of a YAML file is no mapping."""

    code = "yaml-not-mapping"
    what = mark("This file does not start with “key: value” lines.")
    why = mark("The study looks for settings by their keys.")
    remedy = mark("Write the file as keys with their values; another file of the same kind shows how.")


class YamlKeyNotText(Problem):
    """A key is a list or a mapping."""

    code = "yaml-key-not-text"
    what = mark("A key is not a word.")
    why = mark("The study looks for settings by their keys.")
    remedy = mark("Quote a value that starts with “{{”, “[” or “?”.")


class YamlDuplicateKey(Problem):
    """The same key twice in one mapping."""

    code = "yaml-duplicate-key"
    what = mark("The key “{value}” already stands on line {first_line}.")
    why = mark("Only one of the two values could count, and nothing says which.")
    remedy = mark("Keep one of the two lines.")


class YamlAlias(Problem):
    """An alias (`*name`)."""

    code = "yaml-alias"
    what = mark("A YAML alias (“*name”) stands here.")
    why = mark("Aliases hide what a line says, and can make a small file swell without end.")
    remedy = mark("Write the value out in full.")


class YamlTag(Problem):
    """A tag (`!name`)."""

    code = "yaml-tag"
    what = mark("The YAML tag “{value}” is not read here.")
    why = mark("The study's files hold plain values only.")
    remedy = mark("Remove the tag, or quote the text if it starts with “!”.")


class YamlTooDeep(Problem):
    """Values nested beyond reason."""

    code = "yaml-too-deep"
    what = mark("Values are nested too deeply here.")
    why = mark("No file of a study needs that; a bracket is probably missing.")
    remedy = mark("Close the brackets, or flatten the values.")


class UnknownKey(Problem):
    """A key that nothing reads."""

    code = "unknown-key"
    what = mark("The key “{value}” is unknown here.")
    why = mark("It would be ignored, and what it says would have no effect.")
    remedy = mark("Correct it or remove it; the keys known here are: {known}.")


class MissingKey(Problem):
    """A key that must be there is not."""

    code = "missing-key"
    what = mark("The key “{value}” is missing.")
    why = mark("The study needs it and has no default for it.")
    remedy = mark("Add a line “{value}: …”.")


class WrongType(Problem):
    """A value of another kind than its key takes."""

    code = "wrong-type"
    what = mark("The value “{value}” is not {expected}.")
    why = mark("The study would not know how to use it.")
    remedy = mark("Write {expected} here; quotes make a text of anything.")


class NotAllowed(Problem):
    """A value that is not among the allowed ones."""

    code = "value-not-allowed"
    what = mark("The value “{value}” is not one of those allowed here.")
    why = mark("The study would not know how to use it.")
    remedy = mark("Choose one of: {allowed}.")


class BadIdentifier(Problem):
    """A name that is no identifier."""

    code = "bad-identifier"
    what = mark("“{value}” cannot be a name in the data.")
    why = mark("Names of questions and codes become columns of tables and parts of keys.")
    remedy = mark("Use small letters without accents, digits and underscores, and start with a letter.")


class EmptyText(Problem):
    """A text that must say something is empty."""

    code = "empty-text"
    what = mark("This text is empty.")
    why = mark("It is printed in the report.")
    remedy = mark("Write the text.")


class EmptyList(Problem):
    """A list that must hold something is empty."""

    code = "empty-list"
    what = mark("This list is empty.")
    why = mark("The study needs at least one item here.")
    remedy = mark("Add an item, or remove the key if it is optional.")


class OutOfRange(Problem):
    """A number outside its limits."""

    code = "out-of-range"
    what = mark("The number {value} is outside what is possible here.")
    why = mark("A result computed with it would be meaningless.")
    remedy = mark("Correct the number: {limit}.")


class MissingTranslation(Problem):
    """A text lacks one of the study's languages."""

    code = "missing-translation"
    what = mark("The text has no version in the language “{value}”.")
    why = mark("study.yaml lists this language, and the report is built in each of them.")
    remedy = mark("Add the text in this language.")


class UnknownLanguage(Problem):
    """A text in a language that the study does not speak."""

    code = "unknown-language"
    what = mark("“{value}” is not a language of this study.")
    why = mark("This version of the text would never be printed.")
    remedy = mark("Use one of: {known}; or add the language to study.yaml.")


class MissingLeverFile(Problem):
    """A lever's file that study.yaml lists is not there."""

    code = "missing-lever-file"
    what = mark("The lever file “{value}” is not in this folder.")
    why = mark("Its questions would be absent from the study.")
    remedy = mark("Put the file back, or correct the list of levers.")


class UnlistedLeverFile(Problem):
    """A YAML file of the questionnaire that study.yaml does not list."""

    code = "unlisted-lever-file"
    what = mark("study.yaml does not list this file.")
    why = mark("Its questions would be absent from the study without a word.")
    remedy = mark("Add it to the list of levers in study.yaml, or move it out of the folder.")


class DuplicateLever(Problem):
    """A lever's number used twice."""

    code = "duplicate-lever"
    what = mark("The lever number {value} is already used by {first}.")
    why = mark("Facts are attached to a lever by its number.")
    remedy = mark("Give each lever its own number, and list each file once.")


class DuplicateQuestion(Problem):
    """A question's name used twice."""

    code = "duplicate-question"
    what = mark("The question “{value}” already stands in {first}.")
    why = mark("Facts are attached to a question by its name; only text questions may share one, in different levers.")
    remedy = mark("Rename one of the two questions, in the evidence as well.")


class DuplicateCode(Problem):
    """A code used twice."""

    code = "duplicate-code"
    what = mark("The code “{value}” already stands in {first}.")
    why = mark("A fact coded so would belong to two places.")
    remedy = mark("Keep it in one place only.")


class UnknownUniverseQuestion(Problem):
    """A universe that names no question."""

    code = "unknown-universe-question"
    what = mark("The universe names the question “{value}”, which does not exist.")
    why = mark("Whom the question is put to could not be known.")
    remedy = mark("Name an earlier question of the study.")


class LaterUniverseQuestion(Problem):
    """A universe that names the question itself or a later one."""

    code = "later-universe-question"
    what = mark("The universe names the question “{value}”, which does not come before this one.")
    why = mark("Whom a question is put to can only depend on an answer already given.")
    remedy = mark("Move the question after the one it depends on, or name another one.")


class UnknownUniverseAnswer(Problem):
    """A universe that names no answer of its question."""

    code = "unknown-universe-answer"
    what = mark("The universe names the answer “{value}”, which the question “{question}” cannot have.")
    why = mark("The question would be put to nobody.")
    remedy = mark("Choose one of: {allowed}.")


class UniverseWithoutCodes(Problem):
    """A universe that hangs on a question without coded answers."""

    code = "universe-without-codes"
    what = mark("The universe names the question “{value}”, whose answers are not coded.")
    why = mark("Whom a question is put to can only depend on an answer such as yes or no.")
    remedy = mark("Name a yes_no question.")


class ValidityWithoutYears(Problem):
    """A validity counted in years that does not say how many."""

    code = "validity-without-years"
    what = mark("The validity is counted in years, but their number is missing.")
    why = mark("Without it nothing says when an answer lapses.")
    remedy = mark("Add “years: …” under the validity.")


class ValidityWithYears(Problem):
    """A number of years on a validity that has none."""

    code = "validity-with-years"
    what = mark("A validity “{value}” takes no number of years.")
    why = mark("The two say different things about when an answer lapses.")
    remedy = mark("Remove “years”, or write “kind: years”.")


class MandateWithoutElections(Problem):
    """A validity tied to elections in a study without election dates."""

    code = "mandate-without-elections"
    what = mark("The validity is tied to the mandate, but study.yaml has no election date.")
    why = mark("Without it nothing says when an answer lapses.")
    remedy = mark("Add “elections” with their dates to study.yaml, or write another validity.")


class CoreNotYesNo(Problem):
    """A core question that is not yes_no."""

    code = "core-not-yes-no"
    what = mark("The question “{value}” is marked core, but it is not a yes_no question.")
    why = mark("The intensity of a lever is the number of yes answers among its core questions.")
    remedy = mark("Remove “core: true”, or change the type of the question.")


class IndicatorNotOfType(Problem):
    """An indicator that the question's type cannot give."""

    code = "indicator-not-of-type"
    what = mark("The indicator “{value}” cannot be computed from a question of type {type}.")
    why = mark("Such an indicator would stay empty.")
    remedy = mark("Choose one of: {allowed}.")


class NumberWithoutUnit(Problem):
    """A number question that does not name its unit."""

    code = "number-without-unit"
    what = mark("The number question “{value}” has no unit.")
    why = mark("A figure without its unit cannot be printed.")
    remedy = mark("Add “unit: …” (such as eur, m2 or persons).")


class AdditiveNotNumber(Problem):
    """`additive` on a question that is not a number."""

    code = "additive-not-number"
    what = mark("The question “{value}” is marked additive, but it is not a number question.")
    why = mark("Only numbers can be summed over territories.")
    remedy = mark("Remove “additive: true”, or change the type of the question.")


class TotalNotAdditive(Problem):
    """A total asked of a question that must not be summed."""

    code = "total-not-additive"
    what = mark("The question “{value}” asks for a total, but it is not marked additive.")
    why = mark("Numbers are summed over territories only where the question says that it makes sense.")
    remedy = mark("Remove the indicator “total”, or add “additive: true”.")


class ChoiceWithoutCodes(Problem):
    """A choice with nothing to choose from."""

    code = "choice-without-codes"
    what = mark("The question “{value}” offers nothing to choose from.")
    why = mark("A question of the type choice or multiple is answered by one of its codes.")
    remedy = mark("List its codes, each with its label: codes: [{{code: …, label: …}}].")


class OtherNotChoice(Problem):
    """A write-in answer where nothing is chosen."""

    code = "other-not-choice"
    what = mark("The question “{value}” asks for an answer “other”, but is no choice.")
    why = mark("Only a question of the type choice or multiple can take an answer that its codes do not hold.")
    remedy = mark("Remove “other”, or change the type.")


class OtherWithoutCode(Problem):
    """A write-in answer without the code that stands for it."""

    code = "other-without-code"
    what = mark("The question “{value}” takes an answer of one’s own, but has no code “other”.")
    why = mark("The code “other” gives the words under which such answers are counted.")
    remedy = mark("Add a code “other” with its label, or remove “other: true”.")


class BoundNotOfType(Problem):
    """A bound that the question's answers cannot be compared with."""

    code = "bound-not-of-type"
    what = mark("“{value}” cannot bound the answers to a question of the type {type}.")
    why = mark("Numbers are bounded by numbers, dates by days such as 2019-07-05, and other answers by nothing.")
    remedy = mark("Write a bound of the question’s own type, or remove it.")


class BoundsReversed(Problem):
    """A lower bound above the upper one."""

    code = "bounds-reversed"
    what = mark("The minimum, {value}, is above the maximum, {maximum}.")
    why = mark("No answer could be right.")
    remedy = mark("Exchange the two, or correct the wrong one.")
