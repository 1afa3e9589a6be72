/** Number of characters of a message that are compared. */
const COMPARED = 300;

/** The variable parts of messages with their replacements, the most specific first. */
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
  // A long mix of letters and digits is an id, a hash or a token.
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{12,}\b/gi, '‹id›'],
  [/\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{6,}\b/gi, '‹hex›'],
  // Numbered hosts, files and names: `api7.example.org`, `worker-12`, `orders_v2`.
  [/(?<=[a-z_-])\d+(?=[\w-]*\.[a-z])|(?<=[a-z][_-]v?)\d+/gi, '#'],
  [/(?<![\w‹])[-+]?\d+(?:[.,:]\d+)*/g, '#'],
];

/**
 * Replaces the variable parts of a message: numbers, ids, quoted texts, hexadecimal numbers, addresses, times and
 * paths. The result does not depend on other messages.
 */
export function normalisedMessage(message: string): string {
  let text = message.slice(0, COMPARED).replace(/\s+/g, ' ').trim();
  for (const [pattern, mark] of REPLACED) text = text.replace(pattern, mark);
  return text;
}
