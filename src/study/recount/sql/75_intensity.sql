-- Intensity (design, section 6, "Intensity") --------------------------------------------------------------------------

-- What each territory says of the core questions: of each lever, and of all levers together (lever -1).
CREATE OR REPLACE TEMP TABLE core_said AS
WITH core AS (
  SELECT s.moment, s.territory, s.position, s.lever, s.question,
         s.status <> 'not_asked' AS asked,
         s.status = 'answered' AND s.answer = 'yes' AS yes,
         s.status NOT IN ('not_asked', 'answered') AS unknown
  FROM states AS s
  JOIN questions AS q ON q.lever = s.lever AND q.question = s.question AND q.core
  JOIN moments AS m ON m.moment = s.moment AND m.kind IN ('wave', 'before')
)
SELECT * FROM core
UNION ALL
SELECT moment, territory, position, -1, question, asked, yes, unknown FROM core;

-- Yes over the core questions asked; and its lowest and highest value leaving one of them out.
CREATE OR REPLACE TEMP TABLE intensities AS
WITH counted AS (
  SELECT moment, territory, lever,
         count(*) FILTER (WHERE yes) AS yes, count(*) FILTER (WHERE asked) AS base, count(*) FILTER (WHERE unknown) AS unknown
  FROM core_said GROUP BY moment, territory, lever
),
left_out AS (
  SELECT moment, territory, lever,
         min(ratio(c.yes - CAST(a.yes AS INTEGER), c.base - 1)) AS lowest,
         max(ratio(c.yes - CAST(a.yes AS INTEGER), c.base - 1)) AS highest
  FROM core_said AS a JOIN counted AS c USING (moment, territory, lever)
  WHERE a.asked GROUP BY moment, territory, lever
),
-- All levers have their rows even where no question is a core one.
wanted AS (
  SELECT DISTINCT lever FROM core_said UNION SELECT -1
)
SELECT u.moment, u.territory, u.position, w.lever,
       coalesce(c.yes, 0) AS yes, coalesce(c.base, 0) AS base, coalesce(c.unknown, 0) AS unknown, l.lowest, l.highest
FROM units AS u
JOIN moments AS m ON m.moment = u.moment AND m.kind IN ('wave', 'before')
CROSS JOIN wanted AS w
LEFT JOIN counted AS c ON c.moment = u.moment AND c.territory = u.territory AND c.lever = w.lever
LEFT JOIN left_out AS l ON l.moment = u.moment AND l.territory = u.territory AND l.lever = w.lever;
