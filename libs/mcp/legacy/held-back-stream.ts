import type { ServerResponse } from 'node:http';
import type { HttpRefusal, RawMessage } from '#tools';
import type { AgentStream } from '../connection/agent-stream.ts';
import { challengeOf, sendJson } from '../connection/send-json.ts';

/** Milliseconds after which a stream begins that has nothing to send yet: credentials are refused sooner, or not at all. */
const PATIENCE_MS = 5_000;

/**
 * The stream of one request whose answer may be the status of the response, because an upstream refuses the agent's own
 * credentials. The response begins with the first message, or after a while; from then on it has a status.
 */
export class HeldBackStream implements AgentStream {
  readonly #late: NodeJS.Timeout;
  #hasBegun = false;

  /** `begin` connects the stream to the response. A refusal carries the headers. */
  constructor(
    private readonly stream: AgentStream,
    private readonly response: ServerResponse,
    private readonly headers: Readonly<Record<string, string>>,
    private readonly begin: () => void,
  ) {
    this.#late = setTimeout(() => this.#begin(), PATIENCE_MS).unref();
  }

  send(message: RawMessage): Promise<void> {
    this.#begin();
    return this.stream.send(message);
  }

  settle(answer?: RawMessage, refusal?: HttpRefusal): void {
    if (!answer || !refusal || this.#hasBegun) {
      this.#begin();
      return this.stream.settle(answer);
    }
    this.#hasBegun = true;
    clearTimeout(this.#late);
    sendJson(this.response, refusal.status, answer.text, { ...this.headers, ...challengeOf(refusal) });
    this.stream.settle();
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    clearTimeout(this.#late);
    this.begin();
  }
}
