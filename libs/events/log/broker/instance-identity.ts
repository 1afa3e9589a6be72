import { randomBytes } from 'node:crypto';

/** What may not be in an id, because brokers give it a meaning of its own. */
const UNSAFE = /[^A-Za-z0-9_-]+/g;
const MAX_NAME = 40;

/** The id of this process as an instance: the name of its host and 8 hex digits, which no other life of it has. */
export class InstanceIdentity {
  #current: string;

  constructor(private readonly name: string) {
    this.#current = this.#create();
  }

  get current(): string {
    return this.#current;
  }

  /** Begins another life. */
  renew(): void {
    this.#current = this.#create();
  }

  #create(): string {
    const name = this.name.replace(UNSAFE, '-').slice(0, MAX_NAME);
    return `${name}-${randomBytes(4).toString('hex')}`;
  }
}
