import type { JetStreamManager } from '@nats-io/jetstream';
import type { EncodedPayload, PayloadPlace } from '../../../encoding/payload-beside.ts';
import type { BrokerPayloads } from '../../broker/broker-payloads.ts';
import type { Retention } from '../../embedded/event-store.ts';
import type { NatsClient } from '../connection/nats-client.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import { streamInfo } from '../connection/open-stream.ts';
import { firstWhere } from '../nats-messages.ts';
import type { NatsNames } from '../nats-names.ts';
import { openSideStream, type SideStream } from './side-stream.ts';

/** Milliseconds that a payload may be older than its event: as long as an attempt to append it may take. */
const APPEND_MS = 5_000;
const PARTS = ['arguments', 'result'] as const;

/** The payloads of calls, each a message of a stream that begins with the first of them. */
export class NatsPayloads implements BrokerPayloads {
  readonly #stream: SideStream;
  readonly #opened = new WeakMap<NatsClient, Promise<void>>();
  /** The connection on which the stream was found. */
  #found: NatsClient | undefined;
  /** The connection on which the stream was found missing. Nothing has to be dropped from it. */
  #missingOn: NatsClient | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
    { maxEvents, maxAgeMs, payloadMaxAgeMs = maxAgeMs }: Retention,
    replicas: number,
  ) {
    this.#stream = {
      name: names.payloadStream,
      subjects: names.payloadSubjects,
      maxMessages: maxEvents,
      maxAgeMs: Math.min(payloadMaxAgeMs, maxAgeMs),
      replicas,
    };
  }

  /** Stores payloads before their events are appended. One that is stored again takes the place of the first. */
  async keep(payloads: readonly EncodedPayload[]): Promise<void> {
    if (payloads.length === 0) return;
    await this.link.use(async (client) => {
      const opened = this.#opened.get(client) ?? openSideStream(client, this.#stream);
      this.#opened.set(client, opened);
      await opened;
      this.#saw(client);
      const { publisher } = client;
      await Promise.all(payloads.map((one) => publisher.publish(this.names.payloadSubject(one), one.json)));
    });
  }

  find(places: readonly PayloadPlace[]): Promise<(string | undefined)[]> {
    return this.link.use(async (client) => {
      if (!(await this.#isOn(client))) return places.map(() => undefined);
      const find = async (place: PayloadPlace) => (await this.#message(client.manager, place))?.string();
      return Promise.all(places.map(find));
    });
  }

  /** Overwrites the messages. */
  async erase(callIds: readonly string[]): Promise<void> {
    const places = callIds.flatMap((callId) => PARTS.map((part) => ({ callId, part })));
    await this.link.use(async (client) => {
      const { manager } = client;
      if (!(await this.#isOn(client))) return;
      for (const place of places) {
        const found = await this.#message(manager, place);
        if (found) await manager.streams.deleteMessage(this.#stream.name, found.seq, true);
      }
    });
  }

  /** Drops the payloads of events that the server took before a time, which is asked for only if there are payloads. */
  async dropBefore(askTime: () => Promise<number>): Promise<void> {
    await this.link.use(async (client) => {
      if (this.#missingOn === client) return;
      const info = await streamInfo(client.manager, this.#stream.name);
      if (!info) this.#missingOn = client;
      if (!info || info.state.messages === 0) return;
      const { first_seq: first, last_seq: last } = info.state;
      const time = (await askTime()) - APPEND_MS;
      const isKept = (sequence: number) => this.#isSince(client, sequence, time);
      const kept = await firstWhere(first, last, isKept);
      if (kept > first) await client.manager.streams.purge(this.#stream.name, { seq: kept });
    });
  }

  /** Whether the first message from a sequence on was taken at a time or later. Some in between may have been erased. */
  async #isSince({ manager }: NatsClient, sequence: number, time: number): Promise<boolean> {
    const query = { seq: sequence, next_by_subj: this.names.payloadSubjects };
    const found = await manager.direct.getMessage(this.#stream.name, query);
    return !found || found.time.getTime() >= time;
  }

  async #message(manager: JetStreamManager, place: PayloadPlace) {
    const query = { last_by_subj: this.names.payloadSubject(place) };
    const { name } = this.#stream;
    // A replica that answers directly may not have the newest message yet; the leader has.
    return (await manager.direct.getMessage(name, query)) ?? (await manager.streams.getMessage(name, query));
  }

  /** Whether there are payloads. Who only reads neither makes the stream nor changes it. */
  async #isOn(client: NatsClient): Promise<boolean> {
    if (this.#found === client || this.#opened.has(client)) return true;
    const isFound = (await streamInfo(client.manager, this.#stream.name)) !== undefined;
    if (isFound) this.#saw(client);
    return isFound;
  }

  #saw(client: NatsClient): void {
    this.#found = client;
    this.#missingOn = undefined;
  }
}
