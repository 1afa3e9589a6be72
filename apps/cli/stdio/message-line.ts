/** The JSON of a line; undefined if it is none, as where a server prints something else. */
export function messageOfLine(line: string): unknown {
  if (!/^\s*[{[]/.test(line)) return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
