-- When, and of whom -------------------------------------------------------------------------------------------------

-- Published figures are computed at their own date, a partial one being its last day. A survey's answers are of the
-- day of its wave, and count for figures of that day or a later one.
INSERT INTO moments
SELECT DISTINCT 'claim ' || latest_day(c.as_of), 'claim', m.wave, latest_day(c.as_of),
       m.frame_vintage, m.population_vintage, false, true, m.surveyed AND latest_day(c.as_of) >= m.day
FROM claims AS c JOIN moments AS m ON m.moment = 'wave'
WHERE c.not_computable_because = '';

-- The territories of the frame at each moment, in the frame's order, with their inhabitants.
CREATE OR REPLACE TEMP TABLE units AS
SELECT m.moment, f.territory,
       row_number() OVER (PARTITION BY m.moment ORDER BY f.position) AS position,
       people.population
FROM moments AS m
JOIN frame AS f ON f.vintage = m.frame_vintage
LEFT JOIN frame AS people ON people.territory = f.territory AND people.vintage = m.population_vintage;
