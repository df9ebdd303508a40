/* Figures of old units told of the units of a basis, by the merge rule (core/figures/restatement). */
/* What is one part, whole, stays as it was reported; all else is rounded to the published decimals. */
/* A missing part makes the whole missing, unless partial values are wanted: `missing` counts the parts. */
/* A period is a month or a year, the same in every table. */
WITH parts AS (
  SELECT
    f.indicator,
    l.successor AS unit,
    f.period,
    f.value,
    f.missing,
    f.unit AS part,
    l.share,
    l.parts,
    l.is_whole
  FROM figures AS f
  JOIN lineage AS l
    ON l.unit = f.unit AND l.period = f.period
  WHERE
    NOT f.value IS NULL
), alike AS (
  SELECT
    p.indicator,
    p.unit,
    p.period,
    MAX(p.parts) - COUNT(CASE WHEN p.missing = 0 THEN 1 END) AS missing,
    CAST(SUM(CAST(p.value AS DECIMAL(28, 4)) * p.share) AS DECIMAL(38, 10)) AS total,
    MAX(p.value) AS highest,
    MIN(p.value) AS lowest
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  WHERE
    r.merge_rule IN ('sum', 'max', 'min') AND NOT p.is_whole
  GROUP BY
    p.indicator,
    p.unit,
    p.period
), weighed AS (
  SELECT
    p.indicator,
    p.unit,
    p.period,
    p.parts,
    p.missing,
    CAST(CAST(p.value AS DECIMAL(28, 4)) * 10000 AS DECIMAL(38, 0)) AS value,
    CAST(CAST(w.weight AS DECIMAL(28, 4)) * 10000 AS DECIMAL(38, 0)) * CAST(CAST(p.share AS DECIMAL(18, 6)) * 1000000 AS DECIMAL(38, 0)) AS weight
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  JOIN weights AS w
    ON w.weigher = r.weigher AND w.unit = p.part AND w.period = p.period - r.lag
  WHERE
    r.merge_rule = 'weighted' AND NOT p.is_whole AND NOT w.weight IS NULL
), means AS (
  SELECT
    indicator,
    unit,
    period,
    MAX(parts) - COUNT(CASE WHEN missing = 0 THEN 1 END) AS missing,
    SUM(value * weight) AS numerator,
    SUM(weight) AS denominator
  FROM weighed
  GROUP BY
    indicator,
    unit,
    period
), quotients AS (
  SELECT
    m.indicator,
    m.unit,
    m.period,
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
), restated AS (
  SELECT
    a.indicator,
    a.unit,
    a.period,
    a.missing,
    CASE r.merge_rule
      WHEN 'sum'
      THEN a.total
      WHEN 'max'
      THEN CAST(a.highest AS DECIMAL(38, 10))
      ELSE CAST(a.lowest AS DECIMAL(38, 10))
    END AS value
  FROM alike AS a
  JOIN rules AS r
    ON r.indicator = a.indicator
  UNION ALL
  SELECT
    indicator,
    unit,
    period,
    missing,
    CAST(CAST(quotient AS DECIMAL(28, 0)) * 0.0001 AS DECIMAL(38, 10)) AS value
  FROM quotients
)
SELECT
  s.indicator,
  s.unit,
  s.period,
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
      ELSE CAST(ROUND(s.value, 4) AS DECIMAL(18, 4))
    END
  END AS value,
  CAST(s.missing AS INT) AS missing
FROM restated AS s
JOIN rules AS r
  ON r.indicator = s.indicator
UNION ALL
SELECT
  indicator,
  unit,
  period,
  value,
  missing
FROM parts
WHERE
  is_whole
