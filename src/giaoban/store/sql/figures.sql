-- The figures in force: of one release of one source, the row that was recorded last.
SELECT
    unit_key, indicator, period, value, value_scale, unit_measure, obs_status, estimate, released, source, note,
    COALESCE(revision_reason, '') AS revision_reason
FROM segments
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY unit_key, indicator, period, released, source
    ORDER BY place DESC
) = 1
ORDER BY unit_key, indicator, period, released, source
