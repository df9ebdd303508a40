/* Each value against the same period a year before (core/review/trends): by difference, and in per cent */
/* of the size of the earlier value; a base of zero has no per cent. */
WITH pairs AS (
  SELECT
    f.indicator,
    f.unit,
    f.year,
    CAST(f.value - b.value AS DECIMAL(18, 4)) AS difference,
    b.value AS earlier
  FROM facts AS f
  JOIN facts AS b
    ON b.indicator = f.indicator AND b.unit = f.unit AND b.year = f.year - 1
  WHERE
    NOT f.value IS NULL AND NOT b.value IS NULL
), counted AS (
  SELECT
    indicator,
    unit,
    year,
    difference,
    ABS(
      CAST(CAST(CAST(earlier - earlier % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(earlier % 1 * 10000 AS BIGINT) AS DECIMAL(38, 0))
    ) AS earlier,
    CAST(CAST(CAST(difference - difference % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(difference % 1 * 10000 AS BIGINT) AS DECIMAL(38, 0)) AS distance
  FROM pairs
)
SELECT
  indicator,
  unit,
  year,
  difference,
  CASE
    WHEN earlier <> 0
    THEN CAST(CAST(CASE WHEN distance < 0 THEN -1 ELSE 1 END * (
      (
        20000 * ABS(distance) + earlier
      ) DIV (
        2 * earlier
      )
    ) AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2))
  END AS percent
FROM counted
