import {
  GAP_FRAME,
  HELLO_FRAME,
  ROUTES,
  type CrowsnestEvent,
  type GapFrame,
  type HelloFrame,
} from '#contract';
import { ServerFault } from '../server/server-fault.ts';
import type { Server } from '../server/server.ts';
import { readFrames, type Frame } from './read-frames.ts';

/** Milliseconds without a sign of life, of which there is one every 15 s, after which a connection counts as lost. */
const SILENT_MS = 45_000;

/** Receives what the stream tells. Reading waits for what it does with an event. */
export interface StreamListener {
  /** `json` is the event as the server wrote it. */
  event(event: CrowsnestEvent, json: string): Promise<void>;
  gap(gap: GapFrame): void;
  /** The server is reached, again or for the first time. */
  connected(): void;
}

/** The stream of a server, over as many connections as it takes: each follows on from the one before. */
export class WatchedStream {
  #position: string | undefined;

  constructor(
    private readonly server: Server,
    /** The parameters of the route. */
    private readonly query: URLSearchParams,
    private readonly listener: StreamListener,
  ) {}

  /** Reads one connection to its end. Rejects with a `ServerFault`. */
  async read(): Promise<void> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error('it is silent')), SILENT_MS);
    try {
      const { body } = await this.server.ask(ROUTES.events, {
        query: this.query,
        headers: this.#position === undefined ? {} : { 'last-event-id': this.#position },
        signal: silence.signal,
      });
      this.listener.connected();
      if (body) for await (const frame of readFrames(body, () => timer.refresh())) await this.#take(frame);
    } catch (error) {
      throw error instanceof ServerFault ? error : this.server.faultOf(error);
    } finally {
      clearTimeout(timer);
    }
  }

  async #take({ event: name, id, data }: Frame): Promise<void> {
    if (data !== undefined) await this.#tell(name, id, data);
    if (id !== undefined) this.#position = id;
  }

  async #tell(name: string | undefined, id: string | undefined, data: string): Promise<void> {
    if (name === HELLO_FRAME) this.#begin(JSON.parse(data) as HelloFrame);
    else if (name === GAP_FRAME) {
      const gap = JSON.parse(data) as GapFrame;
      this.#position = gap.resumedAfter;
      this.listener.gap(gap);
    }
    // Without an id it is not committed yet, and comes again.
    else if (id !== undefined) await this.listener.event(JSON.parse(data) as CrowsnestEvent, data);
  }

  /** A first connection that brings nothing back begins after what the counters include. */
  #begin({ stats }: HelloFrame): void {
    if (!this.query.has('replay')) this.#position ??= stats.asOf;
  }
}
