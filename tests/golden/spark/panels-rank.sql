/* Places within a level and year (core/review/ranking): equal measures share the best place (1, 1, 1, 4). */
/* Units without a measure are not ranked. */
WITH placed AS (
  SELECT
    level,
    year,
    unit,
    CASE WHEN is_ascending THEN -measure ELSE measure END AS measure
  FROM measures
  WHERE
    NOT measure IS NULL
)
SELECT
  level,
  year,
  unit,
  CAST(RANK() OVER (PARTITION BY level, year ORDER BY measure DESC) AS INT) AS rank,
  CAST(COUNT(*) OVER (PARTITION BY level, year, measure) AS INT) AS tied
FROM placed
