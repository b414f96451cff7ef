-- Which facts hold (design, section 6, points 1, 3 and 4; docs/adr/0002) ----------------------------------------------

-- Each fact with its question: a named example counts for the text question that gathers it. Its date is cut to its
-- precision; one that was inferred is a year.
CREATE OR REPLACE TEMP TABLE facts AS
SELECT e.evidence, e.territory, q.lever, q.question, q.type, q.validity, q.validity_years,
       e.answer, reading(q.type, e.answer) AS reading,
       q.type = 'yes_no' AND e.answer IN ('planned', 'proposed') AS plan,
       CASE WHEN e.as_of_precision IN ('day', 'month') THEN e.as_of ELSE left(e.as_of, 4) END AS as_of,
       e.valid_until, e.confidence, e.source
FROM evidence AS e
LEFT JOIN gathered AS g ON g.lever = e.lever AND g.code = e.question
JOIN questions AS q ON q.lever = e.lever AND q.question = coalesce(g.question, e.question);

-- The standing of each fact at each moment. Dates are compared at their own precision: "2019" is not after 2019-07-05,
-- and valid until "2025" is until its end. Of only the facts of high confidence at the moment called 'high'.
CREATE OR REPLACE TEMP TABLE standings AS
WITH clock AS (
  SELECT m.moment, m.day, CAST(left(m.day, 4) AS INTEGER) AS year, m.only_high,
         (SELECT max(e.day) FROM elections AS e WHERE e.day <= m.day) AS election
  FROM moments AS m
)
SELECT c.moment, f.evidence, f.territory, f.lever, f.question, f.type, f.answer, f.reading, f.plan, f.source,
       f.confidence, first_day(f.as_of) AS first_day,
       CASE
         WHEN f.confidence = 'withdrawn' THEN 'withdrawn'
         WHEN f.as_of > left(c.day, length(f.as_of)) THEN 'later'
         WHEN CASE
           -- A plan lives by its own rule only: its end is shown, not applied.
           WHEN f.plan THEN CAST(left(f.as_of, 4) AS INTEGER) + d.plan_years < c.year
           -- What is permanent never lapses: a yes, a choice, a day; a no is a snapshot.
           WHEN f.validity = 'permanent' AND f.type IN ('yes_no', 'choice', 'multiple', 'date')
                AND NOT (f.type = 'yes_no' AND f.answer = 'no') THEN false
           WHEN f.valid_until <> '' THEN f.valid_until < left(c.day, length(f.valid_until))
           WHEN f.type = 'yes_no' AND f.answer = 'no' THEN CAST(left(f.as_of, 4) AS INTEGER) + d.no_years < c.year
           WHEN f.validity = 'permanent' THEN false
           -- A year alone in an election's year counts as after the election.
           WHEN f.validity = 'mandate' THEN coalesce(f.as_of < left(c.election, length(f.as_of)), false)
           ELSE CAST(left(f.as_of, 4) AS INTEGER)
                + coalesce(f.validity_years, CASE f.type WHEN 'number' THEN d.number_years ELSE d.yes_years END) < c.year
         END THEN 'lapsed'
         ELSE 'live'
       END AS standing
FROM facts AS f
CROSS JOIN defaults AS d
JOIN clock AS c ON f.confidence = 'high' OR NOT c.only_high;
