import type { ServerResponse } from 'node:http';
import { isRequest, type HttpRefusal, type RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';
import { challengeOf, sendJson } from '../connection/send-json.ts';

/**
 * Collects the answers to one POST of a client that does not accept an event stream, and sends them as JSON when they
 * are complete. Other messages cannot be delivered.
 */
export class JsonAnswers implements AgentStream {
  readonly #answers: string[] = [];

  /**
   * `awaited` is the number of requests without an answer; the last answer calls `onEnd`. A batch is answered with a
   * list.
   */
  constructor(
    private readonly response: ServerResponse,
    private readonly headers: Readonly<Record<string, string>>,
    private awaited: number,
    private readonly isBatch: boolean,
    private readonly onEnd: () => void,
  ) {}

  /** Drops notifications. Rejects a request to the client, because it cannot be delivered. */
  async send({ message }: RawMessage): Promise<void> {
    if (isRequest(message))
      throw new Error('The client accepts no text/event-stream, so the server cannot send it a request');
  }

  settle(answer?: RawMessage, refusal?: HttpRefusal): void {
    this.awaited -= 1;
    if (answer) this.#answers.push(answer.text);
    if (this.awaited > 0) return;
    this.onEnd();
    const [only] = this.#answers;
    // The client has cancelled all requests and expects no answers.
    if (only === undefined) this.response.writeHead(202, this.headers).end();
    else if (this.isBatch) sendJson(this.response, 200, `[${this.#answers.join()}]`, this.headers);
    else if (refusal)
      sendJson(this.response, refusal.status, only, { ...this.headers, ...challengeOf(refusal) });
    else sendJson(this.response, 200, only, this.headers);
  }
}
