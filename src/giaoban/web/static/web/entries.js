/* Entries: what stands in one line, compared and merged field by field; pure. */

export const BLANK = { text: "", explanation: "", verdict: "", is_not_applicable: false };
const FIELDS = Object.keys(BLANK);

export function isSame(one, other) {
  return FIELDS.every((field) => one[field] === other[field]);
}

/* Return both changes in one entry where they lie in different fields; null where both changed the same one.
   A verdict and “not applicable” are one field: they exclude each other. */
export function merge(was, mine, theirs) {
  const answer = (entry) => [entry.verdict, entry.is_not_applicable].join();
  const parts = [(entry) => entry.text, (entry) => entry.explanation, answer];
  const isDisputed = (part) => {
    const [old, own, other] = [was, mine, theirs].map(part);
    return own !== old && other !== old && own !== other;
  };
  if (parts.some(isDisputed)) return null;
  const chosen = (part) => (part(mine) === part(was) ? theirs : mine);
  const [text, explanation, answered] = parts.map(chosen);
  return {
    text: text.text,
    explanation: explanation.explanation,
    verdict: answered.verdict,
    is_not_applicable: answered.is_not_applicable,
  };
}
