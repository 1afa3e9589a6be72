const SEPARATOR = '__';

/** The name of an upstream's tool or prompt among those of several upstreams. */
export function prefixedName(upstream: string, name: string): string {
  return upstream + SEPARATOR + name;
}

/** The upstream and its own name for a tool or prompt; undefined for a name without a prefix. */
export function splitName(prefixed: unknown): { upstream: string; name: string } | undefined {
  if (typeof prefixed !== 'string') return undefined;
  const at = prefixed.indexOf(SEPARATOR);
  if (at <= 0) return undefined;
  return { upstream: prefixed.slice(0, at), name: prefixed.slice(at + SEPARATOR.length) };
}
