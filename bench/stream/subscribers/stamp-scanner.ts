import { STAMP_LENGTH, STAMP_MARK } from '../stamp.ts';

const NOTHING = Buffer.alloc(0);

/** Finds the stamps in a stream of bytes, however it is split into chunks. */
export class StampScanner {
  #rest: Buffer = NOTHING;

  constructor(private readonly found: (bytes: Buffer, at: number) => void) {}

  scan(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = NOTHING;
    let at = bytes.indexOf(STAMP_MARK);
    while (at !== -1) {
      if (at + STAMP_LENGTH > bytes.length) {
        // Copied, because the next chunk overwrites the bytes.
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      this.found(bytes, at);
      at = bytes.indexOf(STAMP_MARK, at + STAMP_LENGTH);
    }
  }
}
