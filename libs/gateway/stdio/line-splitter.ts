const LINE_END = 0x0a;

/** A line is longer than the splitter takes. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

/** Splits bytes into lines. A line is only decoded when it is whole, so that no character is split between two chunks. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #bytes = 0;

  /** `maxBytes`: the length of the longest line. */
  constructor(private readonly maxBytes: number) {}

  /** Takes further bytes, and returns the lines that they complete. Throws {@link LineTooLong}. */
  *split(chunk: Buffer): Generator<Buffer, void> {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  /** The bytes after the last line end. */
  rest(): Buffer {
    return this.#take();
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.maxBytes) throw new LineTooLong(`A line is longer than ${this.maxBytes} bytes`);
    this.#parts.push(part);
  }

  #take(): Buffer {
    const [only] = this.#parts;
    const line = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }
}
