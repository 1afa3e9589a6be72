import { setImmediate, setTimeout } from 'node:timers/promises';
import { beforeDeadline } from '#shutdown';
import type { RawMessage } from '#tools';
import { UpstreamFault } from '../link/upstream-fault.ts';
import type { LinkListener, UpstreamLink } from '../link/upstream-link.ts';
import type { LastWords } from './last-words.ts';
import { MessageReader } from './message-reader.ts';
import type { ProcessOutput } from './process-output.ts';
import { closedPipeFault, exitFault, spreadFault, tooLongFault } from './stdio-faults.ts';
import { UnreadLine, type ProcessExit, type UpstreamProcess } from './upstream-process.ts';

/** The longest message of an upstream, in bytes. */
const LONGEST_LINE = 16 * 1_024 * 1_024;

/** Milliseconds in which the end of a process is noticed after its pipe is broken. */
const END_NOTICE_MS = 2_000;

/** Milliseconds in which a message on one line may follow the same one over several: some servers log what they send. */
const ONE_LINE_MS = 1_000;

interface StdioLinkParts {
  listener: LinkListener;
  output: ProcessOutput;
  lastWords: LastWords;
}

/** A link to a process: a message is a line. */
export class StdioLink implements UpstreamLink {
  readonly #reader: MessageReader;
  #closing: Promise<void> | undefined;
  #fault: UpstreamFault | undefined;
  #exit: ProcessExit | undefined;

  constructor(
    private readonly name: string,
    private readonly child: UpstreamProcess,
    private readonly parts: StdioLinkParts,
  ) {
    const { listener, output } = parts;
    const onSpread = (): void => void this.#refuseSpread();
    this.#reader = new MessageReader(name, { listener, output, onSpread });
    const read = this.#read();
    void child.ended.then(async (exit) => {
      this.#exit = exit;
      child.stdout.destroy();
      await read;
      // Whoever has sent what it did not read hears of that first, and sends it to the next process.
      await setImmediate();
      if (!this.#closing) listener.closed(this.#endFault());
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
    this.#reader.stop();
    this.#closing ??= this.child.end();
    await this.#closing;
  }

  async #read(): Promise<void> {
    try {
      await this.#reader.read(this.child.stdout, LONGEST_LINE);
    } catch {
      this.#fault = tooLongFault(this.name, LONGEST_LINE);
      this.child.kill();
    }
  }

  /** Ends a process that writes no messages any more, but lives on: whoever waits for an answer would wait for ever. */
  async #endIfMute(): Promise<void> {
    if (await this.#livesOn()) await this.#endFor(closedPipeFault(this.name, 'stdout'));
  }

  /** Ends a process that has written a message over several lines, unless it writes it on one line as well. */
  async #refuseSpread(): Promise<void> {
    await setTimeout(ONE_LINE_MS, undefined, { ref: false });
    // What has arrived while this process was busy is in time.
    await setImmediate();
    if (!this.#reader.hasRead && !this.#exit && !this.#closing) await this.#endFor(spreadFault(this.name));
  }

  /**
   * Why a message was not taken. Mostly the process has ended, which is noticed only after its pipe is broken. One that lives
   * on is ended: it would never take any.
   */
  async #unreadFault(error: unknown): Promise<UpstreamFault> {
    if (await this.#livesOn()) void this.#endFor(closedPipeFault(this.name, 'stdin'));
    const fault = this.#endFault();
    return fault.asMetBy({ wasSent: !(error instanceof UnreadLine && error.isCertain) });
  }

  /** Whether the process still runs a while after one of its pipes was closed. */
  async #livesOn(): Promise<boolean> {
    await beforeDeadline(this.child.ended, AbortSignal.timeout(END_NOTICE_MS));
    return !this.#exit && !this.#closing;
  }

  async #endFor(fault: UpstreamFault): Promise<void> {
    this.#fault ??= fault;
    await this.child.end();
  }

  /** Why the process has ended. */
  #endFault(): UpstreamFault {
    const known = { hasAnswered: this.#reader.hasRead, stderr: this.parts.lastWords.read() };
    return this.#fault ?? exitFault(this.name, this.#exit ?? {}, known);
  }
}
