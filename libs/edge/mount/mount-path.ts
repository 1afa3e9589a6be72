/** Segments of letters, digits and `. _ ~ -`, so that no router reads the path as a pattern. */
const PATH = /^(\/[\w.~-]+)+$/;

/**
 * Normalizes a path: one leading slash, no trailing slash, and empty for the root. Throws a `RangeError` that names
 * the option when the path does not consist of plain segments.
 */
export function mountPath(path: string, option: string): string {
  const plain = `/${path}`.replace(/^\/+/, '/').replace(/\/+$/, '');
  if (plain === '' || PATH.test(plain)) return plain;
  throw new RangeError(
    `${option} has to be a path such as "/ops", of letters, digits and . _ ~ - in each segment: "${path}"`,
  );
}

/** Whether the path of a request equals `base` or lies below it. Compares paths as Express does. */
export function isBelow(path: string, base: string): boolean {
  return isAt(path, base) || path.startsWith(`${base}/`) || isBelowInAnyCase(path, base);
}

/** Whether the path of a request equals `base`. Ignores case and a trailing slash. */
export function isAt(path: string, base: string): boolean {
  if (path === base) return true;
  const lower = path.toLowerCase();
  return lower === base.toLowerCase() || lower === `${base.toLowerCase()}/`;
}

function isBelowInAnyCase(path: string, base: string): boolean {
  return path.toLowerCase().startsWith(`${base.toLowerCase()}/`);
}
