import type { IncomingMessage } from 'node:http';

/** Larger bodies, in bytes, are read by Express, which limits and decodes them. */
const MAX_SMALL_BYTES = 16 * 1024;

/** The content types that MCP clients send. Others may name a charset. */
const USUAL_TYPE = /^application\/json(?:; ?charset=utf-8)?$/i;

/**
 * Whether a body can be read without a parser for all cases: it is small, its length is known, and it is JSON in UTF-8
 * without an encoding. Nearly every message of an agent is. The parser of Express costs a tenth of a call.
 */
export function hasSmallBody({ headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length'] ?? 0);
  return (
    length > 0 &&
    length <= MAX_SMALL_BYTES &&
    headers['content-encoding'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    USUAL_TYPE.test(headers['content-type'] ?? '')
  );
}

/** Resolves with the bytes of a small body. Rejects if the client leaves before all have arrived. */
export function readSmallBody(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  // Node's parser lets no more bytes through than were announced, and no fewer before the end.
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
  request.on('error', reject);
  request.on('close', () => {
    if (!request.complete) reject(new Error('the client has left'));
  });
  return promise;
}
