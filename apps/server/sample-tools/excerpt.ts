const EXCERPT_LENGTH = 240;
const LEAD = 60;

/** Returns a one-line passage of the text that begins shortly before the first term. */
export function excerptOf(text: string, terms: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= EXCERPT_LENGTH) return line;
  const lower = line.toLowerCase();
  const found = terms.map((term) => lower.indexOf(term)).filter((at) => at >= 0);
  const first = found.length > 0 ? Math.min(...found) : 0;
  const start = first > LEAD ? line.indexOf(' ', first - LEAD) + 1 : 0;
  const end = start + EXCERPT_LENGTH;
  return `${start > 0 ? '… ' : ''}${line.slice(start, end).trimEnd()}${end < line.length ? ' …' : ''}`;
}
