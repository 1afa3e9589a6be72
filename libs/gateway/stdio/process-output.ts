import { loggableExcerpt } from '#redaction';
import { TextTail } from './text-tail.ts';

/** Bytes of stderr that are kept of all processes of an upstream. */
const KEPT_BYTES = 65_536;
/** Number of lines on stdout that are kept although they are no messages. */
const KEPT_STRAYS = 20;
/** A stray line is cut to this many characters. */
const LONGEST_STRAY = 500;

/** What the processes of an upstream have written besides messages. */
export class ProcessOutput {
  readonly #stderr = new TextTail(KEPT_BYTES);
  readonly #strays: string[] = [];
  #strayCount = 0;

  /** The end of stderr as it was written. Redact it before it is shown. */
  get stderr(): string {
    return this.#stderr.read();
  }

  /** Number of lines on stdout that were skipped because they are no messages. */
  get strayCount(): number {
    return this.#strayCount;
  }

  /** The last of these lines, redacted, oldest first. */
  get strays(): readonly string[] {
    return this.#strays;
  }

  wroteToStderr(chunk: Buffer): void {
    this.#stderr.push(chunk);
  }

  /** Counts a line, and keeps its beginning. */
  strayed(line: Buffer): void {
    this.#strayCount += 1;
    this.#strays.push(loggableExcerpt(line.subarray(0, LONGEST_STRAY * 4).toString(), LONGEST_STRAY));
    if (this.#strays.length > KEPT_STRAYS) this.#strays.shift();
  }
}
