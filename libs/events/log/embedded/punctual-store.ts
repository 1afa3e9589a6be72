import type { EventId } from '#contract';
import type { EventPage } from '../../encoding/event-batch.ts';
import type { LoggedEvent } from '../../encoding/logged-event.ts';
import type { AuditRange, Checkpoint, IdRange, PageRequest, RangeRequest } from '../event-log.ts';
import type { ReadSlice } from '../read-all.ts';
import type { SummaryPart, SummaryRequest } from '../summarize.ts';
import { inTime } from '../in-time.ts';
import { LogError } from '../log-error.ts';
import type { LostRange } from '../losses/lost-ranges.ts';
import type { EventStore, StoreState } from './event-store.ts';

/** Milliseconds that a store may take to answer. A store that copies its file back into place takes seconds. */
const ANSWER_MS = 30_000;

/**
 * A store that answers in time or fails, so that nobody waits without end for a stuck disk. Commits are not limited
 * here: the queue watches them, and accepts a late answer. Neither is opening, which may take as long as a migration.
 */
export class PunctualStore implements EventStore {
  constructor(
    private readonly store: EventStore,
    private readonly answerMs = ANSWER_MS,
  ) {}

  get start(): EventId {
    return this.store.start;
  }

  get pauseMs(): number {
    return this.store.pauseMs;
  }

  open(): Promise<StoreState> {
    return this.store.open();
  }

  append(events: readonly LoggedEvent[], lost: readonly LostRange[]): Promise<void> {
    return this.store.append(events, lost);
  }

  readSlice(request: RangeRequest): Promise<ReadSlice> {
    return this.#inTime(this.store.readSlice(request));
  }

  readPage(request: PageRequest): Promise<EventPage> {
    return this.#inTime(this.store.readPage(request));
  }

  summarizePart(after: EventId, request: SummaryRequest): Promise<SummaryPart> {
    return this.#inTime(this.store.summarizePart(after, request));
  }

  readAudit(range: AuditRange): Promise<LoggedEvent[]> {
    return this.#inTime(this.store.readAudit(range));
  }

  /** Takes as long as there is history to look at. */
  erasePayloads(callIds: readonly string[], within?: IdRange): Promise<void> {
    return this.store.erasePayloads(callIds, within);
  }

  /** Takes as long as the disk needs: it is repeated if it has failed. */
  dropEvents(ids: readonly EventId[], lost: readonly LostRange[]): Promise<void> {
    return this.store.dropEvents(ids, lost);
  }

  has(id: EventId): Promise<boolean> {
    return this.#inTime(this.store.has(id));
  }

  loadCheckpoint(name: string): Promise<Checkpoint | undefined> {
    return this.#inTime(this.store.loadCheckpoint(name));
  }

  saveCheckpoint(name: string, checkpoint: Checkpoint): Promise<void> {
    return this.#inTime(this.store.saveCheckpoint(name, checkpoint));
  }

  keepCheckpoints(names: readonly string[]): Promise<void> {
    return this.#inTime(this.store.keepCheckpoints(names));
  }

  keepState(name: string, state: Checkpoint): Promise<void> {
    return this.#inTime(this.store.keepState(name, state));
  }

  stateAt(name: string, id: EventId): Promise<Checkpoint | undefined> {
    return this.#inTime(this.store.stateAt(name, id));
  }

  oldestState(name: string): Promise<Checkpoint | undefined> {
    return this.#inTime(this.store.oldestState(name));
  }

  close(deadline?: AbortSignal): Promise<void> {
    return this.store.close(deadline);
  }

  #inTime<T>(answer: Promise<T>): Promise<T> {
    return inTime(answer, this.answerMs, () => stalled(this.answerMs));
  }
}

function stalled(waitedMs: number): never {
  const message = `The event log has not answered for ${waitedMs} ms. Check its disk; the log goes on once that answers.`;
  throw new LogError('LOG_STALLED', message);
}
