-- Between two waves (design, section 6; docs/adr/0011) ----------------------------------------------------------------

-- Each yes/no question on the territories in both frames that both waves put it to, and its one change.
CREATE OR REPLACE TEMP TABLE compared AS
SELECT e.position AS earlier, e.wave AS earlier_wave, q.lever, q.question, q.core, now_.territory,
       then_.says AS before, now_.says AS after,
       CASE WHEN then_.says = now_.says THEN 'stable'
            WHEN then_.says IN ('no', 'planned') AND now_.says = 'yes' THEN 'adopted'
            WHEN then_.says = 'yes' AND now_.says = 'no' THEN 'ended'
            WHEN then_.says = 'unknown' AND now_.says = 'yes' THEN 'newly_documented'
            WHEN then_.says = 'yes' AND now_.says = 'unknown' THEN 'no_longer_documented'
            ELSE 'other' END AS change
FROM earlier_waves AS e
JOIN said AS then_ ON then_.moment = 'before ' || e.wave
JOIN said AS now_ ON now_.moment = 'wave' AND now_.territory = then_.territory
  AND now_.lever = then_.lever AND now_.question = then_.question AND now_.code = then_.code
JOIN questions AS q ON q.lever = now_.lever AND q.question = now_.question AND q.type = 'yes_no'
WHERE then_.says IN ('yes', 'planned', 'no', 'unknown') AND now_.says IN ('yes', 'planned', 'no', 'unknown');

CREATE OR REPLACE TEMP TABLE changes AS
WITH kinds(position, change) AS (
  VALUES (2, 'adopted'), (3, 'ended'), (4, 'newly_documented'), (5, 'no_longer_documented'), (6, 'stable'), (7, 'other')
),
-- Question by question: yes before, yes now, then each change.
by_question AS (
  SELECT e.position AS earlier, e.wave AS earlier_wave, q.lever, q.position, q.question,
         count(*) FILTER (WHERE c.before = 'yes') AS before, count(*) FILTER (WHERE c.after = 'yes') AS after,
         count(c.territory) AS base
  FROM earlier_waves AS e CROSS JOIN questions AS q
  LEFT JOIN compared AS c ON c.earlier = e.position AND c.lever = q.lever AND c.question = q.question
  WHERE q.type = 'yes_no' GROUP BY ALL
),
-- Over the core questions of each lever, and of all levers together (lever -1).
groups AS (
  SELECT lever, 'lever_' || lever || '.' AS name FROM questions WHERE core GROUP BY lever
  UNION ALL
  SELECT DISTINCT -1, '' FROM questions WHERE core
),
in_groups AS (
  SELECT earlier, lever, change FROM compared WHERE core
  UNION ALL
  SELECT earlier, -1, change FROM compared WHERE core
)
SELECT earlier, lever, 0 AS block, position, 0 AS kind,
       'evolution.' || earlier_wave || '.' || question || '.before' AS indicator, before AS value, base
FROM by_question
UNION ALL
SELECT earlier, lever, 0, position, 1, 'evolution.' || earlier_wave || '.' || question || '.after', after, base
FROM by_question
UNION ALL
SELECT b.earlier, b.lever, 0, b.position, k.position, 'evolution.' || b.earlier_wave || '.' || b.question || '.' || k.change,
       count(c.territory), b.base
FROM by_question AS b CROSS JOIN kinds AS k
LEFT JOIN compared AS c ON c.earlier = b.earlier AND c.lever = b.lever AND c.question = b.question AND c.change = k.change
GROUP BY ALL
UNION ALL
SELECT e.position, g.lever, 1, 0, k.position, 'evolution.' || e.wave || '.' || g.name || k.change,
       count(*) FILTER (WHERE c.change = k.change), count(c.change)
FROM earlier_waves AS e CROSS JOIN groups AS g CROSS JOIN kinds AS k
LEFT JOIN in_groups AS c ON c.earlier = e.position AND c.lever = g.lever
GROUP BY ALL;

-- The intensity then, on the territories of both frames.
CREATE OR REPLACE TEMP TABLE earlier_intensities AS
SELECT e.position AS earlier, e.wave AS earlier_wave, g.lever,
       coalesce(sum(i.yes), 0) AS yes, coalesce(sum(i.base), 0) AS base, coalesce(sum(i.unknown), 0) AS unknown
FROM earlier_waves AS e
CROSS JOIN (SELECT DISTINCT lever FROM core_said) AS g
LEFT JOIN intensities AS i ON i.moment = 'before ' || e.wave AND i.lever = g.lever
  AND i.territory IN (SELECT territory FROM units WHERE moment = 'wave')
GROUP BY ALL;
