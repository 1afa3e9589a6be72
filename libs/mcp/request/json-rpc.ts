/** Whether a value is a JSON object, not a list or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value can be the id of a request, or a progress token: a string, or an integer below 2^53. */
export function isId(value: unknown): boolean {
  return typeof value === 'string' || Number.isSafeInteger(value);
}
