import { randomUUID } from 'node:crypto';
import type { EventId, SessionFacts } from '#contract';
import type {
  BatchFor,
  Beat,
  Broker,
  BrokerEntry,
  BrokerRange,
  BrokerState,
  CountedBeat,
  KnownLog,
  OutgoingBatch,
} from '../broker/broker.ts';
import { givenUpIn } from '../broker/broker-faults.ts';
import type { Retention } from '../embedded/event-store.ts';
import type { Checkpoint } from '../event-log.ts';
import { AUDIT_MAX_AGE_MS } from '../audit/audit-retention.ts';
import { LogError } from '../log-error.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import { PrimaryFinder } from './connection/primary-finder.ts';
import { RedisClaims } from './beside/redis-claims.ts';
import { auditLines } from './beside/redis-audit.ts';
import { RedisConnection } from './connection/redis-connection.ts';
import { entriesRead, numberOf } from './redis-entries.ts';
import { warnOfEviction } from './connection/redis-eviction.ts';
import { keysOf, type RedisKeys } from './redis-keys.ts';
import { payloadLines, RedisPayloads } from './beside/redis-payloads.ts';
import { readRange } from './redis-range.ts';
import { RedisScripts } from './beside/redis-scripts.ts';
import { sessionArguments } from './beside/redis-sessions.ts';
import { RedisStates } from './beside/redis-states.ts';
import { RedisThinning } from './beside/redis-thinning.ts';
import { labelOf, type RedisPlace } from './connection/redis-url.ts';
import { APPEND } from './scripts/append.ts';
import { APPEND_FOR } from './scripts/append-for.ts';
import { ATTEND } from './scripts/attend.ts';
import { BEAT } from './scripts/beat.ts';

/** Milliseconds that a read waits for the next event. */
const BLOCK_MS = 2_000;
/** Maximum number of entries that are read back together. */
const READ_ENTRIES = 512;
const NOTHING_KNOWN = { origin: '', last: '' };

/** The log as a Redis stream. A read that waits would hold up other commands, so it has a connection of its own. */
export class RedisBroker implements Broker {
  readonly numberOf = numberOf;
  /** Redis takes far more than an event can have. */
  readonly maxEventBytes = Infinity;
  /** Events are read by their ids, so nothing has to be known before. */
  readonly isCurrent = true;
  readonly claims: RedisClaims;
  readonly payloads: RedisPayloads;
  readonly scripts: RedisScripts;
  readonly thinning: RedisThinning;
  readonly #writer: RedisConnection;
  readonly #reader: RedisConnection;
  readonly #queries: RedisConnection;
  readonly #scripts: RedisConnection;
  readonly #keys: RedisKeys;
  readonly #states: RedisStates;
  readonly #name: string;

  constructor(
    place: RedisPlace,
    private readonly retention: Retention,
  ) {
    const finder = new PrimaryFinder(place);
    this.#writer = new RedisConnection(place, finder);
    this.#reader = new RedisConnection(place, finder);
    this.#queries = new RedisConnection(place, finder);
    // Agents wait for their answers, so no slow query may be before them. It is opened with the first one.
    this.#scripts = new RedisConnection(place, finder);
    this.#keys = keysOf(place.prefix);
    this.payloads = new RedisPayloads(this.#queries, this.#keys);
    this.scripts = new RedisScripts(this.#scripts, this.#keys);
    this.#states = new RedisStates(this.#queries, this.#keys);
    this.thinning = new RedisThinning(this.#queries, this.#keys);
    this.claims = new RedisClaims(this.#writer, this.#keys);
    this.#name = `"${place.prefix}" in ${labelOf(place)}`;
  }

  async open(): Promise<BrokerState> {
    const state = await this.#attend(NOTHING_KNOWN);
    await warnOfEviction(this.#queries);
    return state;
  }

  attend(known: KnownLog): Promise<BrokerState> {
    return this.#attend(known);
  }

  async beat({ instance, facts }: Beat): Promise<CountedBeat[]> {
    const { instances, beats, producer } = this.#keys;
    const answer = await BEAT.run(this.#queries, [instances, beats, producer(instance)], [instance, facts]);
    const counted = countedBeats(answer as string[]);
    if (counted.length === 0) throw givenUpIn(this.#name);
    return counted;
  }

  async forget(instance: string): Promise<void> {
    await this.#queries.send(['HDEL', this.#keys.instances, instance]);
    await this.#queries.send(['HDEL', this.#keys.beats, instance]);
  }

  async append(
    { instance, sequence, jsons, payloads, dropped, sessions: changes }: OutgoingBatch,
    { last }: KnownLog,
  ): Promise<BrokerEnds> {
    const { events, log, lost, producer, sessions, ended, folded, beats, payload } = this.#keys;
    const names = [events, log, lost, producer(instance), sessions, ended, folded, beats];
    const keys = [...names, this.#keys.payloads, this.#keys.audit];
    const { from, to, missing } = dropped;
    const gap = [missing, from ?? '', to ?? ''];
    const facts = [instance, sequence, last, ...this.#limits, ...gap, ...sessionArguments(changes)].map(
      String,
    );
    const beside = [payloadLines({ jsons, payloads }), payload, String(this.#payloadMaxAgeMs)];
    const audited = [auditLines(jsons), String(this.#auditMaxAgeMs)];
    const args = [...facts, jsons.join('\n'), ...beside, ...audited];
    const answer = (await APPEND.run(this.#writer, keys, args)) as string[];
    const [outcome, start, newest] = answer;
    if (outcome === 'given up') throw givenUpIn(this.#name);
    if (outcome !== 'ok') throw new LogError('LOG_AWAY', `The event log ${this.#name} has changed`);
    return { start: start as EventId, last: newest as EventId };
  }

  async appendFor({ instance, upTo, jsons, sessions: changes }: BatchFor): Promise<EventId | undefined> {
    const { events, log, lost, producer, sessions, ended, instances, beats } = this.#keys;
    const keys = [events, log, lost, producer(instance), sessions, ended, instances, beats];
    const [, over] = sessionArguments(changes);
    const last = await APPEND_FOR.run(this.#queries, keys, [instance, upTo, over, jsons.join('\n')]);
    return last === '' ? undefined : (last as EventId);
  }

  async readNext(after: EventId): Promise<BrokerEntry[]> {
    const options = ['COUNT', String(READ_ENTRIES), 'BLOCK', String(BLOCK_MS)];
    for (let from: string = after; ;) {
      const command = ['XREAD', ...options, 'STREAMS', this.#keys.events, from];
      const { entries, last } = entriesRead(await this.#reader.send(command, BLOCK_MS));
      if (entries.length > 0 || last === undefined) return entries;
      from = last;
    }
  }

  readRange(range: BrokerRange): Promise<BrokerEntry[]> {
    return readRange(this.#queries, this.#keys.events, range);
  }

  readAudit(range: BrokerRange): Promise<BrokerEntry[]> {
    return readRange(this.#queries, this.#keys.audit, range);
  }

  async findSessions(ids: readonly string[]): Promise<(SessionFacts | undefined)[]> {
    const found = (await this.#queries.send(['HMGET', this.#keys.sessions, ...ids])) as (string | null)[];
    return found.map((facts) => (facts === null ? undefined : (JSON.parse(facts) as SessionFacts)));
  }

  loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.#states.loadCheckpoint(name);
  }

  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.#states.saveCheckpoint(name, checkpoint);
  }

  keepCheckpoints(names: readonly string[]): Promise<void> {
    return this.#states.keepCheckpoints(names);
  }

  keepState(name: string, state: Checkpoint): Promise<void> {
    return this.#states.keepState(name, state);
  }

  stateAt(name: string, start: EventId, id: EventId): Promise<Checkpoint | undefined> {
    return this.#states.stateAt(name, start, id);
  }

  oldestState(name: string, start: EventId): Promise<Checkpoint | undefined> {
    return this.#states.oldestState(name, start);
  }

  close(): void {
    this.#reader.close();
    this.#writer.close();
    this.#queries.close();
    this.#scripts.close();
  }

  async #attend(known: { origin: string; last: string }): Promise<BrokerState> {
    const { events, log, lost, sessions, ended, folded, payloads, audit, payload } = this.#keys;
    const keys = [events, log, lost, sessions, ended, folded, payloads, audit];
    const limits = [...this.#limits, payload, this.#auditMaxAgeMs];
    const args = [known.origin, known.last, randomUUID(), ...limits].map(String);
    const answer = (await ATTEND.run(this.#queries, keys, args)) as AttendAnswer;
    const [epoch, since, origin, start, last, ranges] = answer;
    return {
      epoch,
      since: new Date(Number(since)).toISOString(),
      origin,
      start,
      last,
      lost: ranges.map((range) => JSON.parse(range) as LostRange),
    };
  }

  get #auditMaxAgeMs(): number {
    return this.retention.auditMaxAgeMs ?? AUDIT_MAX_AGE_MS;
  }

  get #payloadMaxAgeMs(): number {
    const { payloadMaxAgeMs = Infinity, maxAgeMs } = this.retention;
    return Math.min(payloadMaxAgeMs, maxAgeMs);
  }

  get #limits(): [maxEvents: number, maxAgeMs: number] {
    return [this.retention.maxEvents, this.retention.maxAgeMs];
  }
}

type BrokerEnds = Pick<BrokerState, 'start' | 'last'>;

type AttendAnswer = [
  epoch: string,
  since: string,
  origin: EventId,
  start: EventId,
  last: EventId,
  ranges: string[],
];

/** Reads instance, number of beats and facts, which come by turns. */
function countedBeats(answer: readonly string[]): CountedBeat[] {
  const beats: CountedBeat[] = [];
  for (let at = 0; at < answer.length; at += 3) {
    const [instance = '', count, facts = '{}'] = answer.slice(at, at + 3);
    // Somebody else may have written there.
    if (isObjectJson(facts)) beats.push({ instance, beats: Number(count), facts });
  }
  return beats;
}

function isObjectJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
