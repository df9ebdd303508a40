/* Figures of old units told of the units of a basis, by the merge rule (core/figures/restatement). */
/* What is one part, whole, stays as it was reported; all else is rounded to the published decimals. */
/* A part without a value, or without the share or weight that the rule needs, makes the whole missing, */
/* unless partial values are wanted: `missing` counts the parts. */
/* A period is a month or a year, the same in every table. */
WITH parts AS (
  SELECT
    f.indicator,
    l.successor AS unit,
    f.period,
    f.value,
    f.missing,
    f.unit AS part,
    l.parts,
    l.is_whole,
    CAST(CAST(f.value - f.value % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(f.value % 1 * 10000 AS BIGINT) AS amount,
    CAST(CAST(l.share AS DECIMAL(18, 6)) * 1000000 AS DECIMAL(38, 0)) AS share
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
    SUM(p.amount * p.share) AS total,
    MAX(p.amount) AS highest,
    MIN(p.amount) AS lowest
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  WHERE
    NOT p.is_whole
    AND (
      r.merge_rule IN ('max', 'min')
      OR (
        r.merge_rule = 'sum' AND NOT p.share IS NULL
      )
    )
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
    p.amount,
    (
      CAST(CAST(w.weight - w.weight % 1 AS DECIMAL(18, 4)) AS BIGINT) * 10000 + CAST(w.weight % 1 * 10000 AS BIGINT)
    ) * p.share AS weight
  FROM parts AS p
  JOIN rules AS r
    ON r.indicator = p.indicator
  JOIN weights AS w
    ON w.weigher = r.weigher AND w.unit = p.part AND w.period = p.period - r.lag
  WHERE
    r.merge_rule = 'weighted'
    AND NOT p.is_whole
    AND NOT p.share IS NULL
    AND NOT w.weight IS NULL
), fractions AS (
  SELECT
    a.indicator,
    a.unit,
    a.period,
    a.missing,
    CASE r.merge_rule
      WHEN 'sum'
      THEN a.total
      WHEN 'max'
      THEN CAST(a.highest AS DECIMAL(38, 0))
      ELSE CAST(a.lowest AS DECIMAL(38, 0))
    END AS numerator,
    CASE r.merge_rule
      WHEN 'sum'
      THEN CAST(1000000 AS DECIMAL(38, 0))
      ELSE CAST(1 AS DECIMAL(38, 0))
    END AS denominator
  FROM alike AS a
  JOIN rules AS r
    ON r.indicator = a.indicator
  UNION ALL
  SELECT
    indicator,
    unit,
    period,
    MAX(parts) - COUNT(CASE WHEN missing = 0 THEN 1 END) AS missing,
    SUM(amount * weight) AS numerator,
    SUM(weight) AS denominator
  FROM weighed
  GROUP BY
    indicator,
    unit,
    period
), told AS (
  SELECT
    f.indicator,
    f.unit,
    f.period,
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
  period,
  CASE
    WHEN missing = 0 OR is_partial
    THEN CAST(CAST(amount AS DECIMAL(18, 0)) * 0.0001 AS DECIMAL(18, 4))
  END AS value,
  CAST(missing AS INT) AS missing
FROM told
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
