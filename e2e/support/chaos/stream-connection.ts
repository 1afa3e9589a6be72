import { request, type IncomingMessage } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { CrowsnestEvent, EventFilter, GapFrame, HelloFrame } from '#contract';
import { ADMIN_TOKEN } from '../server/server-process.ts';
import type { RecordedEvent } from './protocol.ts';
import { recorded } from './recorded.ts';

/** The parameters of one connection. */
export interface ConnectionRequest {
  filter: EventFilter;
  lastEventId?: string;
  /** Whether to send the id as `?lastEventId=` instead of the header. */
  byQuery?: boolean;
  replay?: number;
}

export interface Gap {
  requested: string;
  resumedAfter: string;
  /** The number of events in it; null if it is not known. */
  missing: number | null;
}

/** What the stream sent: an event, or a gap. */
export type Told = { event: RecordedEvent } | { gap: Gap };

/** A connection to `/events` that can stop reading its socket, and keeps everything it received. */
export class StreamConnection {
  readonly told: Told[] = [];
  /** The hello frame without its snapshot. */
  hello: { complete: boolean; filtered: boolean; asOf: string } | undefined;
  status = 0;
  lastEventId: string | undefined;
  readonly over: Promise<void>;
  #response: IncomingMessage | undefined;
  #changed = Promise.withResolvers<void>();
  readonly #request;
  readonly #parser = createParser({ onEvent: (frame) => this.#take(frame) });

  constructor(
    origin: string,
    readonly asked: ConnectionRequest,
  ) {
    const headers = {
      authorization: `Bearer ${ADMIN_TOKEN}`,
      ...(asked.lastEventId !== undefined && !asked.byQuery && { 'last-event-id': asked.lastEventId }),
    };
    this.#request = request(`${origin}/events${queryOf(asked)}`, { headers, agent: false });
    this.over = new Promise((resolve) => {
      this.#request.on('response', (response) => this.#read(response));
      // Either side may have cut the connection.
      this.#request.on('error', () => undefined);
      this.#request.on('close', () => resolve());
    });
    void this.over.then(() => this.#notify());
    this.#request.end();
  }

  /** Resolves once the condition holds or the connection has ended; false if neither happens in time. */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const late = AbortSignal.timeout(timeoutMs);
    const isLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
    while (!condition() && !this.#request.closed && !late.aborted)
      await Promise.race([this.#changed.promise, isLate]);
    return condition();
  }

  /** Stops reading, so that the buffers of both sides fill up. */
  stall(): void {
    this.#response?.pause();
  }

  readOn(): void {
    this.#response?.resume();
  }

  get isOver(): boolean {
    return this.#request.closed;
  }

  /** Whether the server has ended it, rather than cut it. */
  get isWhole(): boolean {
    return this.#response?.complete ?? false;
  }

  cut(): void {
    this.#request.destroy();
  }

  #read(response: IncomingMessage): void {
    this.#response = response;
    this.status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    response.on('data', (text: string) => {
      if (this.status === 200) this.#parser.feed(text);
      this.#notify();
    });
    response.on('error', () => undefined);
    this.#notify();
  }

  #take({ id, event, data }: EventSourceMessage): void {
    if (id !== undefined) this.lastEventId = id;
    if (event === 'hello') {
      const { complete, filtered, stats } = JSON.parse(data) as HelloFrame;
      this.hello = { complete, filtered, asOf: stats.asOf };
    } else if (event === 'gap') {
      const { requested, resumedAfter, missing } = JSON.parse(data) as GapFrame;
      this.told.push({ gap: { requested, resumedAfter, missing } });
      // An event without an id is a hint about the log of this process; it comes again, with an id.
    } else if (id !== undefined) this.told.push({ event: recorded(JSON.parse(data) as CrowsnestEvent) });
  }

  #notify(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}

function queryOf({ filter, lastEventId, byQuery, replay }: ConnectionRequest): string {
  const { types, tenants, sessions, tools } = filter;
  const lists = { type: types, tenant: tenants, session: sessions, tool: tools };
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(lists)) if (values) query.set(name, values.join(','));
  if (byQuery && lastEventId !== undefined) query.set('lastEventId', lastEventId);
  if (replay !== undefined) query.set('replay', String(replay));
  return `?${query.toString()}`;
}
