-- Months of a year told as the year to date, by the indicator's rule (core/figures/cumulation).
-- A missing month makes the year to date missing, unless partial values are wanted: `missing` counts months.
WITH reached AS (
    SELECT m.indicator, m.unit, y.year, m.month, m.value, m.missing, y.last_month, y.months
    FROM months AS m
    JOIN years AS y ON y.year = m.month // 12
    WHERE m.month <= y.last_month
),
totals AS (
    SELECT
        s.indicator, s.unit, s.year, SUM(s.value) AS total, COUNT(s.value) AS known,
        MAX(s.months) - COUNT(CASE WHEN s.missing = 0 THEN 1 END) AS missing
    FROM reached AS s
    JOIN rules AS r ON r.indicator = s.indicator
    WHERE r.cumulation IN ('sum', 'mean')
    GROUP BY s.indicator, s.unit, s.year
),
told AS (
    SELECT
        t.indicator, t.unit, t.year, t.missing, t.known, t.total, r.cumulation, r.step, r.is_partial,
        CAST(t.total * 10000 AS HUGEINT) AS amount
    FROM totals AS t
    JOIN rules AS r ON r.indicator = t.indicator
)
SELECT indicator, unit, CAST(year AS INTEGER) AS year,
    CASE
        WHEN known = 0 OR (missing > 0 AND NOT is_partial) THEN NULL
        WHEN cumulation = 'sum' THEN CAST(total AS DECIMAL(18, 4))
        ELSE CAST(
            CAST(
                CASE WHEN amount < 0 THEN -1 ELSE 1 END * step
                * ((2 * ABS(amount) + known * step) // (2 * known * step))
            AS DECIMAL(18, 0)) * 0.0001
        AS DECIMAL(18, 4))
    END AS value,
    CAST(missing AS INTEGER) AS missing
FROM told
UNION ALL
SELECT s.indicator, s.unit, CAST(s.year AS INTEGER) AS year, s.value, s.missing
FROM reached AS s
JOIN rules AS r ON r.indicator = s.indicator
WHERE r.cumulation = 'last' AND s.month = s.last_month
