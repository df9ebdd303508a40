/* The results in force: of one release of one source, the row that was recorded last. */
SELECT
  target_id,
  value,
  verdict,
  verdict_reason,
  obs_status,
  released,
  source
FROM (
  /* The results in force: of one release of one source, the row that was recorded last. */
  SELECT
    target_id,
    value,
    verdict,
    verdict_reason,
    obs_status,
    released,
    source,
    ROW_NUMBER() OVER (PARTITION BY target_id, released, source ORDER BY place DESC) AS _w
  FROM segments
  ORDER BY
    target_id NULLS LAST,
    released NULLS LAST,
    source NULLS LAST
) AS _t
WHERE
  _w = 1
