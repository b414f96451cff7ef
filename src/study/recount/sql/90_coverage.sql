-- What the wave rests on ------------------------------------------------------------------------------------------------

CREATE OR REPLACE TEMP TABLE coverage AS
WITH used AS (SELECT * FROM standings WHERE moment = 'wave' AND standing IN ('live', 'lapsed')),
     core AS (SELECT s.status FROM states AS s JOIN questions AS q USING (lever, question)
              WHERE s.moment = 'wave' AND q.core AND s.status <> 'not_asked')
SELECT 0 AS position, 'frame.count' AS indicator, count(*) AS value FROM units WHERE moment = 'wave'
UNION ALL SELECT 1, 'levers.count', count(*) FROM levers WHERE NOT transversal
UNION ALL SELECT 2, 'questions.count', count(*) FROM questions
UNION ALL SELECT 3, 'questions.core', count(*) FROM questions WHERE core
UNION ALL SELECT 4, 'evidence.all', count(*) FROM evidence
UNION ALL SELECT 5, 'evidence.count', count(*) FROM used
UNION ALL SELECT 6, 'evidence.later', count(*) FROM standings WHERE moment = 'wave' AND standing = 'later'
UNION ALL SELECT 7, 'evidence.live', count(*) FROM used WHERE standing = 'live'
UNION ALL SELECT 8, 'evidence.lapsed', count(*) FROM used WHERE standing = 'lapsed'
UNION ALL SELECT 9, 'evidence.high', count(*) FROM used WHERE confidence = 'high'
UNION ALL SELECT 10, 'sources.count', count(DISTINCT source) FROM used
UNION ALL SELECT 11, 'conflicts.count', count(*) FROM states WHERE moment = 'wave' AND status = 'conflict';

CREATE OR REPLACE TEMP TABLE known_answers AS
SELECT count(*) FILTER (WHERE s.status = 'answered') AS known, count(*) AS base
FROM states AS s JOIN questions AS q ON q.lever = s.lever AND q.question = s.question
WHERE s.moment = 'wave' AND q.core AND s.status <> 'not_asked';

-- The survey alone: who sent a questionnaire, and which of the answers asked of them they gave (docs/adr/0013).
CREATE OR REPLACE TEMP TABLE asked AS
SELECT q.position, s.lever, s.question,
       count(*) FILTER (WHERE put) AS asked, count(*) FILTER (WHERE put AND s.status = 'answered') AS given
FROM (
  SELECT o.*, o.status <> 'not_asked' AND o.territory IN (SELECT territory FROM respondents)
              AND coalesce(t.status <> 'not_asked', true) AS put
  FROM survey AS o
  JOIN moments AS m ON m.moment = 'wave' AND m.wave = o.wave
  LEFT JOIN states AS t ON t.moment = 'wave' AND t.territory = o.territory AND t.lever = o.lever AND t.question = o.question
) AS s
JOIN questions AS q ON q.lever = s.lever AND q.question = s.question
GROUP BY q.position, s.lever, s.question;
