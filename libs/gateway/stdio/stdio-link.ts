import { Logger } from '@nestjs/common';
import { loggableError } from '#redaction';
import { beforeDeadline } from '#shutdown';
import type { RawMessage } from '#tools';
import { UpstreamFault } from '../link/upstream-fault.ts';
import { readChunks } from '../link/read-chunks.ts';
import type { LinkListener, UpstreamLink } from '../link/upstream-link.ts';
import type { LastWords } from './last-words.ts';
import { LineSplitter, LineTooLong } from './line-splitter.ts';
import { messagesOfLine } from './messages-of-line.ts';
import type { ProcessOutput } from './process-output.ts';
import type { ProcessExit, UpstreamProcess } from './upstream-process.ts';

/** The longest message of an upstream, in bytes. */
const LONGEST_LINE = 16 * 1_024 * 1_024;

/** Milliseconds in which the end of a process is noticed after its pipe is broken. */
const END_NOTICE_MS = 2_000;

interface StdioLinkParts {
  listener: LinkListener;
  output: ProcessOutput;
  lastWords: LastWords;
}

/** A link to a process: a message is a line. */
export class StdioLink implements UpstreamLink {
  readonly #logger = new Logger('Gateway');
  #hasAnswered = false;
  #closing: Promise<void> | undefined;
  #fault: UpstreamFault | undefined;
  #exit: ProcessExit | undefined;

  constructor(
    private readonly name: string,
    private readonly child: UpstreamProcess,
    private readonly parts: StdioLinkParts,
  ) {
    const read = this.#read();
    void child.ended.then(async (exit) => {
      this.#exit = exit;
      child.stdout.destroy();
      await read;
      if (!this.#closing) this.parts.listener.closed(this.#fault ?? this.#exitFault(exit));
    });
    void read.then(() => this.#endIfMute());
  }

  async send({ text }: RawMessage): Promise<void> {
    if (this.#closing) throw new UpstreamFault('CLOSED', `Upstream "${this.name}" has been closed.`);
    try {
      // In JSON, line ends are only between values: those inside of texts are escaped.
      await this.child.write(text.replace(/[\r\n]+/g, ' '));
    } catch (error) {
      throw await this.#unreadFault(error);
    }
  }

  async close(): Promise<void> {
    this.#closing ??= this.child.end();
    await this.#closing;
  }

  async #read(): Promise<void> {
    const lines = new LineSplitter(LONGEST_LINE);
    try {
      await readChunks(this.child.stdout, (chunk: Buffer) => this.#takeEach(lines.split(chunk)));
    } catch (error) {
      // Otherwise the pipe was closed with its process.
      if (error instanceof LineTooLong) this.#refuse();
    }
    // The last line may have no end.
    if (!this.#fault) await this.#take(lines.rest());
  }

  /** Ends a process that writes no messages any more, but lives on: whoever waits for an answer would wait for ever. */
  async #endIfMute(): Promise<void> {
    await beforeDeadline(this.child.ended, AbortSignal.timeout(END_NOTICE_MS));
    if (this.#exit || this.#closing) return;
    const message = `Upstream "${this.name}" has closed its stdout, and was ended.`;
    this.#fault ??= new UpstreamFault('EXITED', message, { wasSent: true });
    await this.child.end();
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
    const { output } = this.parts;
    const messages = messagesOfLine(line);
    if (messages.length === 0) {
      if (line.some((byte) => byte !== 0x0d && byte !== 0x20)) output.strayed(line);
      return undefined;
    }
    this.#hasAnswered = true;
    if (this.#closing) return undefined;
    const waits = messages.map((message) => this.#pass(message)).filter((wait) => wait !== undefined);
    return waits.length === 0 ? undefined : Promise.all(waits);
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

  /** Its message cannot be told from others any more, so neither can what follows. */
  #refuse(): void {
    const message = `Upstream "${this.name}" has sent a message of more than ${LONGEST_LINE} bytes, and was ended.`;
    this.#fault = new UpstreamFault('TOO_LONG', message, { wasSent: true });
    this.child.kill();
  }

  /** Why it does not read. Mostly it has ended, and its end is noticed only after its pipe is broken. */
  async #unreadFault(cause: unknown): Promise<UpstreamFault> {
    await beforeDeadline(this.child.ended, AbortSignal.timeout(END_NOTICE_MS));
    if (this.#exit) return this.#exitFault(this.#exit);
    const message = `Upstream "${this.name}" reads no messages any more.`;
    return new UpstreamFault('EXITED', message, { wasSent: true, cause });
  }

  #exitFault(exit: ProcessExit): UpstreamFault {
    const stderr = this.parts.lastWords.read();
    const details = { ...exit, ...(stderr !== undefined && { stderr }), wasSent: true };
    const how = exit.signal ? `signal ${exit.signal}` : `exit code ${exit.exitCode ?? 0}`;
    if (this.#hasAnswered)
      return new UpstreamFault('EXITED', `Upstream "${this.name}" has ended (${how}).`, details);
    const message = `Upstream "${this.name}" ended before it had answered (${how}). What it wrote to stderr says why.`;
    return new UpstreamFault('EXITED_EARLY', message, details);
  }
}
