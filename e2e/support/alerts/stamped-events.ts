import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import type { EventDraft } from '#contract';
import { EventBus } from '#events';

/** Publishes events that are stamped at given times, as if they happened then. */
export class StampedEvents {
  readonly #bus: EventBus;
  readonly #startMs: number;

  /** The first time is `start`: ISO 8601, UTC. */
  constructor(app: INestApplication, start = '2026-06-01T12:00:00Z') {
    this.#bus = app.get(EventBus);
    this.#startMs = Date.parse(start);
  }

  /** The time `ms` milliseconds after the first one: ISO 8601, UTC. */
  timeAt(ms: number): string {
    return new Date(this.#startMs + ms).toISOString();
  }

  publishAt(ms: number, draft: EventDraft): void {
    this.#bus.emit('happened', { ...draft, timestamp: this.timeAt(ms) });
  }

  /** A call that begins at a time, and has not ended. */
  startAt(ms: number, tool: string, sessionId = 's-1'): string {
    const callId = randomUUID();
    this.publishAt(ms, { type: 'tool:start', sessionId, tenantId: 'acme', data: { callId, tool } });
    return callId;
  }

  /** A call that ends at a time, after `durationMs`: with an error, if there is one. */
  callAt(
    ms: number,
    tool: string,
    { durationMs = 5, error }: { durationMs?: number; error?: string } = {},
  ): void {
    const end = { callId: this.startAt(ms - durationMs, tool), tool, durationMs };
    const of = { sessionId: 's-1', tenantId: 'acme' };
    if (error === undefined) this.publishAt(ms, { ...of, type: 'tool:done', data: end });
    else this.publishAt(ms, { ...of, type: 'tool:error', data: { ...end, error, kind: 'tool' } });
  }

  openAt(ms: number, sessionId: string, client: string): void {
    const data = {
      origin: 'protocol',
      client: { name: client, version: '1.0.0' },
      protocolVersion: '2025-11-25',
    } as const;
    this.publishAt(ms, { type: 'session:open', sessionId, tenantId: 'acme', data });
  }

  /** An event of the server itself, which only moves the time. */
  passAt(ms: number): void {
    const data = { instance: `x-${randomUUID()}`, name: 'x', version: '1.0.0' };
    this.publishAt(ms, { type: 'instance:up', sessionId: '', tenantId: '', data });
  }
}
