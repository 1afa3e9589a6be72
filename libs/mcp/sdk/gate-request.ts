import type { Request, Response } from 'express';
import type { GatedExchange } from './gated-exchange.ts';

/**
 * A Node request as the SDK's gate reads one whose body is parsed: method, headers, and the signal that the client has
 * gone. WHY: the gate wants a web `Request`, which costs more than the call that it carries. `sdk.spec.ts` fails when
 * the gate reads anything else of it, or does not pass it on to its factory.
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

  /** Aborted when the client has closed the connection before its answer. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** As the SDK's types want it. */
  get asWebRequest(): globalThis.Request {
    return this as unknown as globalThis.Request;
  }
}
