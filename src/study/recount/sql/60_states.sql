-- What each territory's answer is (design, section 6, points 2, 3 and 5 to 7) -----------------------------------------

-- What the facts say. The latest day among firm facts governs: its live ones say one thing, or they are in conflict,
-- or all have lapsed, and then nothing is known (older facts are not revived). Texts gather all live facts.
CREATE OR REPLACE TEMP TABLE documented AS
WITH held AS (
  SELECT s.* FROM standings AS s JOIN units AS u ON u.moment = s.moment AND u.territory = s.territory
  WHERE s.standing IN ('live', 'lapsed')
),
newest AS (
  SELECT moment, territory, lever, question,
         max(first_day) FILTER (WHERE NOT plan) AS firm_day,
         max(first_day) FILTER (WHERE plan AND standing = 'live') AS plan_day
  FROM held GROUP BY moment, territory, lever, question
),
governing AS (
  SELECT moment, territory, lever, question,
         count(DISTINCT h.reading) AS readings,
         min(h.reading) AS reading,
         max(h.first_day) AS day,
         string_agg(h.evidence || '=' || h.answer, ';') AS expect
  FROM held AS h JOIN newest AS n USING (moment, territory, lever, question)
  WHERE NOT h.plan AND h.standing = 'live' AND (h.first_day = n.firm_day OR h.type = 'text')
  GROUP BY moment, territory, lever, question
),
firm AS (
  SELECT n.*, g.reading, g.day, g.expect,
         CASE WHEN g.readings IS NULL THEN 'unknown' WHEN g.readings = 1 THEN 'answered' ELSE 'conflict' END AS status
  FROM newest AS n LEFT JOIN governing AS g USING (moment, territory, lever, question)
),
-- A live plan shows when there is no firm fact at all, or when the firm answer is no or unknown and the plan is not
-- older than the latest firm fact. It replaces neither a yes nor a conflict.
planned AS (
  SELECT f.*, coalesce(
           f.plan_day IS NOT NULL AND f.status <> 'conflict' AND NOT (f.status = 'answered' AND f.reading = 'yes')
           AND (f.firm_day IS NULL OR f.plan_day >= f.firm_day), false) AS is_plan
  FROM firm AS f
)
SELECT p.moment, p.territory, p.lever, p.question,
       CASE WHEN p.is_plan OR c.answer IS NOT NULL THEN 'answered' ELSE p.status END AS status,
       CASE WHEN p.is_plan THEN 'planned'
            -- A correction settles a conflict while the evidence is exactly what it was written for.
            WHEN p.status = 'conflict' THEN reading(q.type, c.answer)
            ELSE p.reading END AS answer,
       CASE WHEN p.is_plan THEN p.plan_day ELSE p.day END AS as_of
FROM planned AS p
JOIN moments AS m ON m.moment = p.moment
JOIN questions AS q ON q.lever = p.lever AND q.question = p.question
LEFT JOIN corrections AS c
  ON p.status = 'conflict' AND m.corrected AND c.wave = m.wave AND c.territory = p.territory
  AND c.question = p.question AND evidence_case(c.expect) = evidence_case(p.expect);

-- A territory's own answer stands before what is documented; a missing one says of the unknown what kind of gap it is
-- (docs/adr/0013). One row for every moment, question and territory.
CREATE OR REPLACE TEMP TABLE given AS
SELECT u.moment, u.territory, u.position, q.lever, q.question, q.type,
       CASE WHEN s.status = 'answered' THEN 'answered'
            WHEN s.status IS NOT NULL AND coalesce(d.status, 'unknown') = 'unknown' THEN s.status
            ELSE coalesce(d.status, 'unknown') END AS status,
       CASE WHEN s.status = 'answered' THEN reading(q.type, s.answer) WHEN d.status = 'answered' THEN d.answer END
         AS answer,
       CASE WHEN s.status = 'answered' THEN m.day WHEN d.status = 'answered' THEN d.as_of END AS as_of
FROM units AS u
JOIN moments AS m ON m.moment = u.moment
CROSS JOIN questions AS q
LEFT JOIN documented AS d
  ON d.moment = u.moment AND d.territory = u.territory AND d.lever = q.lever AND d.question = q.question
LEFT JOIN survey AS s
  ON m.surveyed AND s.wave = m.wave AND s.territory = u.territory AND s.lever = q.lever AND s.question = q.question;

-- A question is not asked where an earlier one is known to leave the territory out, or one further up; an unknown
-- filter leaves it in, as unknown, and so does a box that was not offered.
CREATE OR REPLACE TEMP TABLE outside AS
SELECT DISTINCT g.moment, g.territory, f.lever, f.question
FROM filters AS f
JOIN given AS g ON g.lever = f.filter_lever AND g.question = f.filter
WHERE g.status = 'not_asked'
   OR (g.status = 'answered' AND NOT list_has_any([ltrim(box, '~') FOR box IN string_split(g.answer, ';')], f.answers));

CREATE OR REPLACE TEMP TABLE states AS
SELECT g.moment, g.territory, g.position, g.lever, g.question, g.type,
       CASE WHEN o.question IS NOT NULL THEN 'not_asked' ELSE g.status END AS status,
       CASE WHEN o.question IS NULL AND g.status = 'answered' THEN g.answer END AS answer,
       CASE WHEN o.question IS NULL AND g.status = 'answered' THEN g.as_of END AS as_of
FROM given AS g
LEFT JOIN outside AS o
  ON o.moment = g.moment AND o.territory = g.territory AND o.lever = g.lever AND o.question = g.question;
