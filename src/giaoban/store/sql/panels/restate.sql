-- Months of old units told of the units of a basis, by the merge rule (core/figures/restatement).
-- What is one part, whole, stays as it was reported; all else is rounded to the published decimals.
-- A missing part makes the whole missing, unless partial values are wanted: `missing` counts the parts.
WITH parts AS (
    SELECT o.indicator, l.successor AS unit, o.month, o.value, o.unit AS part, l.share, l.parts, l.is_whole
    FROM observations AS o
    JOIN lineage AS l ON l.unit = o.unit AND o.month >= l.first_month AND o.month <= l.last_month
    WHERE o.value IS NOT NULL
),
sums AS (
    SELECT
        p.indicator, p.unit, p.month, MAX(p.parts) - COUNT(*) AS missing,
        CAST(SUM(CAST(p.value AS DECIMAL(28, 4)) * p.share) AS DECIMAL(38, 10)) AS total
    FROM parts AS p
    JOIN rules AS r ON r.indicator = p.indicator
    WHERE r.merge_rule = 'sum' AND NOT p.is_whole
    GROUP BY p.indicator, p.unit, p.month
),
extremes AS (
    SELECT
        p.indicator, p.unit, p.month, MAX(p.parts) - COUNT(*) AS missing,
        MAX(p.value) AS highest, MIN(p.value) AS lowest
    FROM parts AS p
    JOIN rules AS r ON r.indicator = p.indicator
    WHERE r.merge_rule IN ('max', 'min') AND NOT p.is_whole
    GROUP BY p.indicator, p.unit, p.month
),
weighed AS (
    -- Value and weight in ten-thousandths, the share in millionths: whole numbers, so that no digit is lost.
    SELECT
        p.indicator, p.unit, p.month, p.parts,
        CAST(CAST(p.value AS DECIMAL(28, 4)) * 10000 AS HUGEINT) AS value,
        CAST(CAST(w.weight AS DECIMAL(28, 4)) * 10000 AS HUGEINT)
        * CAST(CAST(p.share AS DECIMAL(18, 6)) * 1000000 AS HUGEINT) AS weight
    FROM parts AS p
    JOIN rules AS r ON r.indicator = p.indicator
    JOIN weights AS w ON w.weigher = r.weigher AND w.unit = p.part AND w.period = p.month - 12 * r.lag
    WHERE r.merge_rule = 'weighted' AND NOT p.is_whole AND w.weight IS NOT NULL
),
means AS (
    SELECT
        indicator, unit, month, MAX(parts) - COUNT(*) AS missing,
        SUM(value * weight) AS numerator, SUM(weight) AS denominator
    FROM weighed
    GROUP BY indicator, unit, month
),
quotients AS (
    -- Half up: twice the magnitude plus one divisor, divided by two divisors, cut off.
    SELECT
        m.indicator, m.unit, m.month, m.missing,
        CASE WHEN m.denominator <> 0 THEN
            CASE WHEN (m.numerator < 0) <> (m.denominator < 0) THEN -1 ELSE 1 END * r.step
            * ((2 * ABS(m.numerator) + ABS(m.denominator) * r.step) // (2 * ABS(m.denominator) * r.step))
        END AS quotient
    FROM means AS m
    JOIN rules AS r ON r.indicator = m.indicator
),
restated AS (
    SELECT indicator, unit, month, missing, total AS value
    FROM sums
    UNION ALL
    SELECT e.indicator, e.unit, e.month, e.missing,
        CAST(CASE WHEN r.merge_rule = 'max' THEN e.highest ELSE e.lowest END AS DECIMAL(38, 10)) AS value
    FROM extremes AS e
    JOIN rules AS r ON r.indicator = e.indicator
    UNION ALL
    SELECT indicator, unit, month, missing,
        CAST(CAST(quotient AS DECIMAL(28, 0)) * 0.0001 AS DECIMAL(38, 10)) AS value
    FROM quotients
)
SELECT s.indicator, s.unit, s.month,
    CASE WHEN s.missing = 0 OR r.is_partial THEN
        CAST(CASE r.decimals
            WHEN 0 THEN ROUND(s.value, 0)
            WHEN 1 THEN ROUND(s.value, 1)
            WHEN 2 THEN ROUND(s.value, 2)
            WHEN 3 THEN ROUND(s.value, 3)
            ELSE ROUND(s.value, 4)
        END AS DECIMAL(18, 4))
    END AS value,
    CAST(s.missing AS INTEGER) AS missing
FROM restated AS s
JOIN rules AS r ON r.indicator = s.indicator
UNION ALL
SELECT indicator, unit, month, value, 0 AS missing
FROM parts
WHERE is_whole
