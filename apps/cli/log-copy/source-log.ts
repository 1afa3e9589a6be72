import { existsSync } from 'node:fs';
import { positionBefore, type EventId } from '#contract';
import {
  createEventLog,
  KEEP_ALL,
  requireFinished,
  withoutCredentials,
  type Checkpoint,
  type EventLog,
  type LoggedEvent,
  type LogOptions,
} from '#events';
import { CopyError } from './copy-error.ts';

/** Number of events that are read together. */
const PAGE_EVENTS = 2_000;

/** The log that is copied. It is only read. */
export class SourceLog {
  private constructor(
    readonly log: EventLog,
    private readonly url: string,
    private readonly options: LogOptions,
  ) {}

  /** Rejects with a `CopyError` if there is no log, and with a `LogError` if it cannot be opened. */
  static async open(url: string, given: LogOptions): Promise<SourceLog> {
    const path = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined;
    if (path !== undefined && !existsSync(path)) throw new CopyError(`There is no log to copy at ${path}.`);
    const options = { ...given, ...KEEP_ALL };
    const log = createEventLog(url, options);
    try {
      await log.open();
      await requireFinished(log);
      return new SourceLog(log, url, options);
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  /** Whether it holds no events. */
  get isEmpty(): boolean {
    return this.log.last === this.log.start;
  }

  /** All events that the log held when it was opened, oldest first. */
  async *pages(): AsyncGenerator<readonly LoggedEvent[]> {
    for (let after = this.log.start; ;) {
      const events = await this.log.read({ after, limit: PAGE_EVENTS });
      const last = events.at(-1)?.id;
      if (last === undefined) return;
      yield events;
      after = last;
    }
  }

  /** The kept states of a projection, newest first. */
  async *states(name: string): AsyncGenerator<Checkpoint> {
    for (let upTo: EventId = this.log.last; ;) {
      const state = await this.log.stateAt(name, upTo);
      if (!state) return;
      yield state;
      upTo = positionBefore(state.asOf);
    }
  }

  /** Rejects with a `CopyError` if a server has appended to the log since it was opened. */
  async requireUnchanged(): Promise<void> {
    if (!this.log.isShared) return;
    const now = createEventLog(this.url, this.options);
    try {
      await now.open();
      if (now.last === this.log.last) return;
    } finally {
      await now.close();
    }
    throw new CopyError(
      `The log ${withoutCredentials(this.url)} is in use: events were appended while it was copied. Stop all servers that use it.`,
    );
  }

  close(): Promise<void> {
    return this.log.close();
  }
}
