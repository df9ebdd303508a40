/* Every version of every target; a version is known by its date and instrument. */
SELECT
  target_id,
  unit_key,
  period,
  number,
  text,
  `group`,
  indicator,
  op,
  target,
  target_scale,
  target_to,
  target_to_scale,
  unit_measure,
  direction,
  counts,
  instrument,
  valid_from,
  source,
  weight,
  signer,
  kind,
  term_target,
  cascaded_from
FROM (
  /* Every version of every target; a version is known by its date and instrument. */
  SELECT
    target_id,
    unit_key,
    period,
    number,
    text,
    `group`,
    indicator,
    op,
    target,
    target_scale,
    target_to,
    target_to_scale,
    unit_measure,
    direction,
    counts,
    instrument,
    valid_from,
    source,
    weight,
    COALESCE(signer, '') AS signer,
    COALESCE(kind, 'target') AS kind,
    COALESCE(term_target, '') AS term_target,
    COALESCE(cascaded_from, '') AS cascaded_from,
    ROW_NUMBER() OVER (PARTITION BY target_id, valid_from, instrument ORDER BY place DESC) AS _w
  FROM segments
  ORDER BY
    target_id NULLS LAST,
    valid_from NULLS LAST,
    instrument NULLS LAST
) AS _t
WHERE
  _w = 1
