const LINE_END = 0x0a;

/** Keeps the end of a text that arrives in pieces: at most `maxBytes` of it. */
export class TextTail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isCut = false;

  constructor(private readonly maxBytes: number) {}

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    // Only whole pieces are dropped here, so that a push costs the same however much is kept.
    for (
      let [first] = this.#chunks;
      first && this.#bytes - first.length >= this.maxBytes;
      [first] = this.#chunks
    )
      this.#drop(first);
  }

  /** The kept text. If its beginning is missing, it begins with a whole line. */
  read(): string {
    const kept = Buffer.concat(this.#chunks);
    if (!this.#isCut && kept.length <= this.maxBytes) return kept.toString();
    const end = kept.subarray(Math.max(0, kept.length - this.maxBytes));
    const firstLine = end.indexOf(LINE_END) + 1;
    return end.subarray(firstLine).toString();
  }

  #drop(chunk: Buffer): void {
    this.#chunks.shift();
    this.#bytes -= chunk.length;
    this.#isCut = true;
  }
}
