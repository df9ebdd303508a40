/* The monthly figures of a panel: of one release of one source the row recorded last, then of all known on */
/* the day the one in force (core/figures/observations: choose). A release without a value takes back what */
/* came before it; where two best ones contradict each other, the month is missing. */
WITH recorded AS (
  SELECT
    unit_key,
    indicator,
    period,
    value,
    obs_status,
    estimate,
    released,
    source
  FROM (
    SELECT
      unit_key,
      indicator,
      period,
      value,
      obs_status,
      estimate,
      released,
      source,
      ROW_NUMBER() OVER (PARTITION BY unit_key, indicator, period, released, source ORDER BY place DESC) AS _w
    FROM segments
  ) AS _t
  WHERE
    _w = 1
), dated AS (
  SELECT
    i.number AS indicator,
    u.number AS unit,
    m.number AS month,
    f.value,
    f.estimate,
    CASE LENGTH(f.released)
      WHEN 4
      THEN f.released || '-12-31'
      WHEN 7
      THEN f.released || '-31'
      ELSE f.released
    END AS released,
    CASE f.obs_status WHEN 'A' THEN 3 WHEN 'P' THEN 2 WHEN 'E' THEN 1 ELSE 0 END AS grade
  FROM recorded AS f
  JOIN indicators AS i
    ON i.code = f.indicator
  JOIN units AS u
    ON u.code = f.unit_key
  JOIN months AS m
    ON m.code = f.period
), known AS (
  SELECT
    d.indicator,
    d.unit,
    d.month,
    d.value,
    d.released,
    d.estimate,
    d.grade,
    MAX(CASE WHEN d.grade = 0 THEN d.released END) OVER (PARTITION BY d.indicator, d.unit, d.month) AS taken_back
  FROM dated AS d
  JOIN horizon AS h
    ON d.released <= h.as_of
), best AS (
  SELECT
    indicator,
    unit,
    month,
    value
  FROM (
    SELECT
      indicator,
      unit,
      month,
      value,
      RANK() OVER (
        PARTITION BY indicator, unit, month
        ORDER BY CASE WHEN released < taken_back THEN 0 ELSE 1 END DESC, grade DESC, released DESC, estimate DESC
      ) AS _w
    FROM known
  ) AS _t
  WHERE
    _w = 1
)
SELECT
  CAST(indicator AS INT) AS indicator,
  CAST(unit AS INT) AS unit,
  CAST(month AS INT) AS month,
  MAX(value) AS value,
  COALESCE(MAX(value) <> ROUND(MAX(value), 4) OR ABS(MAX(value)) >= 100000000000000, FALSE) AS is_misfit
FROM best
GROUP BY
  indicator,
  unit,
  month
HAVING
  COUNT(DISTINCT value) = 1 AND COUNT(*) = COUNT(value)
