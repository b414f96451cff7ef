-- Every indicator, in the order of indicators.csv -----------------------------------------------------------------------

-- `place` sorts: what the wave rests on, the levers, all levers together, the published figures.
CREATE OR REPLACE TEMP TABLE indicators AS
SELECT [0, 0, position] AS place, CAST(NULL AS INTEGER) AS lever, indicator, '' AS territory,
       CAST(value AS DOUBLE) AS value, CAST(value AS DOUBLE) AS numerator, CAST(NULL AS DOUBLE) AS base,
       CAST(NULL AS DOUBLE) AS unknown, CAST(value AS DOUBLE) AS lower, CAST(value AS DOUBLE) AS upper,
       CAST(NULL AS DOUBLE) AS median_age_years, CAST(NULL AS BIGINT) AS high_count
FROM coverage
UNION ALL
SELECT [0, 1], NULL, 'answers.known', '', ratio(known, base), known, base, base - known, ratio(known, base), NULL, NULL, NULL
FROM known_answers
UNION ALL
SELECT [0, 2, 0], NULL, 'responses.count', '', came, came, CASE WHEN o.open_survey THEN came ELSE units END,
       NULL, NULL, NULL, NULL, NULL
FROM (SELECT count(*) AS came FROM respondents) CROSS JOIN (SELECT count(*) AS units FROM units WHERE moment = 'wave')
CROSS JOIN options AS o WHERE EXISTS (FROM asked)
UNION ALL
SELECT [0, 2, 1], NULL, 'responses.rate', '', ratio(came, units), came, units, NULL, NULL, NULL, NULL, NULL
FROM (SELECT count(*) AS came FROM respondents) CROSS JOIN (SELECT count(*) AS units FROM units WHERE moment = 'wave')
CROSS JOIN options AS o WHERE EXISTS (FROM asked) AND NOT o.open_survey
UNION ALL
SELECT [0, 2, 2], NULL, 'responses.answers', '', sum(given), sum(given), sum(asked), NULL, NULL, NULL, NULL, NULL
FROM asked HAVING count(*) > 0
UNION ALL
SELECT [0, 2, 3], NULL, 'responses.items', '', ratio(sum(given), sum(asked)), sum(given), sum(asked), NULL, NULL, NULL, NULL, NULL
FROM asked HAVING count(*) > 0
UNION ALL
SELECT [0, 3, position], lever, 'responses.lever_' || lever || '.' || question, '', ratio(given, asked), given, asked,
       NULL, NULL, NULL, NULL, NULL
FROM asked
UNION ALL
-- The measures of each lever's questions.
SELECT [1, l.position, 0, m.position], m.lever, m.indicator, '', v.value, v.numerator, v.base, v.unknown, v.lower, v.upper,
       b.median_age_years, b.high_count
FROM measures AS m
JOIN levers AS l ON l.lever = m.lever
JOIN measured AS v ON v.position = m.position AND v.moment = 'wave'
JOIN beside AS b ON b.position = m.position
UNION ALL
-- Intensities: of the frame, then of each territory, with what leaving one question out makes of it.
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 1, 0], nullif(i.lever, -1),
       CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END || '.intensity', '',
       ratio(sum(i.yes), sum(i.base)), sum(i.yes), sum(i.base), sum(i.unknown),
       ratio(sum(i.yes), sum(i.base)), ratio(sum(i.yes + i.unknown), sum(i.base)), NULL, NULL
FROM intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
WHERE i.moment = 'wave' GROUP BY i.lever, l.position
UNION ALL
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 1, i.position, e.position], nullif(i.lever, -1),
       CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END || '.intensity' || e.name, i.territory,
       CASE e.position WHEN 0 THEN ratio(i.yes, i.base) WHEN 1 THEN i.lowest ELSE i.highest END,
       CASE e.position WHEN 0 THEN i.yes END, i.base, CASE e.position WHEN 0 THEN i.unknown END,
       CASE e.position WHEN 0 THEN ratio(i.yes, i.base) END,
       CASE e.position WHEN 0 THEN ratio(i.yes + i.unknown, i.base) END, NULL, NULL
FROM intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
CROSS JOIN (VALUES (0, ''), (1, '_lowest'), (2, '_highest')) AS e(position, name)
WHERE i.moment = 'wave'
UNION ALL
-- Beside each earlier wave.
SELECT [CASE WHEN c.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 2, c.earlier, c.block, c.position, c.kind],
       nullif(c.lever, -1), c.indicator, '', c.value, c.value, c.base, NULL, NULL, NULL, NULL, NULL
FROM changes AS c LEFT JOIN levers AS l ON l.lever = c.lever
UNION ALL
SELECT [CASE WHEN i.lever = -1 THEN 2 ELSE 1 END, coalesce(l.position, 0), 2, i.earlier, 2], nullif(i.lever, -1),
       'evolution.' || i.earlier_wave || '.' || CASE WHEN i.lever = -1 THEN 'all_levers' ELSE 'lever_' || i.lever END
         || '.intensity', '',
       ratio(i.yes, i.base), i.yes, i.base, i.unknown, ratio(i.yes, i.base), ratio(i.yes + i.unknown, i.base), NULL, NULL
FROM earlier_intensities AS i LEFT JOIN levers AS l ON l.lever = i.lever
UNION ALL
-- The published figures, by verdict.
SELECT [3, 0], NULL, 'claims.count', '', count(*), count(*), NULL, NULL, NULL, NULL, NULL, NULL FROM claims_checked
UNION ALL
SELECT [3, v.position], NULL, 'claims.' || v.verdict, '', count(*) FILTER (WHERE c.verdict = v.verdict),
       count(*) FILTER (WHERE c.verdict = v.verdict), count(c.verdict), NULL, NULL, NULL, NULL, NULL
FROM (VALUES (1, 'reproduced'), (2, 'consistent'), (3, 'contradicted'), (4, 'not_computable')) AS v(position, verdict)
LEFT JOIN claims_checked AS c ON true
GROUP BY v.position, v.verdict;

SELECT m.wave, i.lever, i.indicator, i.territory, i.value, i.numerator, i.base, i.unknown, i.lower, i.upper,
       i.median_age_years, i.high_count
FROM indicators AS i JOIN moments AS m ON m.moment = 'wave'
ORDER BY i.place;
