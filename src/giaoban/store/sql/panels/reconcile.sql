-- The units together held against the control total, and whose the gap is (core/review/reconciliation).
-- Whole numbers: values in ten-thousandths, gaps in millionths; the parts add up to the gap exactly.
WITH parts AS (
    SELECT
        c.indicator, c.year, m.unit, c.tolerance, r.step, r.merge_rule = 'weighted' AS is_weighted,
        CAST(CAST(c.published AS DECIMAL(28, 4)) * 10000 AS HUGEINT) AS published,
        CAST(CAST(f.value AS DECIMAL(28, 4)) * 10000 AS HUGEINT) AS value,
        CAST(CAST(w.weight AS DECIMAL(28, 4)) * 10000 AS HUGEINT) AS weight
    FROM controls AS c
    JOIN rules AS r ON r.indicator = c.indicator
    CROSS JOIN members AS m
    LEFT JOIN facts AS f ON f.indicator = c.indicator AND f.unit = m.unit AND f.year = c.year
    LEFT JOIN weights AS w ON w.weigher = r.weigher AND w.unit = m.unit AND w.period = c.year - r.lag
),
known AS (
    SELECT
        indicator, year, unit, tolerance, step, is_weighted, published, value, weight,
        published IS NOT NULL AND value IS NOT NULL AND (weight IS NOT NULL OR NOT is_weighted) AS is_known
    FROM parts
),
wholes AS (
    SELECT
        indicator, year, COUNT(*) AS units, COUNT(CASE WHEN is_known THEN 1 END) AS known,
        SUM(value) AS total, SUM(weight) AS weights
    FROM known
    GROUP BY indicator, year
),
fractions AS (
    -- Each unit's part of the gap as a fraction of one divisor: by its size, or by its weight.
    SELECT
        k.indicator, k.year, k.unit, k.tolerance, k.step, k.published,
        CASE
            WHEN k.is_weighted THEN (k.value - k.published) * k.weight
            WHEN w.total = 0 THEN -k.published
            ELSE (w.total - k.published) * k.value
        END AS numerator,
        CASE WHEN k.is_weighted THEN w.weights WHEN w.total = 0 THEN w.units ELSE w.total END AS divisor
    FROM known AS k
    JOIN wholes AS w ON w.indicator = k.indicator AND w.year = k.year
    WHERE w.known = w.units
),
signed AS (
    SELECT
        indicator, year, unit, tolerance, step, published,
        CASE WHEN divisor < 0 THEN -numerator ELSE numerator END AS numerator,
        ABS(divisor) AS divisor
    FROM fractions
    WHERE divisor <> 0
),
gaps AS (
    SELECT
        indicator, year, unit, tolerance, step, published, numerator, divisor,
        SUM(numerator) OVER (PARTITION BY indicator, year) AS gap,
        CASE WHEN numerator < 0 THEN -1 ELSE 1 END
        * ((200 * ABS(numerator) + divisor * step) // (2 * divisor * step)) AS part
    FROM signed
),
rounded AS (
    SELECT
        indicator, year, unit, tolerance, step, published, numerator, divisor, gap, part,
        CASE WHEN gap < 0 THEN -1 ELSE 1 END
        * ((200 * ABS(gap) + divisor * step) // (2 * divisor * step)) AS whole,
        SUM(part) OVER (PARTITION BY indicator, year) AS parts
    FROM gaps
),
shifted AS (
    -- What rounding left over goes, step by step, to the largest remainders.
    SELECT
        indicator, year, unit, tolerance, step, published, divisor, gap, part, whole,
        whole - parts AS left_over,
        ROW_NUMBER() OVER (
            PARTITION BY indicator, year
            ORDER BY
                CASE WHEN whole > parts THEN 1 ELSE -1 END * (part * step * divisor - 100 * numerator), unit
        ) AS place
    FROM rounded
)
SELECT indicator, unit, year,
    CASE WHEN 100 * ABS(gap) <= CAST(CAST(tolerance AS DECIMAL(28, 6)) * 1000000 AS HUGEINT) * divisor
        THEN 'within' ELSE 'outside' END AS state,
    CAST(CAST(100 * published + whole * step AS DECIMAL(28, 0)) * 0.000001 AS DECIMAL(28, 6)) AS implied,
    CAST(CAST(whole * step AS DECIMAL(28, 0)) * 0.000001 AS DECIMAL(28, 6)) AS gap,
    CAST(
        CAST(
            (part + CASE
                WHEN place > ABS(left_over) THEN 0
                WHEN left_over > 0 THEN 1
                ELSE -1
            END) * step
        AS DECIMAL(28, 0)) * 0.000001
    AS DECIMAL(28, 6)) AS part
FROM shifted
UNION ALL
SELECT k.indicator, k.unit, k.year, 'incomplete' AS state, NULL AS implied, NULL AS gap, NULL AS part
FROM known AS k
JOIN wholes AS w ON w.indicator = k.indicator AND w.year = k.year
WHERE w.known < w.units AND (k.value IS NULL OR (k.is_weighted AND k.weight IS NULL))
