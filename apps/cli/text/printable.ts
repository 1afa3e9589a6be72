/** What moves the cursor of a terminal, changes its colours or the direction of its text, or looks like nothing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text of an agent, so that it can do nothing to a terminal: control characters become escapes. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
