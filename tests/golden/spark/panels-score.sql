/* What a review says of each unit and year over all its targets: the tally, and its place within its level. */
SELECT
  t.unit,
  t.year,
  l.level,
  t.met,
  t.total,
  t.missed,
  t.share,
  t.exceeded,
  t.not_reported,
  t.not_applicable,
  t.undetermined,
  p.rank,
  p.tied
FROM tallies AS t
JOIN levels AS l
  ON l.unit = t.unit
LEFT JOIN places AS p
  ON p.unit = t.unit AND p.year = t.year
