import type { IncomingMessage, ServerResponse } from 'node:http';
import { EdgeError, tooMany } from '../errors/edge-error.ts';
import type { Principal } from '../identity/principal.ts';
import { CountedBody, type HoldBody } from './counted-body.ts';

/** Bytes of each body that are not counted, which is enough for most messages. */
const FREE_BYTES = 16 * 1024;
/** Bytes that a compressed body counts for, because it may become far larger than what arrives. */
const COMPRESSED_BYTES = 1024 * 1024;
const MAX_BYTES = 128 * 1024 * 1024;
const MAX_BYTES_PER_PRINCIPAL = 64 * 1024 * 1024;

/** Seconds after which a refused client may try again. */
const RETRY_AFTER_S = 5;

/** Holds a body that is not counted. */
const HOLD_NOTHING: HoldBody = () => () => undefined;

/**
 * Limits the bytes of large bodies in memory, from their arrival until their response closes, or for as long as a call
 * holds them. Bytes are counted as they arrive, whatever length the client has announced.
 */
export class BodyBudget {
  readonly #ofPrincipal = new Map<string, number>();
  #bytes = 0;

  constructor(
    private readonly maxBytes = MAX_BYTES,
    private readonly maxBytesPerPrincipal = MAX_BYTES_PER_PRINCIPAL,
  ) {}

  /** Bytes that are counted now. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Counts a body before it is read. Throws an `EdgeError` (429 or 503) when the limit is exceeded, or calls `refuse`
   * with it while the body arrives. The rest of the body is then read and dropped, so that the client gets the
   * answer. Returns a function that holds the body beyond its response.
   */
  watch(
    principal: Principal,
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (error: EdgeError) => void,
  ): HoldBody {
    const isCompressed = request.headers['content-encoding'] !== undefined;
    if (!isCompressed && announcedBytes(request) <= FREE_BYTES) return HOLD_NOTHING;
    const body = new CountedBody((bytes) => this.#count(principal.id, bytes));
    response.once('close', body.hold());
    const count = (bytes: number): EdgeError | undefined => {
      body.add(bytes);
      return this.#refusalFor(principal);
    };
    const refusal = isCompressed ? count(COMPRESSED_BYTES) : undefined;
    if (refusal) throw refusal;
    if (!isCompressed) countArriving(request, response, count, refuse);
    return () => body.hold();
  }

  #count(principalId: string, bytes: number): void {
    this.#bytes += bytes;
    const own = (this.#ofPrincipal.get(principalId) ?? 0) + bytes;
    if (own > 0) this.#ofPrincipal.set(principalId, own);
    else this.#ofPrincipal.delete(principalId);
  }

  #refusalFor({ id, name }: Principal): EdgeError | undefined {
    if ((this.#ofPrincipal.get(id) ?? 0) > this.maxBytesPerPrincipal) {
      const message = `${name} may have ${this.maxBytesPerPrincipal} bytes of request bodies in flight.`;
      return tooMany('TOO_MANY_BODY_BYTES', message, RETRY_AFTER_S);
    }
    if (this.#bytes <= this.maxBytes) return undefined;
    const message = `The server takes ${this.maxBytes} bytes of request bodies at a time. Try again in ${RETRY_AFTER_S} s.`;
    return new EdgeError(503, 'TOO_MANY_BODY_BYTES', message, { retryAfterSeconds: RETRY_AFTER_S });
  }
}

/** Counts the arriving bytes beyond the first {@link FREE_BYTES}. */
function countArriving(
  request: IncomingMessage,
  response: ServerResponse,
  count: (bytes: number) => EdgeError | undefined,
  refuse: (error: EdgeError) => void,
): void {
  let free = FREE_BYTES;
  request.on('data', ({ length }: Buffer) => {
    const bytes = Math.max(0, length - free);
    free -= length - bytes;
    if (bytes === 0 || response.headersSent || response.closed) return;
    const refusal = count(bytes);
    if (!refusal) return;
    refuse(refusal);
    // Makes the body parser drop what it has collected.
    if (request.listenerCount('error') > 0) request.emit('error', refusal);
  });
}

function announcedBytes({ headers }: IncomingMessage): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : Infinity;
}
