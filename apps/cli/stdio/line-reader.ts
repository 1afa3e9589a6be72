const NEWLINE = 0x0a;

/** Longer lines pass and are not looked at: as the gateway does, which takes none. A call with such an answer has no end. */
const MAX_LINE = 64 * 1024 * 1024;

/** Splits a copy of bytes into lines: a character may be cut by the end of a chunk, a line never is. */
export class LineReader {
  #parts: Buffer[] = [];
  #length = 0;

  constructor(private readonly onLine: (line: string) => void) {}

  add(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#endLine();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length <= MAX_LINE) this.#parts.push(part);
    else this.#parts = [];
  }

  #endLine(): void {
    const line = this.#length <= MAX_LINE ? Buffer.concat(this.#parts).toString() : '';
    this.#parts = [];
    this.#length = 0;
    if (line !== '') this.onLine(line);
  }
}
