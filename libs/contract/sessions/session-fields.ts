import type { FilterFields } from '../filters/filter-fields.ts';
import type { FilterState } from '../filters/filter.ts';
import { foldCase } from '../filters/fold-case.ts';
import type { SessionRecord } from './sessions.ts';

/** The fields of a session as filters compare them. What only an event has is missing. */
export class SessionFields implements FilterFields {
  readonly type = undefined;
  readonly kind = undefined;
  readonly group = undefined;
  readonly durationMs = undefined;
  readonly #session: SessionRecord;
  readonly #isRunning: boolean;
  #client: string | undefined;
  #tools: readonly string[] | undefined;

  constructor(session: SessionRecord, callsInFlight: number) {
    this.#session = session;
    this.#isRunning = callsInFlight > 0;
  }

  get session(): string {
    return this.#session.sessionId;
  }

  get tenant(): string | undefined {
    return this.#session.tenantId || undefined;
  }

  get client(): string {
    return (this.#client ??= foldCase(this.#session.client.name));
  }

  get tool(): readonly string[] {
    return (this.#tools ??= (this.#session.tools ?? []).map(foldCase));
  }

  get trace(): string | undefined {
    return this.#session.traceId;
  }

  get upstream(): string | undefined {
    const { upstream } = this.#session;
    return upstream === undefined ? undefined : foldCase(upstream);
  }

  get instance(): string | undefined {
    return this.#session.instance;
  }

  get searched(): readonly string[] {
    return [this.client, ...this.tool];
  }

  is(state: FilterState): boolean {
    switch (state) {
      case 'error':
        return this.#session.errors > 0;
      case 'running':
        return this.#isRunning;
      case 'derived':
        return this.#session.origin === 'derived';
      default:
        // The grammar of sessions has no other state.
        return false;
    }
  }
}
