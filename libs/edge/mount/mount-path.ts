/** Segments of letters, digits and `. _ ~ -`: nothing that a router could read as a pattern. */
const PATH = /^(\/[\w.~-]+)+$/;

/**
 * The path in its one form: with a slash before, and none behind; empty for the root. Throws a `RangeError`
 * that names the option for anything else than plain segments.
 */
export function mountPath(path: string, option: string): string {
  const plain = `/${path}`.replace(/^\/+/, '/').replace(/\/+$/, '');
  if (plain === '' || PATH.test(plain)) return plain;
  throw new RangeError(
    `${option} has to be a path such as "/ops", of letters, digits and . _ ~ - in each segment: "${path}"`,
  );
}

/** Whether a request's path is that path or lies below it. Paths are compared as Express compares them. */
export function isBelow(path: string, base: string): boolean {
  return isAt(path, base) || path.startsWith(`${base}/`) || isBelowInAnyCase(path, base);
}

/** Whether a request's path is that path, whatever its case, with or without a slash behind it. */
export function isAt(path: string, base: string): boolean {
  if (path === base) return true;
  const lower = path.toLowerCase();
  return lower === base.toLowerCase() || lower === `${base.toLowerCase()}/`;
}

function isBelowInAnyCase(path: string, base: string): boolean {
  return path.toLowerCase().startsWith(`${base.toLowerCase()}/`);
}
