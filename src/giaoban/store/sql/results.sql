-- The results in force: of one release of one source, the row that was recorded last.
SELECT
    target_id, value, verdict, verdict_reason, obs_status, released, source
FROM segments
QUALIFY ROW_NUMBER() OVER (
    PARTITION BY target_id, released, source
    ORDER BY place DESC
) = 1
ORDER BY target_id, released, source
