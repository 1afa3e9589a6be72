import type { MessageOrigin, OfferClient } from '#tools';

/**
 * Stands for the HTTP request where the SDK hands one to handlers (`ctx.http.req`), and brings along where the message
 * comes from. WHY: the SDK knows web requests alone, and a whole one costs more than the call that it carries. It
 * reads `headers.get`, for the session id of a log level; `sdk.spec.ts` fails when it passes another object on.
 */
export class HandlerRequest {
  constructor(
    readonly client: OfferClient,
    readonly origin: MessageOrigin,
  ) {}

  readonly headers = { get: (): null => null };

  /** As the SDK's types want it. */
  get asWebRequest(): globalThis.Request {
    return this as unknown as globalThis.Request;
  }

  /** The request that a handler's context carries. Throws when it carries another. */
  static of(context: { http?: { req?: unknown } | undefined }): HandlerRequest {
    const request = context.http?.req;
    if (request instanceof HandlerRequest) return request;
    throw new Error('The SDK did not pass the request on');
  }
}
