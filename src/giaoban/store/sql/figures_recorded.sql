-- Every row of figures with the place of its segment, also the rows that a later one corrects.
SELECT
    place,
    unit_key, indicator, period, value, value_scale, unit_measure, obs_status, estimate, released, source, note,
    COALESCE(revision_reason, '') AS revision_reason
FROM segments
ORDER BY place, unit_key, indicator, period, released, source
