import { createHash } from 'node:crypto';
import type { AuthorizationOptions, IssuerOptions } from './authorization-options.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** An authorization server whose tokens are accepted. */
export interface Issuer {
  /** Opaque. Another one as soon as its tokens are read in another way. */
  id: string;
  options: IssuerOptions;
  keys: IssuerKeys;
}

/** Issuers, by their URLs. */
export type Issuers = ReadonlyMap<string, Issuer>;

/** The issuers of the options. One whose tokens are read as `before` is the same object, with the keys that it has. */
export function issuersOf(
  authorization: AuthorizationOptions | undefined,
  before: Issuers = new Map(),
): Issuers {
  const { issuers = [], resource } = authorization ?? {};
  return new Map(
    issuers.map((options) => {
      const known = before.get(options.issuer);
      const id = idOf(options, resource);
      return [options.issuer, known?.id === id ? known : { id, options, keys: new IssuerKeys(options) }];
    }),
  );
}

/** The default audience is part of how tokens are read. */
function idOf(options: IssuerOptions, resource = ''): string {
  const reading = [options, options.audience === undefined ? resource : ''];
  return createHash('sha256').update(JSON.stringify(reading)).digest('base64url');
}
