import type { CrowsnestEvent, EventOf, HistoryPage } from '#contract';
import { asAdmin } from '../../support/server/admin-api.ts';
import type { EventStream } from '../../support/server/event-stream.ts';
import type { Destination } from '../driver/public-client.ts';

type CallEnd = EventOf<'tool:done'> | EventOf<'tool:error'>;

/** Where one test connects its client, and everything that an admin sees of it. */
export class Berth {
  constructor(
    private readonly origin: string,
    private readonly tenant: string,
    readonly destination: Destination,
    readonly stream: EventStream,
  ) {}

  /** Resolves with the start event of a call, the first one or a later one. */
  async start(nth = 1): Promise<EventOf<'tool:start'>> {
    const started = () => this.stream.events.filter((event) => event.type === 'tool:start')[nth - 1];
    await this.stream.until(() => started() !== undefined);
    return started() as EventOf<'tool:start'>;
  }

  /** Resolves with the end events of calls once there are this many. */
  async ends(count: number): Promise<CallEnd[]> {
    const ended = () => this.stream.events.filter(isCallEnd);
    await this.stream.until(() => ended().length >= count);
    return ended();
  }

  /** The event that opened the session of a later event. */
  opening(later: CrowsnestEvent | undefined): CrowsnestEvent | undefined {
    return this.stream.events.find(
      ({ type, sessionId }) => type === 'session:open' && sessionId === later?.sessionId,
    );
  }

  /** The events in the log, and the same number of events from the stream. */
  async recorded(): Promise<{ logged: CrowsnestEvent[]; streamed: CrowsnestEvent[] }> {
    const response = await asAdmin(this.origin, `/history?tenant=${this.tenant}&limit=1000`);
    const { events: logged } = (await response.json()) as HistoryPage;
    await this.stream.until(() => this.stream.events.length >= logged.length);
    return { logged, streamed: this.stream.events.slice(0, logged.length) };
  }

  /** Cancels a call as an administrator does. */
  cancelCall({ data }: EventOf<'tool:start'>): Promise<void> {
    return this.#command(`/calls/${data.callId}/cancel`, 'POST');
  }

  /** Ends a session as an administrator does. */
  async endSession({ sessionId }: CrowsnestEvent): Promise<void> {
    await this.#command(`/sessions/${sessionId}`, 'DELETE');
    await this.stream.until(() =>
      this.stream.events.some((event) => event.type === 'session:close' && event.sessionId === sessionId),
    );
  }

  async #command(path: string, method: string): Promise<void> {
    const response = await asAdmin(this.origin, path, { method });
    if (response.status !== 202) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
}

function isCallEnd(event: CrowsnestEvent): event is CallEnd {
  return event.type === 'tool:done' || event.type === 'tool:error';
}
