import { inTime } from '../../in-time.ts';
import { LogError } from '../../log-error.ts';
import { ANSWER_MS, openNatsClient, type NatsClient } from './nats-client.ts';
import { natsClosed, natsFault, natsStalled } from './nats-faults.ts';
import { addressOf, type NatsPlace } from './nats-url.ts';

/**
 * A connection to NATS that is opened when it is needed, and again after an error. What was sent on a connection that
 * broke may have arrived, so whoever sent it decides whether to repeat it.
 */
export class NatsLink {
  readonly #address: string;
  #client: Promise<NatsClient> | undefined;
  #isClosed = false;
  #breaks = 0;

  constructor(private readonly place: NatsPlace) {
    this.#address = addressOf(place);
  }

  /** Number of connections that have ended. What the server holds may be another log after each. */
  get breaks(): number {
    return this.#breaks;
  }

  /** Uses the connection. Rejects with a `LogError`, also when the work takes more than `ms`. */
  async use<T>(work: (client: NatsClient) => Promise<T>, ms = ANSWER_MS): Promise<T> {
    const client = this.#open();
    try {
      return await inTime(client.then(work), ms, () => {
        throw natsStalled(this.#address, ms);
      });
    } catch (error) {
      // What the log itself refuses says nothing about the connection.
      if (!(error instanceof LogError) || error.code === 'LOG_STALLED') this.#drop(client);
      throw natsFault(error, this.#address);
    }
  }

  /** Closes the connection; requests that wait for an answer are rejected. */
  close(): void {
    this.#isClosed = true;
    if (this.#client) this.#drop(this.#client);
  }

  #open(): Promise<NatsClient> {
    if (this.#isClosed) throw natsClosed(this.#address);
    if (this.#client) return this.#client;
    const client = openNatsClient(this.place);
    this.#client = client;
    client.then(
      ({ connection }) => connection.closed().then(() => this.#forget(client)),
      // Whoever uses it gets the error.
      () => this.#forget(client),
    );
    return client;
  }

  #drop(client: Promise<NatsClient>): void {
    this.#forget(client);
    client.then(({ connection }) => connection.close()).catch(() => undefined);
  }

  #forget(client: Promise<NatsClient>): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#breaks += 1;
  }
}
