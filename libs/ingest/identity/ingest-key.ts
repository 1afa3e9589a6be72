import { digestOf, principalIdOf, type ObserverPrincipal, type SecretOf } from '#edge';

/** A bearer key of an observer outside. `keySha256` is the SHA-256 of the UTF-8 text of a key, in lower-case hex. */
export type IngestKey = ObserverRights & ({ key: string } | { keySha256: string });

/** What the holder of a key may do: send events of sessions of one tenant. */
export interface ObserverRights {
  tenantId: string;
  /** The name that people see. Default: the tenant. */
  name?: string;
  /** From then on the key opens nothing. Default: never. */
  expiresAt?: Date;
}

/** The SHA-256 of a key, as the server knows it. */
export function digestOfIngestKey(key: IngestKey): Buffer {
  return digestOf('key' in key ? { secret: key.key } : { sha256: key.keySha256 });
}

/** A key with its principal. `serverKey` derives the id of the principal. */
export function observerOf(key: IngestKey, serverKey: string): SecretOf<ObserverPrincipal> {
  const { tenantId, name = tenantId, expiresAt } = key;
  const digest = digestOfIngestKey(key);
  const id = principalIdOf(serverKey, 'ingest-key', digest);
  const principal = { kind: 'observer', id, name, tenantId } as const;
  return { digest, principal, ...(expiresAt && { expiresAt: expiresAt.getTime() }) };
}
