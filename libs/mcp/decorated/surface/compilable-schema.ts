/** Keywords whose values are data, and not schemas. */
const DATA = ['default', 'const', 'enum', 'examples'];
/** Keywords whose values are schemas by name. */
const SCHEMAS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];

/**
 * A generated schema in which every keyword is one that validators can compile. One that they cannot makes a client
 * reject all tools of the server: a pattern that is no regular expression with the flag `u`, which JSON Schema
 * demands, or an infinite bound, which has no JSON. The schema then says less; the server validates all the same.
 */
export function compilable(schema: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(schema).map(([keyword, value]) => [
    keyword,
    compilableValue(keyword, value),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, unknown>;
}

function compilableValue(keyword: string, value: unknown): unknown {
  if (DATA.includes(keyword)) return value;
  if (keyword === 'pattern' && typeof value === 'string') return unicodePattern(value);
  // What an infinite number becomes.
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map((one: unknown) => (isObject(one) ? compilable(one) : one));
  if (!isObject(value)) return value;
  return SCHEMAS.includes(keyword) ? compilableEach(value) : compilable(value);
}

function compilableEach(schemas: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(schemas);
  return Object.fromEntries(entries.map(([name, one]) => [name, isObject(one) ? compilable(one) : one]));
}

/** The same pattern for the flag `u`; undefined when there is none. */
function unicodePattern(pattern: string): string | undefined {
  return [pattern, withoutNeedlessEscapes(pattern)].find(isUnicodePattern);
}

function isUnicodePattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

/** Without the backslashes that only mean the character behind them, such as in `\-`. With `u` they are errors. */
function withoutNeedlessEscapes(pattern: string): string {
  let isInClass = false;
  return pattern.replace(/\\([^])|[[\]]/g, (token, escaped?: string) => {
    if (escaped === undefined) {
      isInClass = token === '[';
      return token;
    }
    const isNeeded = /[a-z\d^$\\.*+?()[\]{}|/]/i.test(escaped) || (isInClass && escaped === '-');
    return isNeeded ? token : escaped;
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
