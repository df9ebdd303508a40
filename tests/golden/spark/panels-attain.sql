/* Each target held against the value reached (core/review/attainment): rounding comes before comparing. */
/* `difference` lies on the good side where it is positive; `percent` is 100 at the bound. */
WITH held AS (
  SELECT
    t.indicator,
    t.unit,
    t.year,
    t.op,
    t.direction,
    t.target IS NULL OR t.direction = 'none' OR t.op = 'text' AS is_open,
    CAST(t.target AS DECIMAL(18, 4)) AS low,
    CAST(COALESCE(t.target_to, t.target) AS DECIMAL(18, 4)) AS high,
    CASE t.decimals
      WHEN 0
      THEN CAST(ROUND(f.value, 0) AS DECIMAL(18, 4))
      WHEN 1
      THEN CAST(ROUND(f.value, 1) AS DECIMAL(18, 4))
      WHEN 2
      THEN CAST(ROUND(f.value, 2) AS DECIMAL(18, 4))
      WHEN 3
      THEN CAST(ROUND(f.value, 3) AS DECIMAL(18, 4))
      ELSE CAST(f.value AS DECIMAL(18, 4))
    END AS value
  FROM targets AS t
  LEFT JOIN facts AS f
    ON f.indicator = t.indicator AND f.unit = t.unit AND f.year = t.year
), measured AS (
  SELECT
    indicator,
    unit,
    year,
    op,
    direction,
    is_open,
    low,
    high,
    value,
    CAST(CASE direction
      WHEN 'higher'
      THEN value - low
      WHEN 'lower'
      THEN high - value
      WHEN 'range'
      THEN LEAST(value - low, high - value)
    END AS DECIMAL(18, 4)) AS margin,
    CASE direction WHEN 'higher' THEN low WHEN 'lower' THEN high END AS bound
  FROM held
), counted AS (
  SELECT
    indicator,
    unit,
    year,
    op,
    direction,
    is_open,
    low,
    high,
    value,
    margin,
    ABS(
      CAST(CAST(CAST(bound - bound % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(bound % 1 * 10000 AS BIGINT) AS DECIMAL(38, 0))
    ) AS bound,
    CAST(CAST(CAST(margin - margin % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(margin % 1 * 10000 AS BIGINT) AS DECIMAL(38, 0)) AS distance
  FROM measured
)
SELECT
  indicator,
  unit,
  year,
  CASE
    WHEN is_open
    THEN 'undetermined'
    WHEN value IS NULL
    THEN 'not_reported'
    WHEN margin < 0 OR (
      margin = 0 AND op IN ('>', '<')
    )
    THEN 'not_met'
    WHEN op IN ('>', '<')
    THEN 'met'
    WHEN direction = 'higher' AND value > high
    THEN 'exceeded'
    WHEN direction = 'lower' AND value < low
    THEN 'exceeded'
    ELSE 'met'
  END AS verdict,
  CASE WHEN NOT is_open THEN margin END AS difference,
  CASE
    WHEN NOT is_open AND bound <> 0
    THEN CAST(CAST(CASE WHEN bound + distance < 0 THEN -1 ELSE 1 END * (
      (
        20000 * ABS(bound + distance) + bound
      ) DIV (
        2 * bound
      )
    ) AS DECIMAL(18, 0)) * 0.01 AS DECIMAL(18, 2))
  END AS percent
FROM counted
