import { isDeepStrictEqual } from 'node:util';
import type { UpstreamOptions } from '../upstream-options.ts';

/** The members of an upstream that hold its secrets: they change while the rest stays. */
export interface Credentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** The credentials that an upstream has in place of its own; undefined if it has the same, or differs in something else. */
export function newCredentials(before: UpstreamOptions, next: UpstreamOptions): Credentials | undefined {
  const [old, own] = [parted(before), parted(next)];
  if (!isDeepStrictEqual(old.rest, own.rest)) return undefined;
  return isDeepStrictEqual(old.credentials, own.credentials) ? undefined : own.credentials;
}

function parted(options: UpstreamOptions): { credentials: Credentials; rest: object } {
  const { headers = {}, env = {}, ...rest }: UpstreamOptions & Credentials = options;
  return { credentials: { headers, env }, rest };
}
