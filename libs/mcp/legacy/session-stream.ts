import type { ServerResponse } from 'node:http';
import type { SessionId } from '#contract';
import type { RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';
import { frameOf, SseResponse } from '../connection/sse-response.ts';
import type { SessionReplay, SentMessage } from './replay/session-replay.ts';

/** Maximum number of characters that are kept for a stream that is not connected yet. */
const MAX_EARLY = 16 * 1024;

/** One stream of a session, independent of its present connection. */
export class SessionStream implements AgentStream {
  #connection: SseResponse | undefined;
  /** What was sent before the first connection: an upstream server may have something to say at once. */
  #early: string | undefined = '';

  /**
   * `awaited` is the number of answers after which the stream ends and calls `onEnd`; `Infinity` for a stream that
   * belongs to no request.
   */
  constructor(
    readonly streamId: string,
    private readonly sessionId: SessionId,
    private readonly replay: SessionReplay | undefined,
    private awaited: number,
    private readonly onEnd: () => void = () => undefined,
  ) {}

  get isOpen(): boolean {
    return this.#connection !== undefined;
  }

  /** Continues the stream on another response, and ends its previous connection. */
  connect(response: ServerResponse): void {
    this.#connection?.end();
    const headers = { 'Mcp-Session-Id': this.sessionId };
    const connection = new SseResponse(response, headers, () => {
      if (this.#connection === connection) this.#connection = undefined;
    });
    this.#connection = connection;
    if (this.#early) void connection.write(this.#early);
    this.#early = undefined;
  }

  /** Writes an event that begins the stream. Its id lets the agent resume before the first message. */
  begin(retryMs: number): void {
    const eventId = this.replay?.begin(this.streamId);
    if (eventId) this.#connection?.begin(`id: ${eventId}\nretry: ${retryMs}\ndata: \n\n`);
  }

  /** Writes earlier messages again, with their original ids. */
  repeat(messages: readonly SentMessage[]): void {
    for (const { eventId, json } of messages) void this.#connection?.write(frameOf(json, eventId));
  }

  async send({ text }: RawMessage): Promise<void> {
    const frame = this.#frameOf(text, false);
    if (this.#early !== undefined && this.#early.length + frame.length <= MAX_EARLY) this.#early += frame;
    await this.#connection?.write(frame);
  }

  settle(answer?: RawMessage): void {
    this.awaited -= 1;
    const isLast = this.awaited === 0;
    const frame = answer && this.#frameOf(answer.text, isLast);
    if (!isLast) return void (frame && this.#connection?.write(frame));
    if (frame === undefined) this.replay?.end(this.streamId);
    this.end(frame);
    this.onEnd();
  }

  /** Ends the present connection, with a last frame if there is one. */
  end(frame?: string): void {
    this.#connection?.end(frame);
    this.#connection = undefined;
  }

  #frameOf(text: string, isLast: boolean): string {
    return frameOf(text, this.replay?.keep(this.streamId, text, isLast));
  }
}
