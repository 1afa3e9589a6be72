import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { notMcp } from './response-fault.ts';

/** Every request asks for no content coding, but some servers, and proxies in front of them, use one anyway. */
export const NO_CODING = { 'accept-encoding': 'identity' } as const;

const DECODERS = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
]);

/** The body of a response without its content coding. Throws an `UpstreamFault` for one that is not known. */
export function decodedBody(response: IncomingMessage, target: string): Readable {
  const coding = response.headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding === '' || coding === 'identity') return response;
  const create = DECODERS.get(coding);
  // What fails is told to whoever reads the body.
  if (create) return pipeline(response, create(), () => undefined);
  response.destroy();
  throw notMcp(target, `its answer has the Content-Encoding "${coding}"`);
}
