import type { INestApplication, LoggerService } from '@nestjs/common';
import type { EventId } from '#contract';
import { createEventLog, EventLog, type EventPage, type LoggedEvent } from '#events';
import { Shutdown } from '#shutdown';
import { createCrowsnestTestingApp } from '#testing';
import { EmbeddedEventLog } from '../../libs/events/log/embedded/embedded-event-log.ts';
import type { ReadSlice } from '../../libs/events/log/read-all.ts';
import { MemoryEventStore } from '../../libs/events/log/embedded/memory-event-store.ts';
import { PunctualStore } from '../../libs/events/log/embedded/punctual-store.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { beginSession } from '../support/agents/raw-mcp.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { EventStream } from '../support/server/event-stream.ts';

/** A deadline in milliseconds, in place of seconds. */
const SOON_MS = 20;

/** A store that answers nothing once it is silenced. */
class SilentStore extends MemoryEventStore {
  isSilent = false;
  /** Whether it was told to release its resources. */
  wasLetGo = false;

  constructor() {
    super({ maxEvents: 1_000, maxAgeMs: 60_000 });
  }

  override append(events: readonly LoggedEvent[]): Promise<void> {
    return this.#unlessSilent(super.append(events));
  }

  override readSlice(...[request]: Parameters<MemoryEventStore['readSlice']>): Promise<ReadSlice> {
    return this.#unlessSilent(super.readSlice(request));
  }

  override readPage(...[request]: Parameters<MemoryEventStore['readPage']>): Promise<EventPage> {
    return this.#unlessSilent(super.readPage(request));
  }

  override has(id: EventId): Promise<boolean> {
    return this.#unlessSilent(super.has(id));
  }

  override saveCheckpoint(): Promise<void> {
    return this.#unlessSilent(super.saveCheckpoint());
  }

  override close(deadline?: AbortSignal): Promise<void> {
    this.wasLetGo = deadline?.aborted === true;
    return this.#unlessSilent(super.close());
  }

  #unlessSilent<T>(answer: Promise<T>): Promise<T> {
    return this.isSilent ? new Promise(() => undefined) : answer;
  }
}

describe('an application whose store has stopped answering', () => {
  let store: SilentStore;
  let app: INestApplication;
  let origin: string;
  let lines: string[];

  beforeEach(async () => {
    store = new SilentStore();
    lines = [];
    const note = (line: unknown): void => void lines.push(String(line));
    const logger: LoggerService = { log: () => undefined, warn: note, error: note };
    const log = new EmbeddedEventLog(new PunctualStore(store, SOON_MS));
    app = await createCrowsnestTestingApp({
      logger,
      override: (builder) => builder.overrideProvider(EventLog).useValue(log),
    });
    for (const step of ['flush the log', 'save checkpoints', 'close the log'] as const)
      app.get(Shutdown).setDeadline(step, SOON_MS / 2);
    origin = await app.getUrl();
    await beginSession(origin);
    await log.flush();
    store.isSilent = true;
  });

  afterEach(() => app.close());

  it('closes anyway, and logs what it waited for', async () => {
    await beginSession(origin);
    await app.close();
    // The events are the start of the second session, and the ends of both.
    expect(lines.filter((line) => line.startsWith('Step'))).toEqual([
      'Step "flush the log": waited 10 ms for the log to commit 3 events; going on',
      'Step "save checkpoints": waited 10 ms for the log to save them; going on',
      'Step "close the log": waited 10 ms for the log to commit 3 events; going on',
    ]);
    expect(store.wasLetGo).toBe(true);
  });

  it('answers requests for history with 503 and the reason', async () => {
    const response = await asAdmin(origin, '/history');
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 503,
      body: {
        error: 'LOG_STALLED',
        message: expect.stringMatching(/has not answered for 20 ms\. Check its disk/),
      },
    });
    expect(response.headers.get('retry-after')).toBe('10');
  });

  it('ends a stream that needs the store, and logs why', async () => {
    await expect(EventStream.open(origin, { query: '?replay=5' })).rejects.toThrow('The stream ended before');
    expect(lines.join()).toContain('The event log has not answered for 20 ms');
  });
});

describe('a SQLite log whose deadline to close has passed', () => {
  it('releases its file without waiting for its thread', async () => {
    const url = `sqlite:${await temporaryFolder()}/events.db`;
    const log = createEventLog(url);
    await log.open();
    await log.close(AbortSignal.abort());
    const isFree = async (): Promise<boolean> => {
      const other = createEventLog(url);
      const isOpen = await other.open().then(
        () => true,
        () => false,
      );
      await other.close();
      return isOpen;
    };
    expect(await waitUntil(isFree, { reason: 'another log can open the file' })).toBe(true);
  });
});
