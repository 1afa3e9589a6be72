import type { IngestAnswer, IngestEvent, IngestType } from '#contract';

/** The key of observers of the tenant `acme`, and that of another tenant. */
export const INGEST_KEYS = { acme: 'ingest-key-of-acme', globex: 'ingest-key-of-globex' };

/** The keys as the option of a module. */
export const INGEST_OPTION = {
  keys: Object.entries(INGEST_KEYS).map(([tenantId, key]) => ({ tenantId, key })),
};

/** What `POST /ingest` answers. */
export interface Ingested {
  status: number;
  body: IngestAnswer & { error?: string; message?: string };
}

/** Sends any body to `POST /ingest`. */
export async function ingest(origin: string, body: unknown, key = INGEST_KEYS.acme): Promise<Ingested> {
  const response = await fetch(`${origin}/ingest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Ingested['body'] };
}

/** Makes the events of one source, and numbers them. */
export class OutsideSource {
  #seq = 0;

  constructor(readonly source: string) {}

  event(type: IngestType, data: object, sessionId = 's1', timestamp = new Date().toISOString()): IngestEvent {
    this.#seq += 1;
    return { seq: this.#seq, type, sessionId, timestamp, data };
  }

  open(sessionId?: string): IngestEvent {
    const client = { name: 'desk', version: '1.0' };
    return this.event(
      'session:open',
      { origin: 'protocol', client, protocolVersion: '2025-11-25' },
      sessionId,
    );
  }

  start(callId: string, sessionId?: string): IngestEvent {
    return this.event('tool:start', { callId, tool: 'search', argumentBytes: 2 }, sessionId);
  }

  done(callId: string, sessionId?: string): IngestEvent {
    return this.event('tool:done', { callId, tool: 'search', durationMs: 12.5, resultBytes: 7 }, sessionId);
  }

  /** The body of a request with these events. */
  body(...events: IngestEvent[]): { source: string; events: IngestEvent[] } {
    return { source: this.source, events };
  }
}
