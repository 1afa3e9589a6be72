// Both threads of the SQLite log load this file, so it imports only what both can load.
import {
  compileFilter,
  planFilter,
  type CallId,
  type CrowsnestEvent,
  type EventFilter,
  type EventType,
  type FilterSubject,
  type SessionFacts,
  type Term,
} from '#contract';
import type { LineHead } from './json-lines.ts';

/** Finds what is known of a session; undefined for an id that is not known. */
export type FindSession = (sessionId: string) => SessionFacts | undefined;

type Holds = (subject: FilterSubject) => boolean;

const NO_DATA = {};

/**
 * The terms of a filter. Those that the beginning of a line decides are looked at first, so that few events have to be
 * parsed.
 */
export class EventTerms {
  readonly #findSession: FindSession;
  readonly #all: Holds | undefined;
  readonly #ofHead: Holds | undefined;
  readonly #needData: boolean;
  readonly #needSession: boolean;
  /** The calls that have no end; undefined where every call that begins counts as running. */
  readonly #running: ReadonlySet<CallId> | undefined;

  constructor({ terms = [], running }: EventFilter, findSession: FindSession) {
    const ofHead = terms.filter(isOfHead);
    this.#findSession = findSession;
    this.#all = compiled(terms);
    this.#ofHead = compiled(ofHead);
    this.#needData = ofHead.length < terms.length;
    this.#needSession = planFilter({ terms }).needsSession;
    this.#running = running && new Set(running);
  }

  /** Whether the beginning of its line does not decide on an event of a type. */
  needDataOf(type: EventType): boolean {
    // A `session:open` says itself what is known of its session.
    return this.#needData || (this.#needSession && type === 'session:open');
  }

  /** Whether the terms may hold for an event, as far as the beginning of its line says. */
  mayHold({ type, sessionId, tenantId }: Omit<LineHead, 'timestamp'>): boolean {
    if (!this.#ofHead || (this.#needSession && type === 'session:open')) return true;
    const event = { type, sessionId, tenantId, data: NO_DATA };
    return this.#ofHead({ event, session: this.#sessionOf(sessionId), isRunning: false });
  }

  hold(event: CrowsnestEvent): boolean {
    if (!this.#all) return true;
    const isRunning = event.type === 'tool:start' && (this.#running?.has(event.data.callId) ?? true);
    return this.#all({ event, session: this.#sessionOf(event.sessionId), isRunning });
  }

  #sessionOf(sessionId: string): SessionFacts | undefined {
    return this.#needSession ? this.#findSession(sessionId) : undefined;
  }
}

function compiled(terms: readonly Term[]): Holds | undefined {
  return terms.length === 0 ? undefined : compileFilter({ terms });
}

/** Whether a term looks at nothing but the beginning of a line and the event's session. */
function isOfHead(term: Term): boolean {
  switch (term.field) {
    case 'type':
    case 'session':
    case 'tenant':
    case 'client':
      return true;
    case 'is':
      return term.states.every((state) => state === 'derived' || state === 'error');
    default:
      return false;
  }
}
