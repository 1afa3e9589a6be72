/** A pattern that finds secrets, and its replacement. */
export interface SecretPattern {
  /**
   * A cheap precondition: the pattern can match only a text that contains this sign. It is tested first, because every
   * event waits for the redaction and few texts contain it.
   */
  sign: string | RegExp;
  pattern: RegExp;
  /** The replacement of a match. */
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
