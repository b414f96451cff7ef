-- Measures of questions (design, section 6, "Shares" and point 5) -----------------------------------------------------

-- What each territory says of a yes/no question, or of one code of a choice: yes, planned, no, unknown, not asked. To
-- have chosen a code is a yes, to have answered otherwise a no; conflicts and missing answers are unknown.
CREATE OR REPLACE TEMP TABLE said AS
SELECT moment, territory, position, lever, question, '' AS code,
       CASE status WHEN 'not_asked' THEN 'not asked' WHEN 'answered' THEN answer ELSE 'unknown' END AS says,
       0 AS ticks
FROM states WHERE type = 'yes_no'
UNION ALL
SELECT s.moment, s.territory, s.position, s.lever, s.question, c.code,
       CASE WHEN s.status = 'not_asked' THEN 'not asked'
            WHEN s.status <> 'answered' THEN 'unknown'
            WHEN list_contains(boxes(s.answer), c.code) THEN 'yes'
            WHEN list_contains(boxes(s.answer), '~' || c.code) THEN 'not asked'
            ELSE 'no' END,
       CASE WHEN s.status = 'answered' THEN len([box FOR box IN boxes(s.answer) IF NOT starts_with(box, '~')]) ELSE 0 END
FROM states AS s JOIN codes AS c ON c.lever = s.lever AND c.question = s.question;

-- N = yes + planned + no + unknown: how many territories, and how many inhabitants they have; and of a multiple choice
-- the ticks of those to whom the code was offered.
CREATE OR REPLACE TEMP TABLE tallies AS
SELECT a.moment, a.lever, a.question, a.code,
       count(*) FILTER (WHERE says = 'yes') AS yes,
       count(*) FILTER (WHERE says = 'unknown') AS unknown,
       count(*) FILTER (WHERE says IN ('yes', 'planned', 'no', 'unknown')) AS base,
       coalesce(sum(u.population) FILTER (WHERE says = 'yes'), 0) AS people_yes,
       coalesce(sum(u.population) FILTER (WHERE says = 'unknown'), 0) AS people_unknown,
       coalesce(sum(u.population) FILTER (WHERE says IN ('yes', 'planned', 'no', 'unknown')), 0) AS people,
       coalesce(sum(ticks) FILTER (WHERE says IN ('yes', 'no')), 0) AS ticks,
       coalesce(sum(ticks * u.population) FILTER (WHERE says IN ('yes', 'no')), 0) AS people_ticks
FROM said AS a JOIN units AS u ON u.moment = a.moment AND u.territory = a.territory
GROUP BY a.moment, a.lever, a.question, a.code;

-- The known values of numbers and days.
CREATE OR REPLACE TEMP TABLE known AS
SELECT moment, lever, question,
       count(*) FILTER (WHERE status <> 'not_asked') AS base,
       count(*) FILTER (WHERE status = 'answered') AS known,
       median(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS middle,
       sum(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS total,
       min(CASE WHEN type = 'number' THEN CAST(answer AS DOUBLE) END) AS least
FROM states WHERE type IN ('number', 'date')
GROUP BY moment, lever, question;

-- Every measure that the questionnaire asks for, at every moment.
CREATE OR REPLACE TEMP TABLE measured AS
WITH shares AS (SELECT m.position, m.measure, m.over_ticks, m.boxes, t.*
                FROM measures AS m JOIN tallies AS t USING (lever, question, code)),
     values_known AS (SELECT m.position, m.measure, k.*, k.base - k.known AS unknown
                      FROM measures AS m JOIN known AS k USING (lever, question))
-- How many: between those that say yes and those that may.
SELECT moment, position, CAST(yes AS DOUBLE) AS value, CAST(yes AS DOUBLE) AS numerator, CAST(base AS DOUBLE) AS base,
       CAST(unknown AS DOUBLE) AS unknown, CAST(yes AS DOUBLE) AS lower, CAST(yes + unknown AS DOUBLE) AS upper
FROM shares WHERE measure = 'count'
UNION ALL
-- Yes over all that were asked; never a confidence interval, since the frame is a census.
SELECT moment, position, ratio(yes, base), yes, base, unknown, ratio(yes, base), ratio(yes + unknown, base)
FROM shares WHERE measure = 'share' AND NOT over_ticks
UNION ALL
-- Yes over those whose answer is known.
SELECT moment, position, ratio(yes, base - unknown), yes, base - unknown, unknown, NULL, NULL
FROM shares WHERE measure = 'share_determined' AND NOT over_ticks
UNION ALL
-- The same by inhabitants.
SELECT moment, position, ratio(people_yes, people), people_yes, people, people_unknown,
       ratio(people_yes, people), ratio(people_yes + people_unknown, people)
FROM shares WHERE measure = 'weighted_share' AND NOT over_ticks
UNION ALL
-- Where a wave counts so: a code's ticks over all ticks. Each unknown may have ticked all boxes but this one (the least
-- share), or this one alone (the greatest).
SELECT moment, position, ratio(yes, ticks), yes, ticks, unknown,
       CASE WHEN boxes > 1 THEN ratio(yes, ticks + unknown * (boxes - 1)) ELSE ratio(yes + unknown, ticks + unknown) END,
       ratio(yes + unknown, ticks + unknown)
FROM shares WHERE measure = 'share' AND over_ticks
UNION ALL
SELECT moment, position, ratio(yes, ticks), yes, ticks, unknown, NULL, NULL
FROM shares WHERE measure = 'share_determined' AND over_ticks
UNION ALL
SELECT moment, position, ratio(people_yes, people_ticks), people_yes, people_ticks, people_unknown,
       CASE WHEN boxes > 1 THEN ratio(people_yes, people_ticks + people_unknown * (boxes - 1))
            ELSE ratio(people_yes + people_unknown, people_ticks + people_unknown) END,
       ratio(people_yes + people_unknown, people_ticks + people_unknown)
FROM shares WHERE measure = 'weighted_share' AND over_ticks
UNION ALL
-- How many values are known.
SELECT moment, position, known, known, base, unknown, known, base FROM values_known WHERE measure = 'documented'
UNION ALL
SELECT moment, position, middle, NULL, known, unknown, NULL, NULL FROM values_known WHERE measure = 'median'
UNION ALL
-- What is documented in all: a lower bound while something is unknown, unless a value may be negative.
SELECT moment, position, total, total, known, unknown,
       CASE WHEN unknown = 0 OR least >= 0 THEN total END, CASE WHEN unknown = 0 THEN total END
FROM values_known WHERE measure = 'total';

-- Beside each measure: the median age in years of the newest evidence of each answer, and the count at high confidence.
CREATE OR REPLACE TEMP TABLE beside AS
WITH ages AS (
  SELECT s.lever, s.question, median((CAST(m.day AS DATE) - CAST(s.as_of AS DATE)) / 365.25) AS median_age_years
  FROM states AS s JOIN moments AS m ON m.moment = s.moment
  WHERE s.moment = 'wave' AND s.status = 'answered' GROUP BY s.lever, s.question
),
high AS (
  SELECT lever, question, code, yes AS high_count FROM tallies WHERE moment = 'high'
  UNION ALL
  SELECT lever, question, '', known FROM known WHERE moment = 'high'
)
SELECT m.position, a.median_age_years, h.high_count
FROM measures AS m
LEFT JOIN ages AS a ON a.lever = m.lever AND a.question = m.question
LEFT JOIN high AS h ON h.lever = m.lever AND h.question = m.question AND h.code = m.code;
