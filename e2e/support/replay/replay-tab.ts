import type { EventId, InFlightCall, SessionView, ToolStats } from '#contract';
import type { LiveCore } from '../../../apps/console/src/app/live/core/live-core.ts';
import type { FeedItem } from '../../../apps/console/src/app/live/feed/feed-item.ts';
import type { ToTab } from '../../../apps/console/src/app/live/messages.ts';
import type { Changes, Figures } from '../../../apps/console/src/app/live/picture-changes.ts';
import type { ReplayAct, ReplayRange, ReplayState } from '../../../apps/console/src/app/live/replay-state.ts';
import { waitUntil } from '../environment/wait-until.ts';

type Picture = Extract<ToTab, { kind: 'picture' }>;

/** All that a tab of the console shows. */
export interface Shown {
  figures: Figures | undefined;
  tools: Record<string, ToolStats>;
  calls: InFlightCall[];
  sessions: SessionView[];
  rows: FeedItem[];
}

/** A tab of the console without a page: keeps what the host shows it. */
export class ReplayTab {
  figures: Figures | undefined;
  readonly #tools = new Map<string, ToolStats>();
  readonly #calls = new Map<string, InFlightCall>();
  readonly #sessions = new Map<string, SessionView>();
  #rows: FeedItem[] = [];
  /** Number of lists of sessions that it knows of. */
  listings = 0;
  state: ReplayState | undefined;
  /** All that was told of the replay. */
  readonly states: ReplayState[] = [];

  constructor(private readonly core: LiveCore) {}

  watch(replay?: ReplayRange): void {
    const watch = { kind: 'watch', account: 'ann', after: null, visible: true } as const;
    this.core.hear(replay ? { ...watch, replay } : watch, this.#hear);
  }

  act(act: ReplayAct): void {
    this.core.hear({ kind: 'replay', act }, this.#hear);
  }

  retry(): void {
    this.core.hear({ kind: 'retry', byHand: true }, this.#hear);
  }

  leave(): void {
    this.core.hear({ kind: 'leave' }, this.#hear);
  }

  /** Resolves once the replay does this, and its picture is that of an event. */
  async until(pace: ReplayState['pace'], position?: EventId): Promise<void> {
    await waitUntil(
      () =>
        this.state?.pace === pace &&
        (position === undefined || this.state.position === position) &&
        this.position === this.state.position,
      {
        reason: `the replay is ${pace}${position === undefined ? '' : ` at ${position}`}, and its picture is there`,
        seen: () => ({ state: this.state, position: this.position }),
      },
    );
  }

  /** What it shows now of the events. Sessions by id, for their order is that of the page. */
  shown(): Shown {
    const { figures } = this;
    return structuredClone({
      // A live tab also shows which instance answers it.
      figures: figures && { ...figures, instance: null },
      tools: Object.fromEntries(this.#tools),
      calls: [...this.#calls.values()],
      sessions: [...this.#sessions.values()].toSorted((a, b) => (a.sessionId < b.sessionId ? -1 : 1)),
      rows: this.#rows,
    });
  }

  /** The last event that it shows. */
  get position(): EventId | null {
    const last = this.#rows.at(-1);
    return last?.kind === 'event' ? last.event.id : null;
  }

  readonly #hear = (message: ToTab): void => {
    if (message.kind === 'picture') this.#take(structuredClone(message));
    if (message.kind !== 'connection' || message.connection.phase !== 'replay') return;
    this.state = message.connection.replay;
    this.states.push(this.state);
  };

  #take({ number, whole, anew, changes }: Picture): void {
    if (whole) for (const values of [this.#tools, this.#calls, this.#sessions]) values.clear();
    if (anew) this.#rows = [];
    this.figures = changes.figures ?? this.figures;
    this.listings = changes.listing?.taken ?? this.listings;
    apply(this.#tools, changes.tools);
    apply(this.#calls, changes.calls);
    apply(this.#sessions, changes.sessions);
    this.#rows.push(...(changes.rows?.items ?? []));
    this.core.hear({ kind: 'taken', number, restMs: 0 }, this.#hear);
  }
}

function apply<V>(values: Map<string, V>, changes: Changes<V> | undefined): void {
  for (const key of changes?.gone ?? []) values.delete(key);
  for (const [key, value] of changes?.set ?? []) values.set(key, value);
}
