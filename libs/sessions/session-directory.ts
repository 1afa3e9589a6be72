import { Injectable } from '@nestjs/common';
import type { CrowsnestEvent, EventId, EventOf, SessionView } from '#contract';
import { ProjectionKeeper, type LogOrigin, type Projection } from '#events';

/** Ended sessions that can still be looked up. */
const ENDED_SESSIONS = 1_000;
const VERSION = 1;

/** A call that was in flight when the log ended. */
export interface OpenCall {
  callId: string;
  tool: string;
  startedAt: string;
}

interface SessionRecord {
  view: SessionView;
  openCalls: OpenCall[];
}

interface SavedDirectory {
  version: number;
  asOf: EventId;
  sessions: SessionRecord[];
}

/** Every open session and the last ended ones, as the log tells of them. */
@Injectable()
export class SessionDirectory implements Projection {
  readonly name = 'sessions';
  readonly #open = new Map<string, SessionRecord>();
  readonly #ended = new Map<string, SessionRecord>();
  #asOf = '0' as EventId;

  constructor(projections: ProjectionKeeper) {
    projections.register(this);
  }

  get asOf(): EventId {
    return this.#asOf;
  }

  /** Open sessions first, and the newest first in each group; of one tenant, or of all. */
  list(tenantId: string | null): SessionView[] {
    const views = [...this.#ended.values(), ...this.#open.values()].map((record) => viewOf(record));
    const newestFirst = views.toReversed();
    return tenantId === null ? newestFirst : newestFirst.filter((view) => view.tenantId === tenantId);
  }

  find(sessionId: string): SessionView | undefined {
    const record = this.#open.get(sessionId) ?? this.#ended.get(sessionId);
    return record && viewOf(record);
  }

  /** Open sessions with their calls in flight. */
  openSessions(): { view: SessionView; openCalls: OpenCall[] }[] {
    return [...this.#open.values()].map((record) => ({
      view: viewOf(record),
      openCalls: [...record.openCalls],
    }));
  }

  restore(origin: LogOrigin, saved: unknown): void {
    const { version, asOf, sessions } = (saved ?? {}) as Partial<SavedDirectory>;
    const usable = version === VERSION && asOf !== undefined && sessions !== undefined;
    this.#asOf = usable ? asOf : origin.start;
    for (const record of usable ? sessions : [])
      this.#groupOf(record.view).set(record.view.sessionId, record);
  }

  save(): SavedDirectory {
    return {
      version: VERSION,
      asOf: this.#asOf,
      sessions: [...this.#ended.values(), ...this.#open.values()],
    };
  }

  apply(event: CrowsnestEvent): void {
    this.#asOf = event.id;
    if (event.type === 'session:open') return this.#begin(event);
    const record = this.#open.get(event.sessionId);
    if (!record) return;
    record.view.lastEventAt = event.timestamp;
    switch (event.type) {
      case 'tool:start':
        record.view.calls += 1;
        record.openCalls.push(openedBy(event));
        break;
      case 'tool:error':
        record.view.errors += 1;
        endCall(record, event.data.callId);
        break;
      case 'tool:done':
        endCall(record, event.data.callId);
        break;
      case 'session:close':
      case 'session:expired':
        this.#end(record, event);
        break;
      // Signs of life, and no more.
      case 'tool:progress':
      case 'admin:session-end':
      case 'admin:call-cancel':
      case 'log:degraded':
      case 'log:recovered':
        break;
      default:
        event satisfies never;
    }
  }

  #begin({ sessionId, tenantId, timestamp, data }: EventOf<'session:open'>): void {
    const counters = { calls: 0, errors: 0, callsInFlight: 0 };
    const times = { openedAt: timestamp, lastEventAt: timestamp };
    this.#open.set(sessionId, {
      view: { sessionId, tenantId, ...data, state: 'open', ...times, ...counters },
      openCalls: [],
    });
  }

  #end(record: SessionRecord, event: EventOf<'session:close'> | EventOf<'session:expired'>): void {
    const { view } = record;
    view.state = event.type === 'session:close' ? 'closed' : 'expired';
    view.endedAt = event.timestamp;
    view.endReason = event.data.reason;
    this.#open.delete(view.sessionId);
    this.#ended.set(view.sessionId, record);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > ENDED_SESSIONS && oldest !== undefined) this.#ended.delete(oldest);
  }

  #groupOf(view: SessionView): Map<string, SessionRecord> {
    return view.state === 'open' ? this.#open : this.#ended;
  }
}

function viewOf({ view, openCalls }: SessionRecord): SessionView {
  return { ...view, callsInFlight: openCalls.length };
}

// Picked one by one: what else an event may carry would stay with the session.
function openedBy({ timestamp, data: { callId, tool } }: EventOf<'tool:start'>): OpenCall {
  return { callId, tool, startedAt: timestamp };
}

function endCall(record: SessionRecord, callId: string): void {
  record.openCalls = record.openCalls.filter((call) => call.callId !== callId);
}
