import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import { loggableError } from '#redaction';
import type { RawMessage } from '#tools';
import { readChunks } from '../link/read-chunks.ts';
import type { LinkListener } from '../link/upstream-link.ts';
import { LineSplitter, LineTooLong } from './line-splitter.ts';
import { messagesOfLine } from './messages-of-line.ts';
import type { ProcessOutput } from './process-output.ts';
import { SpreadMessage } from './spread-message.ts';

interface ReaderParts {
  /** Gets the messages, one after the other. */
  listener: Pick<LinkListener, 'message'>;
  /** Gets the lines that are none. */
  output: ProcessOutput;
  /** Is told that the first message is written over several lines. */
  onSpread: () => void;
}

/** Reads what a process writes to stdout: a message on each line, and whatever else. */
export class MessageReader {
  readonly #logger = new Logger('Gateway');
  readonly #spread = new SpreadMessage();
  #hasRead = false;
  #isStopped = false;

  constructor(
    private readonly name: string,
    private readonly parts: ReaderParts,
  ) {}

  /** Whether a message has come. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** Nobody wants what follows. It is read all the same, so that the process can end. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Resolves at the end of the stream. Rejects with `LineTooLong`. */
  async read(stdout: Readable, maxLineBytes: number): Promise<void> {
    const lines = new LineSplitter(maxLineBytes);
    await readChunks(stdout, (chunk: Buffer) => this.#takeEach(lines.split(chunk))).catch(
      (error: unknown) => {
        if (error instanceof LineTooLong) throw error;
        // The pipe was closed with its process.
      },
    );
    // The last line may have no end.
    await this.#take(lines.rest());
  }

  /** Takes one line after the other. Resolves when more may be read; without a promise, at once. */
  #takeEach(lines: Iterator<Buffer, void>): Promise<unknown> | undefined {
    for (let next = lines.next(); !next.done; next = lines.next()) {
      const taken = this.#take(next.value);
      if (taken) return taken.then(() => this.#takeEach(lines));
    }
    return undefined;
  }

  /** Resolves when more may be read. */
  #take(line: Buffer): Promise<unknown> | undefined {
    const messages = messagesOfLine(line);
    if (messages.length === 0) {
      this.#strayed(line);
      return undefined;
    }
    this.#hasRead = true;
    if (this.#isStopped) return undefined;
    const waits = messages.map((message) => this.#pass(message)).filter((wait) => wait !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits);
  }

  #strayed(line: Buffer): void {
    const { output, onSpread } = this.parts;
    if (line.some((byte) => byte !== 0x0d && byte !== 0x20)) output.strayed(line);
    if (!this.#hasRead && this.#spread.isCompletedBy(line)) onSpread();
  }

  /** Passes a message on. One that cannot be taken must not end the reading of those that follow. */
  #pass(message: RawMessage): Promise<void> | undefined {
    const { listener, output } = this.parts;
    const skip = (error: unknown): void => {
      this.#logger.error(`A message of upstream "${this.name}" was skipped: ${loggableError(error)}`);
      output.strayed(Buffer.from(message.text));
    };
    try {
      const waits = listener.message(message);
      return waits ? waits.catch(skip) : undefined;
    } catch (error) {
      skip(error);
      return undefined;
    }
  }
}
