/** Longer messages are compared by their beginning. */
const COMPARED = 300;

/** What differs between failures that are alike, and what stands for it: the most telling first. */
const REPLACED: readonly (readonly [pattern: RegExp, mark: string])[] = [
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>)\]]+/gi, '‹url›'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '‹address›'],
  [
    /"(?:[^"\\]|\\.)*"|`[^`]*`|“[^”]*”|«[^»]*»|(?<![\p{L}\p{N}])'(?:[^'\\]|\\.)*'(?![\p{L}\p{N}])/gu,
    '‹text›',
  ],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '‹id›'],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g, '‹time›'],
  [/(?:[a-z]:\\|\\\\)[^\s"'<>|:]+|(?<![\w.:/])\.{0,2}(?:\/[\w.@%+~-]+){2,}\/?/gi, '‹path›'],
  [/\b0x[0-9a-f]+\b/gi, '‹hex›'],
  // Letters and digits mixed, and long: an id, a hash or a token.
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{12,}\b/gi, '‹id›'],
  [/\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{6,}\b/gi, '‹hex›'],
  // Numbered hosts, files and names: `api7.example.org`, `worker-12`, `orders_v2`.
  [/(?<=[a-z_-])\d+(?=[\w-]*\.[a-z])|(?<=[a-z][_-]v?)\d+/gi, '#'],
  [/(?<![\w‹])[-+]?\d+(?:[.,:]\d+)*/g, '#'],
];

/**
 * A message without what differs between failures that are alike: numbers, ids, quoted texts, hexadecimal numbers,
 * addresses, times and paths. It does not depend on the order in which messages come.
 */
export function normalisedMessage(message: string): string {
  let text = message.slice(0, COMPARED).replace(/\s+/g, ' ').trim();
  for (const [pattern, mark] of REPLACED) text = text.replace(pattern, mark);
  return text;
}

/** The longest part of a normalised message that every message of its group has; empty if it has none of use. */
export function commonText(normalised: string): string {
  const parts = normalised.split(/‹\w+›|#/).map((part) => part.replace(/^[\W_]+|[\W_]+$/gu, ''));
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest.length >= 3 ? longest : '';
}
