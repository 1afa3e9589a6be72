import type { Request, Response } from 'express';
import type { GatedExchange } from './gated-exchange.ts';

/**
 * A Node request in the form in which the SDK's gate reads a request with a parsed body: method, headers, and the
 * signal that the client has disconnected. WHY: the gate expects a web `Request`, which costs more than the call that
 * it carries. `sdk.spec.ts` fails when the gate reads anything else, or does not pass the request on to its factory.
 */
export class GateRequest {
  readonly method: string;
  readonly headers: { get: (name: string) => string | null };
  readonly #gone = new AbortController();

  constructor(
    request: Request,
    response: Response,
    readonly exchange: GatedExchange,
  ) {
    this.method = request.method;
    this.headers = { get: (name) => request.header(name) ?? null };
    response.on('close', () => {
      if (!response.writableFinished) this.#gone.abort();
    });
  }

  /** Aborts when the client closes the connection before it has its answer. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** The same object, in the type that the SDK expects. */
  get asWebRequest(): globalThis.Request {
    return this as unknown as globalThis.Request;
  }
}
