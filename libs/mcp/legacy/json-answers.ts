import type { ServerResponse } from 'node:http';
import { isRequest, type RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';
import { sendJson } from '../connection/send-json.ts';

/**
 * The answers to one POST of a client that takes no event stream: JSON, once all requests have theirs. What else
 * would belong on the stream has no place there.
 */
export class JsonAnswers implements AgentStream {
  readonly #answers: string[] = [];

  /** `awaited` counts the requests that have no answer yet; a batch is answered by a list. */
  constructor(
    private readonly response: ServerResponse,
    private readonly headers: Readonly<Record<string, string>>,
    private awaited: number,
    private readonly isBatch: boolean,
  ) {}

  /** Drops notifications; rejects a question to the client, which it cannot be asked. */
  async send({ message }: RawMessage): Promise<void> {
    if (isRequest(message))
      throw new Error(
        'The client accepts no text/event-stream, so nothing can be asked of it during a request',
      );
  }

  settle(answer?: RawMessage): void {
    this.awaited -= 1;
    if (answer) this.#answers.push(answer.text);
    if (this.awaited > 0) return;
    const [only] = this.#answers;
    // All were cancelled by the client, which expects no answers.
    if (only === undefined) this.response.writeHead(202, this.headers).end();
    else sendJson(this.response, 200, this.isBatch ? `[${this.#answers.join()}]` : only, this.headers);
  }
}
