import { SecretVerifier, type ObserverPrincipal } from '#edge';
import { observerOf, type IngestKey } from './ingest-key.ts';

/** The keys that observers outside send. They can be replaced while the server runs. */
export class IngestKeys extends SecretVerifier<ObserverPrincipal> {
  /** `serverKey` derives the ids of the principals. */
  constructor(
    keys: readonly IngestKey[],
    private readonly serverKey: string,
  ) {
    super(keys.map((key) => observerOf(key, serverKey)));
  }

  /** Puts other keys in the place of all. */
  replaceAll(keys: readonly IngestKey[]): void {
    this.replace(keys.map((key) => observerOf(key, this.serverKey)));
  }
}
