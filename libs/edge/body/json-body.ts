import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { MIMEType } from 'node:util';
import { raw, type Request, type Response } from 'express';
import { BodyFault, bodyFaultOf } from './body-fault.ts';

/** The values of `Content-Encoding` that are decoded. Express knows others, depending on the version of Node. */
const ENCODINGS = ['identity', 'gzip', 'deflate', 'br'];

/** The name of UTF-8, and the one that many programs write. */
const UTF8 = ['utf-8', 'utf8'];

/** Some programs put a byte order mark before UTF-8 text. */
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** Milliseconds for which the rest of a body that is too large is read and dropped, so that the client can read the answer. */
const LINGER_MS = 2_000;

/** How a route reads its bodies. */
export interface JsonBodyForm {
  /** Maximum size when decoded, in bytes. */
  maxBytes: number;
  /** Leaves a body unread that does not say that it is JSON. Default: reads every body as JSON. */
  needsType?: boolean;
  /** Looks at the bytes before they are parsed, and throws an `EdgeError` for those that must not be. */
  check?: (bytes: Buffer) => void;
}

/**
 * Reads the body of a request as JSON; undefined when it has none, and an empty object when it is empty. Called once the
 * sender is known. Rejects with a {@link BodyFault} for a body that is not as its headers say, so that nothing is read
 * that was not sent.
 */
export type JsonBodyReader = (request: Request, response: Response) => Promise<unknown>;

/** Makes the reader of a route. */
export function jsonBodyReader({ maxBytes, needsType = false, check }: JsonBodyForm): JsonBodyReader {
  const read = raw({ limit: maxBytes, type: needsType ? 'application/json' : () => true });
  return async (request, response) => {
    const encoding = encodingOf(request);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (!needsType || request.is('application/json')) refuseLarger(request, maxBytes, reject);
    read(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(bodyFaultOf(error, maxBytes, encoding));
    });
    await promise;
    const bytes: unknown = request.body;
    if (!Buffer.isBuffer(bytes)) return undefined;
    requireUtf8(request);
    keepBytes(request, bytes);
    check?.(bytes);
    return (request.body = parsed(request));
  };
}

/** Refuses a body once it is known to be larger. The parser would read it to its end before. */
function refuseLarger(request: IncomingMessage, maxBytes: number, refuse: (fault: BodyFault) => void): void {
  const stop = (): void => {
    refuse(new BodyFault(413, `is larger than ${maxBytes} bytes`));
    const timer = setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
    request.once('close', () => clearTimeout(timer));
  };
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return stop();
  let bytes = 0;
  request.on('data', ({ length }: Buffer) => {
    bytes += length;
    if (bytes > maxBytes && bytes - length <= maxBytes) stop();
  });
}

/** Keeps the bytes of a body for {@link rawBodyOf}. Throws a {@link BodyFault} when they are not UTF-8. */
export function keepBytes(request: IncomingMessage, bytes: Buffer): void {
  // A parser would replace invalid bytes with U+FFFD.
  if (!isUtf8(bytes)) throw new BodyFault(400, 'is not UTF-8');
  const hasMark = bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  // Under the name that Nest uses.
  Object.assign(request, { rawBody: hasMark ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes });
}

/**
 * The bytes of a body that was read, without a byte order mark. Parsing loses the exact form of numbers and the order
 * of members.
 */
export function rawBodyOf(request: IncomingMessage): Buffer | undefined {
  return (request as IncomingMessage & { rawBody?: Buffer }).rawBody;
}

function encodingOf({ headers }: IncomingMessage): string {
  const encoding = headers['content-encoding']?.toLowerCase() || 'identity';
  if (ENCODINGS.includes(encoding)) return encoding;
  throw new BodyFault(415, 'has a Content-Encoding other than gzip, deflate and br');
}

function requireUtf8({ headers }: IncomingMessage): void {
  const charset = charsetOf(headers['content-type'] ?? '');
  if (charset === undefined || UTF8.includes(charset.toLowerCase())) return;
  throw new BodyFault(415, `has the charset ${charset.toUpperCase()}, which is not UTF-8`);
}

function charsetOf(type: string): string | undefined {
  try {
    return new MIMEType(type).params.get('charset') ?? undefined;
  } catch {
    // It is no type at all, so it names no charset either.
    return undefined;
  }
}

function parsed(request: IncomingMessage): unknown {
  const text = String(rawBodyOf(request));
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BodyFault(400, `is not JSON: ${(error as Error).message}`);
  }
}
