/* What a review says of each indicator, unit and year: the value, its verdict and its growth. */
/* A target without a value stands here too: it was not reported. */
SELECT
  COALESCE(f.indicator, a.indicator) AS indicator,
  COALESCE(f.unit, a.unit) AS unit,
  COALESCE(f.year, a.year) AS year,
  f.value,
  f.missing,
  a.verdict,
  a.difference,
  a.percent,
  g.difference AS growth,
  g.percent AS growth_percent
FROM facts AS f
FULL JOIN attained AS a
  ON a.indicator = f.indicator AND a.unit = f.unit AND a.year = f.year
LEFT JOIN grown AS g
  ON g.indicator = f.indicator AND g.unit = f.unit AND g.year = f.year
