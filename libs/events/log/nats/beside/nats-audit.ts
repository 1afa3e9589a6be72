import type { JetStreamManager } from '@nats-io/jetstream';
import { compareEventIds, type EventId } from '#contract';
import type { BrokerEntry, BrokerRange } from '../../broker/broker.ts';
import { AUDIT_MAX_AGE_MS, AUDIT_MAX_EVENTS, isAuditedJson } from '../../audit/audit-retention.ts';
import type { Retention } from '../../embedded/event-store.ts';
import type { NatsClient } from '../connection/nats-client.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import { streamInfo } from '../connection/open-stream.ts';
import { idAt, majorOf, numberOf } from '../nats-ids.ts';
import { firstWhere } from '../nats-messages.ts';
import type { NatsNames } from '../nats-names.ts';
import { openSideStream, type SideStream } from './side-stream.ts';

/** Number of messages that are fetched together. */
const FETCHED = 64;
/** How many messages a message may be away from its place by id: instances store theirs after they have appended. */
const NEAR = 64;

/** The sequences of the messages of the stream. */
interface Extent {
  first: number;
  last: number;
}

/** What admins did, each event a message of a stream with a retention of its own, about in the order of ids. */
export class NatsAudit {
  readonly #stream: SideStream;
  readonly #opened = new WeakMap<NatsClient, Promise<void>>();

  constructor(
    private readonly link: NatsLink,
    private readonly names: NatsNames,
    { auditMaxAgeMs = AUDIT_MAX_AGE_MS }: Retention,
    replicas: number,
  ) {
    const { auditStream: name, auditSubjects: subjects } = names;
    this.#stream = { name, subjects, maxMessages: AUDIT_MAX_EVENTS, maxAgeMs: auditMaxAgeMs, replicas };
  }

  /** Stores the audited ones among appended events. One that is stored again takes the place of the first. */
  async keep(entries: readonly BrokerEntry[]): Promise<void> {
    const audited = entries.filter(({ json }) => isAuditedJson(json));
    if (audited.length === 0) return;
    await this.link.use(async (client) => {
      const opened = this.#opened.get(client) ?? openSideStream(client, this.#stream);
      this.#opened.set(client, opened);
      await opened;
      for (const { id, json } of audited) await client.publisher.publish(this.names.auditSubject(id), json);
    });
  }

  /** The first entries of a range, or its last ones if it has no `after`. In order. */
  read(range: BrokerRange): Promise<BrokerEntry[]> {
    return this.link.use(async (client) => {
      const info = await streamInfo(client.manager, this.#stream.name);
      if (!info || info.state.messages === 0) return [];
      const extent = { first: info.state.first_seq, last: info.state.last_seq };
      return range.after === undefined
        ? this.#readLast(client.manager, extent, range)
        : this.#readFirst(client.manager, extent, range, range.after);
    });
  }

  async #readFirst(
    manager: JetStreamManager,
    { first, last }: Extent,
    range: BrokerRange,
    after: EventId,
  ): Promise<BrokerEntry[]> {
    const begin = await this.#place(manager, { first, last }, after);
    const found: BrokerEntry[] = [];
    let next = Math.max(first, begin - NEAR);
    // One that belongs before the last that was found may be near it.
    for (let isEnough = false; next <= last && !isEnough; next += FETCHED) {
      isEnough = found.length >= range.limit;
      found.push(...(await this.#between(manager, next, Math.min(last, next + FETCHED - 1), range)));
    }
    return found.toSorted(byId).slice(0, range.limit);
  }

  async #readLast(
    manager: JetStreamManager,
    { first, last }: Extent,
    range: BrokerRange,
  ): Promise<BrokerEntry[]> {
    const { before, upTo } = range;
    const end = before !== undefined && compareEventIds(before, upTo) < 0 ? before : upTo;
    const found: BrokerEntry[] = [];
    let next = Math.min(last, (await this.#place(manager, { first, last }, end)) + NEAR);
    for (let isEnough = false; next >= first && !isEnough; next -= FETCHED) {
      isEnough = found.length >= range.limit;
      found.push(...(await this.#between(manager, Math.max(first, next - FETCHED + 1), next, range)));
    }
    return found.toSorted(byId).slice(-range.limit);
  }

  /** About the first sequence whose event follows an id. */
  #place(manager: JetStreamManager, { first, last }: Extent, id: EventId): Promise<number> {
    return firstWhere(first, last, async (sequence) => {
      const query = { seq: sequence, next_by_subj: this.names.auditSubjects };
      const found = await manager.direct.getMessage(this.#stream.name, query);
      return !found || compareEventIds(this.#idOf(found.subject), id) > 0;
    });
  }

  async #between(
    manager: JetStreamManager,
    from: number,
    to: number,
    { after, before, upTo }: BrokerRange,
  ): Promise<BrokerEntry[]> {
    const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const messages = await Promise.all(
      sequences.map((seq) => manager.direct.getMessage(this.#stream.name, { seq })),
    );
    const entries = messages.filter((found) => found !== null).map((found) => this.#entryOf(found));
    return entries.filter(
      ({ id }) =>
        compareEventIds(id, upTo) <= 0 &&
        (after === undefined || compareEventIds(id, after) > 0) &&
        (before === undefined || compareEventIds(id, before) < 0),
    );
  }

  #entryOf(message: { subject: string; string: () => string }): BrokerEntry {
    const id = this.#idOf(message.subject);
    return { id, previous: idAt(majorOf(id), numberOf(id) - 1), json: message.string() };
  }

  #idOf(subject: string): EventId {
    return subject.slice(subject.lastIndexOf('.') + 1) as EventId;
  }
}

function byId(a: BrokerEntry, b: BrokerEntry): number {
  return compareEventIds(a.id, b.id);
}
