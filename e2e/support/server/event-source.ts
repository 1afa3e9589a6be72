import { waitUntil } from '../environment/wait-until.ts';
import { asAdmin } from './admin-api.ts';

/**
 * Reads a stream as a browser's EventSource does: https://html.spec.whatwg.org/multipage/server-sent-events.html
 * (9.2.6).
 */
export class EventSourceStandIn {
  /** The types of the dispatched events. */
  readonly dispatched: string[] = [];
  /** The last event id after each change. */
  readonly positions: string[] = [];
  comments = 0;
  #id = '';
  #type = '';
  #data = '';

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {}

  /** Connects; with `lastEventId` as a client that returns. */
  static async open(origin: string, query = '', lastEventId?: string): Promise<EventSourceStandIn> {
    const abort = new AbortController();
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const response = await asAdmin(origin, `/events${query}`, { headers, signal: abort.signal });
    const source = new EventSourceStandIn(response, abort);
    void source.#read(response).catch(() => undefined);
    return source;
  }

  get lastEventId(): string {
    return this.positions.at(-1) ?? '';
  }

  until(reason: string, condition: () => boolean): Promise<boolean> {
    const seen = (): unknown => ({
      dispatched: this.dispatched.slice(-5),
      positions: this.positions.slice(-5),
    });
    return waitUntil(condition, { reason, seen });
  }

  cut(): void {
    this.abort.abort();
  }

  async #read(response: Response): Promise<void> {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    }
  }

  #take(line: string): void {
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (line === '') this.#dispatch();
    else if (field === '') this.comments += 1;
    else if (field === 'id') this.#id = value;
    else if (field === 'event') this.#type = value;
    else if (field === 'data') this.#data += value;
  }

  #dispatch(): void {
    if (this.#id !== this.lastEventId) this.positions.push(this.#id);
    if (this.#data !== '') this.dispatched.push(this.#type);
    this.#type = this.#data = '';
  }
}
