/* Units told of the units above them, by the merge rule (core/figures/totals: roll_up). */
/* A missing unit makes the whole missing, unless partial values are wanted: `missing` counts the units. */
WITH parts AS (
  SELECT
    f.indicator,
    t.ancestor AS unit,
    f.year,
    f.unit AS part,
    f.missing,
    t.units,
    CAST(CAST(f.value - f.value % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(f.value % 1 * 10000 AS BIGINT) AS amount
  FROM facts AS f
  JOIN tree AS t
    ON t.unit = f.unit
  WHERE
    NOT f.value IS NULL
), alike AS (
  SELECT
    p.indicator,
    p.unit,
    p.year,
    MAX(p.units) - COUNT(CASE WHEN p.missing = 0 THEN 1 END) AS missing,
    SUM(CAST(p.amount AS DECIMAL(38, 0))) AS total,
    MAX(p.amount) AS highest,
    MIN(p.amount) AS lowest
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  WHERE
    r.merge_rule IN ('sum', 'max', 'min')
  GROUP BY
    p.indicator,
    p.unit,
    p.year
), weighed AS (
  SELECT
    p.indicator,
    p.unit,
    p.year,
    p.units,
    p.missing,
    p.amount,
    CAST(CAST(CAST(w.weight - w.weight % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(w.weight % 1 * 10000 AS BIGINT) AS DECIMAL(38, 0)) AS weight
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  JOIN weights AS w
    ON w.weigher = r.weigher AND w.unit = p.part AND w.period = p.year - r.lag
  WHERE
    r.merge_rule = 'weighted' AND NOT w.weight IS NULL
), fractions AS (
  SELECT
    a.indicator,
    a.unit,
    a.year,
    a.missing,
    CASE r.merge_rule
      WHEN 'sum'
      THEN a.total
      WHEN 'max'
      THEN CAST(a.highest AS DECIMAL(38, 0))
      ELSE CAST(a.lowest AS DECIMAL(38, 0))
    END AS numerator,
    CAST(1 AS DECIMAL(38, 0)) AS denominator
  FROM alike AS a
  JOIN rules AS r
    ON r.indicator = a.indicator
  UNION ALL
  SELECT
    indicator,
    unit,
    year,
    MAX(units) - COUNT(CASE WHEN missing = 0 THEN 1 END) AS missing,
    SUM(amount * weight) AS numerator,
    SUM(weight) AS denominator
  FROM weighed
  GROUP BY
    indicator,
    unit,
    year
), told AS (
  SELECT
    f.indicator,
    f.unit,
    f.year,
    f.missing,
    r.is_partial,
    CASE
      WHEN f.denominator <> 0
      THEN CASE WHEN (
        f.numerator < 0
      ) <> (
        f.denominator < 0
      ) THEN -1 ELSE 1 END * r.step * (
        (
          2 * ABS(f.numerator) + ABS(f.denominator) * r.step
        ) DIV (
          2 * ABS(f.denominator) * r.step
        )
      )
    END AS amount
  FROM fractions AS f
  JOIN rules AS r
    ON r.indicator = f.indicator
)
SELECT
  indicator,
  unit,
  year,
  CASE
    WHEN missing = 0 OR is_partial
    THEN CAST(CAST(amount AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4))
  END AS value,
  CAST(missing AS INT) AS missing
FROM told
