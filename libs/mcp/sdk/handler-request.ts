import type { MessageOrigin, OfferClient } from '#tools';

/**
 * Replaces the HTTP request that the SDK passes to handlers (`ctx.http.req`), and carries the origin of the message.
 * WHY: the SDK knows only web requests, and creating one costs more than the call that it carries. The SDK reads
 * `headers.get`, for the session id of a log level. `sdk.spec.ts` fails when it passes another object on.
 */
export class HandlerRequest {
  constructor(
    readonly client: OfferClient,
    readonly origin: MessageOrigin,
  ) {}

  readonly headers = { get: (): null => null };

  /** The same object, in the type that the SDK expects. */
  get asWebRequest(): globalThis.Request {
    return this as unknown as globalThis.Request;
  }

  /** The request in a handler's context. Throws when the context carries another one. */
  static of(context: { http?: { req?: unknown } | undefined }): HandlerRequest {
    const request = context.http?.req;
    if (request instanceof HandlerRequest) return request;
    throw new Error('The SDK did not pass the request on');
  }
}
