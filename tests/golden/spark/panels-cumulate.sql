/* Months of a year told as the year to date, by the indicator's rule (core/figures/totals: cumulate). */
/* A missing month makes the year to date missing, unless partial values are wanted: `missing` counts months. */
WITH totals AS (
  SELECT
    m.indicator,
    m.unit,
    c.year,
    SUM(m.value) AS total,
    COUNT(*) AS known,
    COUNT(CASE WHEN m.missing = 0 THEN 1 END) AS whole
  FROM months AS m
  JOIN rules AS r
    ON r.indicator = m.indicator
  JOIN calendar AS c
    ON c.month = m.month
  WHERE
    r.cumulation IN ('sum', 'mean') AND NOT m.value IS NULL
  GROUP BY
    m.indicator,
    m.unit,
    c.year
), told AS (
  SELECT
    t.indicator,
    t.unit,
    t.year,
    c.months - t.whole AS missing,
    t.known,
    r.cumulation,
    r.step,
    r.is_partial,
    CAST(t.total AS DECIMAL(18, 4)) AS total
  FROM totals AS t
  JOIN rules AS r
    ON r.indicator = t.indicator
  JOIN calendar AS c
    ON c.year = t.year AND c.is_last
), counted AS (
  SELECT
    indicator,
    unit,
    year,
    missing,
    known,
    cumulation,
    step,
    is_partial,
    total,
    CAST(CAST(total - total % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(total % 1 * 10000 AS BIGINT) AS amount
  FROM told
)
SELECT
  indicator,
  unit,
  year,
  CASE
    WHEN missing > 0 AND NOT is_partial
    THEN NULL
    WHEN cumulation = 'sum'
    THEN total
    ELSE CAST(CAST(CASE WHEN amount < 0 THEN -1 ELSE 1 END * step * (
      (
        2 * ABS(amount) + known * step
      ) DIV (
        2 * known * step
      )
    ) AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4))
  END AS value,
  CAST(missing AS INT) AS missing
FROM counted
UNION ALL
SELECT
  m.indicator,
  m.unit,
  c.year,
  m.value,
  m.missing
FROM months AS m
JOIN rules AS r
  ON r.indicator = m.indicator
JOIN calendar AS c
  ON c.month = m.month AND c.is_last
WHERE
  r.cumulation = 'last' AND NOT m.value IS NULL
