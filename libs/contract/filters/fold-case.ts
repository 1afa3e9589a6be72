/**
 * The text as it is compared where case does not count: texts that differ in case alone have the same. A part of a
 * text folds as it does within the whole, which lower case alone does not promise: a sigma at the end of a Greek word
 * has a form of its own.
 */
export function foldCase(text: string): string {
  return text.toLowerCase().toUpperCase();
}
