import { BearerSource, ForwardedSource, Identities, type Attempts, type ObserverPrincipal } from '#edge';
import type { IngestKeys } from './ingest-keys.ts';

const KEY_NEEDED =
  'Send Authorization: Bearer with one of the INGEST_KEYS of this server. Keys of agents and tokens of admins open other routes.';

/** Identifies observers outside by their keys. */
export class IngestIdentities extends Identities<ObserverPrincipal> {
  constructor(keys: IngestKeys, attempts: Attempts) {
    const bearer = new BearerSource([keys], KEY_NEEDED, attempts);
    super([new ForwardedSource<ObserverPrincipal>('observer'), bearer], () => KEY_NEEDED);
  }
}
