import type { LoggerService } from '@nestjs/common';
import { EventLog, type LoggedEvent } from '#events';
import { Shutdown } from '#shutdown';
import { createCrowsnestTestingApp } from '#testing';
import { EmbeddedEventLog } from '../../libs/events/log/embedded/embedded-event-log.ts';
import { MemoryEventStore } from '../../libs/events/log/embedded/memory-event-store.ts';
import { beginSession } from '../support/agents/raw-mcp.ts';

/** A store that never answers anything any more, once it is silenced. */
class SilentStore extends MemoryEventStore {
  isSilent = false;
  /** Whether it was told to let go of what it holds. */
  wasLetGo = false;

  constructor() {
    super({ maxEvents: 1_000, maxAgeMs: 60_000 });
  }

  override append(events: readonly LoggedEvent[]): Promise<void> {
    return this.isSilent ? never() : super.append(events);
  }

  override saveCheckpoint(): Promise<void> {
    return this.isSilent ? never() : super.saveCheckpoint();
  }

  override close(deadline?: AbortSignal): Promise<void> {
    this.wasLetGo = deadline?.aborted === true;
    return never();
  }
}

const never = (): Promise<never> => new Promise(() => undefined);

describe('a store that never answers', () => {
  it('does not keep the application from closing, which says what it waited for', async () => {
    const lines: string[] = [];
    const note = (line: unknown): void => void lines.push(String(line));
    const logger: LoggerService = { log: () => undefined, warn: note, error: note };
    const store = new SilentStore();
    const app = await createCrowsnestTestingApp({
      logger,
      override: (builder) => builder.overrideProvider(EventLog).useValue(new EmbeddedEventLog(store)),
    });
    for (const step of ['flush the log', 'save checkpoints', 'close the log'] as const)
      app.get(Shutdown).setDeadline(step, 20);
    const origin = await app.getUrl();
    await beginSession(origin);
    await app.get(EventLog).flush();
    store.isSilent = true;
    await beginSession(origin);
    await app.close();
    // The second session's beginning, and the ends of both.
    expect(lines.filter((line) => line.startsWith('Step'))).toEqual([
      'Step "flush the log": waited 20 ms for the log to commit 3 events; going on',
      'Step "save checkpoints": waited 20 ms for the log to save them; going on',
      'Step "close the log": waited 20 ms for the log to commit 3 events; going on',
    ]);
    expect(store.wasLetGo).toBe(true);
  });
});
