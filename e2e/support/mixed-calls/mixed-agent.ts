import { connectLegacyClient, connectModernClient, type Destination } from '#testing';
import type { CallEnd, KnownCall } from './known-call.ts';

/** How an agent sees its call: its end, that it had no session, or nothing at all. */
export type Seen = CallEnd | 'no session' | 'nothing';

const TEXTS: [RegExp, CallEnd][] = [
  [/^(No results|Unknown city .*)$/, 'tool'],
  [/^It broke$/, 'thrown'],
  [/^Timed out after 15 ms$/, 'timeout'],
  [/^(Cancelled by an administrator|The session ended before the request was answered)$/, 'cancelled'],
  [/Invalid arguments for tool/, 'invalid-arguments'],
];

/** An agent of either era, which records its calls. */
export class MixedAgent {
  /** Calls that were made concurrently are one group, because they may have started in any order. */
  readonly ledger: KnownCall[][] = [];
  /** Why its last call without a result failed, for the report of a surprise. */
  lastError: unknown;
  #client: Awaited<ReturnType<typeof connectLegacyClient | typeof connectModernClient>> | undefined;

  constructor(
    private readonly destination: Destination,
    readonly era: 'legacy' | 'modern',
    readonly name: string,
  ) {}

  /** Connects again; in the legacy era this begins another session. */
  async connect(): Promise<void> {
    const connect = this.era === 'legacy' ? connectLegacyClient : connectModernClient;
    try {
      this.#client = await connect(this.destination, { name: this.name });
    } catch (error) {
      // On a busy machine a session may expire between the two messages that begin it.
      if (failureOf(error) !== 'no session') throw error;
      await this.connect();
    }
  }

  async call(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<Seen> {
    const [request, options] = [{ name: tool, arguments: args }, signal ? { signal } : {}];
    // The clients of the two eras take options at different positions.
    const client = this.#connected as { callTool: (...parameters: unknown[]) => Promise<object> };
    const parameters = this.era === 'legacy' ? [request, undefined, options] : [request, options];
    return client.callTool(...parameters).then(endOf, (error: unknown) => {
      this.lastError = error;
      return failureOf(error);
    });
  }

  /** The legacy era only: sends `DELETE`, as few clients do. The session may have ended before. */
  async endSession(): Promise<void> {
    try {
      await this.#connected.transport.terminateSession();
    } catch (error) {
      if (failureOf(error) !== 'no session') throw error;
    }
  }

  /** Disappears silently: cuts every connection. */
  async vanish(): Promise<void> {
    await this.#connected.close();
  }

  get #connected() {
    if (!this.#client) throw new Error(`${this.name} is not connected`);
    return this.#client;
  }
}

function endOf(result: object): CallEnd {
  const { isError, content } = result as { isError?: boolean; content: { text: string }[] };
  if (isError !== true) return 'done';
  const text = content[0]?.text ?? '';
  const [, end] = TEXTS.find(([pattern]) => pattern.test(text)) ?? [];
  if (!end) throw new Error(`No call was to end with "${text}"`);
  return end;
}

function failureOf(error: unknown): Seen {
  const { code, message } = error as { code?: unknown; message: string };
  if (code === -32_602) return 'protocol';
  return code === 404 || message.includes('Session not found') ? 'no session' : 'nothing';
}
