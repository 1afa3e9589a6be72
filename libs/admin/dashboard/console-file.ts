import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type ContentEncoding = 'br' | 'gzip';

const COMPRESSIBLE = new Set([
  '.css',
  '.html',
  '.ico',
  '.js',
  '.json',
  '.map',
  '.svg',
  '.txt',
  '.webmanifest',
]);

// The best ratio costs ten times the processor time of this one for a few per cent.
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const compress: Record<ContentEncoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: (bytes) => promisify(gzip)(bytes),
};

/** A file of the console, read once, and compressed once for each encoding that is asked for. */
export class ConsoleFile {
  readonly extension: string;
  /** Whether its name changes with its contents: `ng build` ends such a name in a hash. */
  readonly isHashed: boolean;
  readonly #encoded = new Map<ContentEncoding | 'identity', Promise<Buffer>>();

  constructor(readonly path: string) {
    this.extension = extname(path);
    this.isHashed = /-[A-Z0-9]{8}\.\w+(\.map)?$/.test(path);
  }

  /** Whether compression makes it smaller; images and fonts are compressed already. */
  get isCompressible(): boolean {
    return COMPRESSIBLE.has(this.extension);
  }

  /** The contents in that encoding. Rejects when the file is gone. */
  bytes(encoding: ContentEncoding | 'identity' = 'identity'): Promise<Buffer> {
    let bytes = this.#encoded.get(encoding);
    if (!bytes) {
      bytes = encoding === 'identity' ? readFile(this.path) : this.bytes().then(compress[encoding]);
      this.#encoded.set(encoding, bytes);
      bytes.catch(() => this.#encoded.delete(encoding));
    }
    return bytes;
  }
}
