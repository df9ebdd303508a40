/* How many of a unit's targets of a year were met (core/review/tallies). */
/* What is not applicable leaves the total; what is not reported or undetermined stays in it. */
WITH counted AS (
  SELECT
    unit,
    year,
    CAST(COUNT(CASE WHEN verdict IN ('met', 'exceeded') THEN 1 END) AS BIGINT) AS met,
    CAST(COUNT(CASE WHEN verdict <> 'not_applicable' THEN 1 END) AS BIGINT) AS total,
    COUNT(CASE WHEN verdict = 'exceeded' THEN 1 END) AS exceeded,
    COUNT(CASE WHEN verdict = 'not_reported' THEN 1 END) AS not_reported,
    COUNT(CASE WHEN verdict = 'not_applicable' THEN 1 END) AS not_applicable,
    COUNT(CASE WHEN verdict = 'undetermined' THEN 1 END) AS undetermined
  FROM verdicts
  GROUP BY
    unit,
    year
)
SELECT
  unit,
  year,
  CAST(met AS INT) AS met,
  CAST(total AS INT) AS total,
  CAST(total - met AS INT) AS missed,
  CASE
    WHEN total <> 0
    THEN CAST(CAST((
      2000 * met + total
    ) DIV (
      2 * total
    ) AS DECIMAL(18, 0)) * 0.1 AS DECIMAL(5, 1))
  END AS share,
  CAST(exceeded AS INT) AS exceeded,
  CAST(not_reported AS INT) AS not_reported,
  CAST(not_applicable AS INT) AS not_applicable,
  CAST(undetermined AS INT) AS undetermined
FROM counted
