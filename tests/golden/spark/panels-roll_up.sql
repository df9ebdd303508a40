/* Units told of the units above them, by the merge rule (core/figures/restatement, every part whole). */
/* A missing unit makes the whole missing, unless partial values are wanted: `missing` counts the units. */
WITH parts AS (
  SELECT
    f.indicator,
    t.ancestor AS unit,
    f.year,
    f.unit AS part,
    f.value,
    f.missing,
    t.units
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
    SUM(p.value) AS total,
    MAX(p.value) AS highest,
    MIN(p.value) AS lowest
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
    CAST(CAST(p.value AS DECIMAL(28, 4)) * 10000 AS DECIMAL(38, 0)) AS value,
    CAST(CAST(w.weight AS DECIMAL(28, 4)) * 10000 AS DECIMAL(38, 0)) AS weight
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  JOIN weights AS w
    ON w.weigher = r.weigher AND w.unit = p.part AND w.period = p.year - r.lag
  WHERE
    r.merge_rule = 'weighted' AND NOT w.weight IS NULL
), means AS (
  SELECT
    indicator,
    unit,
    year,
    MAX(units) - COUNT(CASE WHEN missing = 0 THEN 1 END) AS missing,
    SUM(value * weight) AS numerator,
    SUM(weight) AS denominator
  FROM weighed
  GROUP BY
    indicator,
    unit,
    year
), quotients AS (
  SELECT
    m.indicator,
    m.unit,
    m.year,
    m.missing,
    CASE
      WHEN m.denominator <> 0
      THEN CASE WHEN (
        m.numerator < 0
      ) <> (
        m.denominator < 0
      ) THEN -1 ELSE 1 END * r.step * (
        (
          2 * ABS(m.numerator) + ABS(m.denominator) * r.step
        ) DIV (
          2 * ABS(m.denominator) * r.step
        )
      )
    END AS quotient
  FROM means AS m
  JOIN rules AS r
    ON r.indicator = m.indicator
), rolled AS (
  SELECT
    a.indicator,
    a.unit,
    a.year,
    a.missing,
    CASE r.merge_rule
      WHEN 'sum'
      THEN a.total
      WHEN 'max'
      THEN CAST(a.highest AS DECIMAL(38, 4))
      ELSE CAST(a.lowest AS DECIMAL(38, 4))
    END AS value
  FROM alike AS a
  JOIN rules AS r
    ON r.indicator = a.indicator
  UNION ALL
  SELECT
    indicator,
    unit,
    year,
    missing,
    CAST(CAST(quotient AS DECIMAL(28, 0)) * 0.0001 AS DECIMAL(38, 4)) AS value
  FROM quotients
)
SELECT
  s.indicator,
  s.unit,
  s.year,
  CASE
    WHEN s.missing = 0 OR r.is_partial
    THEN CASE r.decimals
      WHEN 0
      THEN CAST(ROUND(s.value, 0) AS DECIMAL(18, 4))
      WHEN 1
      THEN CAST(ROUND(s.value, 1) AS DECIMAL(18, 4))
      WHEN 2
      THEN CAST(ROUND(s.value, 2) AS DECIMAL(18, 4))
      WHEN 3
      THEN CAST(ROUND(s.value, 3) AS DECIMAL(18, 4))
      ELSE CAST(s.value AS DECIMAL(18, 4))
    END
  END AS value,
  CAST(s.missing AS INT) AS missing
FROM rolled AS s
JOIN rules AS r
  ON r.indicator = s.indicator
