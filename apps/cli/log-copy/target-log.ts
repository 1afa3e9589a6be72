import type { CrowsnestEvent, EventDraft, EventId, UncommittedEvent } from '#contract';
import {
  createEventLog,
  lineWithoutPayload,
  markUnfinished,
  requireFinished,
  withoutCredentials,
  type Checkpoint,
  type EventBatch,
  type EventLog,
  type LoggedEvent,
  type LogOptions,
} from '#events';
import { CopiedIds } from './copied-ids.ts';
import { CopyError } from './copy-error.ts';

/** The log that is copied into. It is marked as unfinished until it has everything. */
export class TargetLog {
  readonly ids: CopiedIds;
  /** The ids in the source of the events that were appended and not committed yet; undefined for new events. */
  #appended: (EventId | undefined)[] = [];
  #committed = 0;
  #fault: CopyError | undefined;

  private constructor(
    private readonly log: EventLog,
    private readonly place: string,
    private readonly payloadMaxAgeMs: number,
  ) {
    this.ids = new CopiedIds(log.last);
    log.follow({
      committed: (batch) => this.#note(batch),
      publish: ({ type, data }) => {
        if (type === 'log:degraded') this.#fail(`does not take events: ${data.error}`);
      },
      notice: () => undefined,
      findSession: () => undefined,
      refused: ({ type }, error) => this.#fail(`does not take an event of type "${type}": ${String(error)}`),
    });
  }

  /** Rejects with a `CopyError` if the log has events or counters, and with a `LogError` if it cannot be opened. */
  static async open(url: string, projections: readonly string[], options: LogOptions): Promise<TargetLog> {
    const place = withoutCredentials(url);
    if (url === 'memory:')
      throw new CopyError('The log memory: ends with this command. Copy into another one.');
    const log = createEventLog(url, options);
    try {
      await log.open();
      await requireFinished(log);
      const saved = await Promise.all(projections.map((name) => log.loadCheckpoint(name)));
      if (log.last !== log.start || saved.some((checkpoint) => checkpoint !== undefined))
        throw new CopyError(`The log ${place} is not empty. Delete it, or copy into another place.`);
      await markUnfinished(log, log.last);
      return new TargetLog(log, place, options.payloadMaxAgeMs ?? Infinity);
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  /** Whether servers share it. */
  get isShared(): boolean {
    return this.log.isShared;
  }

  /** Appends events of the source; resolves when they are committed. */
  async append(events: readonly LoggedEvent[]): Promise<void> {
    // The log counts the age of a payload from now on, so what is past its time must not begin anew.
    const oldest = Date.now() - this.payloadMaxAgeMs;
    for (const one of events) {
      const isPast = Date.parse(one.timestamp) < oldest;
      const event = isPast ? (JSON.parse(lineWithoutPayload(one.json, 'gone')) as CrowsnestEvent) : one.event;
      this.#append(event, one.id);
    }
    await this.#commit();
    await markUnfinished(this.log, this.log.last);
  }

  /** Appends new events; resolves when they are committed. */
  async publish(drafts: readonly EventDraft[]): Promise<void> {
    const timestamp = new Date().toISOString();
    for (const draft of drafts) this.#append({ ...draft, timestamp }, undefined);
    await this.#commit();
  }

  /** Keeps an earlier state of a projection, if the log still holds all events after it. */
  async keepState(name: string, state: Checkpoint): Promise<void> {
    await this.log.keepState(name, state);
  }

  /** Saves the states of the projections, and removes the mark. */
  async finish(checkpoints: ReadonlyMap<string, Checkpoint>): Promise<void> {
    for (const [name, checkpoint] of checkpoints) await this.log.saveCheckpoint(name, checkpoint);
    await this.log.keepCheckpoints([...checkpoints.keys()]);
  }

  close(): Promise<void> {
    return this.log.close();
  }

  #append({ type, sessionId, tenantId, timestamp, data }: UncommittedEvent, id: EventId | undefined): void {
    this.#appended.push(id);
    this.log.append({ type, sessionId, tenantId, timestamp, data } as UncommittedEvent);
  }

  async #commit(): Promise<void> {
    await this.log.flush();
    if (this.#fault) throw this.#fault;
    this.#appended = this.#appended.slice(this.#committed);
    this.#committed = 0;
    if (this.#appended.length > 0) throw new CopyError(`The log ${this.place} does not take events.`);
  }

  #note({ events }: EventBatch): void {
    for (const { id } of events) {
      const before = this.#appended[this.#committed];
      if (this.#committed >= this.#appended.length) this.#fail('is in use: another process appends to it');
      this.#committed += 1;
      if (before !== undefined) this.ids.add(before, id);
    }
  }

  #fail(problem: string): void {
    this.#fault ??= new CopyError(`The log ${this.place} ${problem}`);
  }
}
