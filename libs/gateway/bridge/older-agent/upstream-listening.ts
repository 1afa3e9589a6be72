import { SUBSCRIPTION_ID_META_KEY, type JSONRPCMessage } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { cancellation } from '../../link/messages.ts';
import { metaOf } from '../modern-envelope.ts';

/** Milliseconds until a stream that has ended by itself is opened again. */
const REOPEN_MS = 5_000;

/** What changes a session hears of. */
export interface ListeningFilter {
  toolsListChanged?: true;
  promptsListChanged?: true;
  resourcesListChanged?: true;
  resourceSubscriptions?: string[];
}

interface Stream {
  id: string;
  acknowledged: PromiseWithResolvers<void>;
}

/**
 * Keeps one `subscriptions/listen` stream open for a session of the older era, which hears of changes without asking, and
 * subscribes to resources one by one.
 */
export class UpstreamListening {
  #filter: ListeningFilter = {};
  #stream: Stream | undefined;
  #streams = 0;
  #reopening: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** `send` passes a message up. It may resolve when a request is answered. */
  constructor(private readonly send: (message: RawMessage) => Promise<void>) {}

  get filter(): ListeningFilter {
    return this.#filter;
  }

  /** Hears of other changes from now on, and resolves when the upstream has agreed. Rejects with its refusal. */
  async listen(filter: ListeningFilter): Promise<void> {
    const [earlierFilter, earlier] = [this.#filter, this.#stream];
    this.#filter = filter;
    if (Object.keys(filter).length > 0) {
      try {
        await this.#open();
      } catch (error) {
        [this.#filter, this.#stream] = [earlierFilter, earlier];
        throw error;
      }
    } else this.#stream = undefined;
    // Only now, so that no change is missed in between.
    if (earlier) await this.#end(earlier);
  }

  /** Takes a message that belongs to a stream. Returns false if it is none of these. */
  take(message: JSONRPCMessage): boolean {
    if ('method' in message) {
      if (message.method !== 'notifications/subscriptions/acknowledged') return false;
      if (metaOf(message)[SUBSCRIPTION_ID_META_KEY] === this.#stream?.id)
        this.#stream?.acknowledged.resolve();
      return true;
    }
    if (typeof message.id !== 'string' || !message.id.startsWith('listen-')) return false;
    if (message.id === this.#stream?.id)
      this.#ended(
        this.#stream,
        'error' in message ? new Error(message.error.message) : new Error('It has ended the stream.'),
      );
    return true;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#reopening);
    this.#stream?.acknowledged.resolve();
    this.#stream = undefined;
  }

  async #open(): Promise<void> {
    clearTimeout(this.#reopening);
    this.#streams += 1;
    const stream: Stream = { id: `listen-${this.#streams}`, acknowledged: Promise.withResolvers() };
    this.#stream = stream;
    const params = { notifications: this.#filter };
    const request = RawMessage.of({ jsonrpc: '2.0', id: stream.id, method: 'subscriptions/listen', params });
    this.send(request).catch((error: unknown) => this.#ended(stream, error));
    await stream.acknowledged.promise;
  }

  #ended(stream: Stream, reason: unknown): void {
    stream.acknowledged.reject(reason);
    // Nobody waits for the acknowledgement of a stream that was open already.
    stream.acknowledged.promise.catch(() => undefined);
    if (stream !== this.#stream || this.#isClosed) return;
    this.#reopening = setTimeout(() => void this.#open().catch(() => undefined), REOPEN_MS).unref();
  }

  async #end({ id }: Stream): Promise<void> {
    await this.send(cancellation(id, 'Another stream takes its place')).catch(() => undefined);
  }
}
