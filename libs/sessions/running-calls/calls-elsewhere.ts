import type { CallCounts } from './call-group.ts';

/** The calls of a session that other instances run, as the log tells of them. */
export class CallsElsewhere implements CallCounts {
  readonly #running = new Set<string>();
  started = 0;
  lastEndedAt = 0;

  get running(): number {
    return this.#running.size;
  }

  begin(callId: string): void {
    this.#running.add(callId);
    this.started += 1;
  }

  end(callId: string): void {
    this.#running.delete(callId);
    this.lastEndedAt = performance.now();
  }
}
