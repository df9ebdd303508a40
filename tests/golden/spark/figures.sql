/* The figures in force: of one release of one source, the row that was recorded last. */
SELECT
  unit_key,
  indicator,
  period,
  value,
  value_scale,
  unit_measure,
  obs_status,
  estimate,
  released,
  source,
  note,
  revision_reason
FROM (
  /* The figures in force: of one release of one source, the row that was recorded last. */
  SELECT
    unit_key,
    indicator,
    period,
    value,
    value_scale,
    unit_measure,
    obs_status,
    estimate,
    released,
    source,
    note,
    COALESCE(revision_reason, '') AS revision_reason,
    ROW_NUMBER() OVER (PARTITION BY unit_key, indicator, period, released, source ORDER BY place DESC) AS _w
  FROM segments
  ORDER BY
    unit_key NULLS LAST,
    indicator NULLS LAST,
    period NULLS LAST,
    released NULLS LAST,
    source NULLS LAST
) AS _t
WHERE
  _w = 1
