/* Every row of figures with the place of its segment, also the rows that a later one corrects. */
SELECT
  place,
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
  COALESCE(revision_reason, '') AS revision_reason
FROM segments
ORDER BY
  place NULLS LAST,
  unit_key NULLS LAST,
  indicator NULLS LAST,
  period NULLS LAST,
  released NULLS LAST,
  source NULLS LAST
