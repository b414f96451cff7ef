-- How texts are read ------------------------------------------------------------------------------------------------

-- A cell without the blanks around it; an empty one is an empty text.
CREATE OR REPLACE TEMP MACRO plain(cell) AS
  regexp_replace(coalesce(cell, ''), '^[\s\p{Z}]+|[\s\p{Z}]+$', '', 'g');

-- The boxes of a multiple choice, each once: "b;a" is ['a', 'b'], "0" (none ticked) is []; "~c" was not offered.
CREATE OR REPLACE TEMP MACRO boxes(answer) AS
  list_sort(list_distinct([box FOR box IN string_split(answer, ';') IF box NOT IN ('', '0')]));

-- An answer in one writing, so that equal ones are equal: 60000 and 60000.0, "a;b" and "b;a", a plan and a proposal.
-- What a text says is not counted, only that there is one.
CREATE OR REPLACE TEMP MACRO reading(type, answer) AS CASE
  WHEN answer = '' THEN ''
  WHEN type = 'number' THEN CAST(CAST(answer AS DOUBLE) + 0.0 AS VARCHAR)
  WHEN type = 'multiple' THEN coalesce(nullif(array_to_string(boxes(answer), ';'), ''), '0')
  WHEN type = 'yes_no' AND answer = 'proposed' THEN 'planned'
  WHEN type = 'text' THEN 'text'
  ELSE answer END;

-- Dates are ISO texts, which sort as days: "2019", "2019-07" and "2019-07-05". The first day that one may mean.
CREATE OR REPLACE TEMP MACRO first_day(as_of) AS
  as_of || CASE length(as_of) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END;

-- The last day that one may mean.
CREATE OR REPLACE TEMP MACRO latest_day(as_of) AS
  CASE length(as_of)
    WHEN 4 THEN as_of || '-12-31'
    WHEN 7 THEN CAST(last_day(CAST(as_of || '-01' AS DATE)) AS VARCHAR)
    ELSE as_of END;

-- A conflict as corrections.csv writes it ("E001=yes;E002=no"), as a list in one order; a part without "=" (a further
-- box of a multiple choice) goes on with the one before.
CREATE OR REPLACE TEMP MACRO evidence_case(expect) AS
  list_sort(string_split(
    regexp_replace(
      array_to_string([plain(part) FOR part IN string_split(expect, ';') IF plain(part) <> ''], ';'),
      ';([^;=]*=)', chr(31) || '\1', 'g'),
    chr(31)));

-- A part of a whole; nothing where there is no whole.
CREATE OR REPLACE TEMP MACRO ratio(part, whole) AS CAST(part AS DOUBLE) / nullif(CAST(whole AS DOUBLE), 0.0);
