import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { shuttingDown } from '#edge';
import { endToEnd } from './end-to-end-headers.ts';
import { PeerLostError } from './peer-lost-error.ts';

/** Passes the answer of another instance to a client as it comes, at the pace of the client. */
export class Relay {
  /** Resolves when the answer begins or the client has gone; rejects if there will be no answer. */
  readonly begun: Promise<void>;
  readonly #begun = Promise.withResolvers<void>();
  #answer: IncomingMessage | undefined;

  constructor(
    private readonly sent: ClientRequest,
    private readonly response: ServerResponse,
  ) {
    this.begun = this.#begun.promise;
    sent.once('response', (answer) => this.#begin(answer));
    sent.on('error', (error) => this.#lose(error));
    response.once('close', () => this.#leave());
  }

  /** Ends the answer before its end: the process shuts down. A stream may be resumed at another instance. */
  end(): void {
    this.#begun.reject(shuttingDown());
    this.#answer?.unpipe(this.response);
    if (this.#answer) this.response.end();
    this.sent.destroy();
  }

  #begin(answer: IncomingMessage): void {
    const { response } = this;
    this.#answer = answer;
    this.#begun.resolve();
    answer.once('error', (error) => this.#lose(error));
    response.statusCode = answer.statusCode ?? 502;
    for (const [name, values = []] of endToEnd(answer.headersDistinct))
      response.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
    response.flushHeaders();
    answer.pipe(response);
  }

  /** The other instance has gone. What the client has got of the answer must not pass for all of it. */
  #lose(cause: Error): void {
    this.#begun.reject(new PeerLostError(cause.message, { cause }));
    if (this.#answer && !this.response.writableEnded) this.response.destroy();
  }

  /** The client has gone, or has got the answer. The call goes on at its owner. */
  #leave(): void {
    this.#begun.resolve();
    if (!this.#answer?.readableEnded) this.sent.destroy();
  }
}
