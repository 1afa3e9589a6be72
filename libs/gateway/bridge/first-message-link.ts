import type { RawMessage } from '#tools';
import type { MessageHeaders, UpstreamLink } from '../link/upstream-link.ts';

/**
 * A link that is opened with its first message: what an upstream has to be asked before may need the credentials of the
 * agent, which come with its messages.
 */
export class FirstMessageLink implements UpstreamLink {
  #opening: Promise<UpstreamLink> | undefined;
  #opened: UpstreamLink | undefined;

  /** `openWith` opens the link for the headers of its first message. Rejects with an `UpstreamFault`. */
  constructor(private readonly openWith: (headers: MessageHeaders) => Promise<UpstreamLink>) {}

  async send(message: RawMessage, headers: MessageHeaders = {}): Promise<void> {
    await (this.#opened ?? (await this.#open(headers))).send(message, headers);
  }

  async close(): Promise<void> {
    const link = await this.#opening?.catch(() => undefined);
    await link?.close();
  }

  async #open(headers: MessageHeaders): Promise<UpstreamLink> {
    this.#opening ??= this.openWith(headers);
    try {
      return (this.#opened = await this.#opening);
    } catch (error) {
      // The next message may bring other credentials.
      this.#opening = undefined;
      throw error;
    }
  }
}
