-- Published figures computed again (design, section 6, "Claims") --------------------------------------------------------

-- Shares are published in whole per cent, and compared as they are written.
CREATE OR REPLACE TEMP MACRO written(part, unit) AS CASE WHEN unit = 'share' THEN floor(part * 100 + 0.5) ELSE part END;

CREATE OR REPLACE TEMP TABLE claims_checked AS
WITH found AS (
  SELECT c.position, c.claim, c.names, c.not_computable_because, CAST(c.value AS DOUBLE) AS published,
         CASE c.indicator
           WHEN 'frame.count' THEN (SELECT count(*) FROM units WHERE moment = 'wave')
           WHEN 'levers.count' THEN (SELECT count(*) FROM levers WHERE NOT transversal)
           ELSE written(f.value, m.unit) END AS documented,
         written(f.lower, m.unit) AS lower, written(f.upper, m.unit) AS upper,
         c.indicator IN ('frame.count', 'levers.count') OR coalesce(f.unknown = 0, false) AS exact,
         CASE WHEN m.measure = 'count' THEN (
           SELECT list_sort(list(s.territory)) FROM said AS s
           WHERE s.moment = 'claim ' || latest_day(c.as_of) AND s.lever = m.lever AND s.question = m.question
             AND s.code = m.code AND s.says = 'yes') END AS documented_names,
         list_sort(list_distinct([plain(name) FOR name IN string_split(c.names, '|') IF plain(name) <> ''])) AS named
  FROM claims AS c
  LEFT JOIN measures AS m ON m.indicator = c.indicator
  LEFT JOIN measured AS f ON f.position = m.position AND f.moment = 'claim ' || latest_day(c.as_of)
)
SELECT position, claim, published, documented, lower, upper, documented_names, named,
       CASE
         WHEN not_computable_because <> '' THEN 'not_computable'
         -- Nothing is unknown, or those documented are those that the publication names.
         WHEN coalesce(published = documented, false)
              AND (exact OR coalesce(len(named) > 0 AND named = documented_names, false)) THEN 'reproduced'
         -- A bound that the measure does not have is open while something is unknown.
         WHEN CASE WHEN lower IS NOT NULL THEN lower <= published
                   WHEN exact THEN coalesce(documented <= published, false) ELSE true END
          AND CASE WHEN upper IS NOT NULL THEN published <= upper
                   WHEN exact THEN coalesce(published <= documented, false) ELSE true END THEN 'consistent'
         ELSE 'contradicted'
       END AS verdict
FROM found;
