/** A pattern of secrets. */
export interface SecretPattern {
  /**
   * Without it in a text the pattern cannot match. It is looked for first: hardly any text has it, and every event waits
   * for this.
   */
  sign: string | RegExp;
  pattern: RegExp;
  /** What takes the place of a match. */
  replacement: string;
}

/** Replaces what the patterns match, one after the other. */
export function replaceSecrets(text: string, patterns: readonly SecretPattern[]): string {
  let redacted = text;
  for (const { sign, pattern, replacement } of patterns) {
    const isThere = typeof sign === 'string' ? redacted.includes(sign) : sign.test(redacted);
    if (isThere) redacted = redacted.replace(pattern, replacement);
  }
  return redacted;
}
