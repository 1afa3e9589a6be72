import {
  SERVER_INFO_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
  type Implementation,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';
import { RawMessage, type OfferClient } from '#tools';
import type { SubscriptionFilter } from './subscription-filter.ts';

/** A notification about a changed list or an updated resource. */
export interface ChangeNotice {
  method: string;
  params?: { uri: string };
}

/**
 * One `subscriptions/listen` stream, from its acknowledgement to its end. A notice that already waits for a slow
 * agent is not queued again.
 */
export class Listening {
  /** Notices that wait to be sent, by a key of their content. */
  readonly #due = new Map<string, ChangeNotice>();
  #isSending = false;
  #hasEnded = false;

  constructor(
    private readonly client: OfferClient,
    private readonly id: RequestId,
    private readonly serverInfo: Implementation,
  ) {}

  /** Tells the agent which notices it will receive. A stream without any ends at once. */
  acknowledge(notifications: SubscriptionFilter): void {
    const method = 'notifications/subscriptions/acknowledged';
    void this.#send(method, { notifications });
    if (Object.keys(notifications).length === 0) this.end();
  }

  notify(notice: ChangeNotice): void {
    if (this.#hasEnded) return;
    this.#due.set(`${notice.method} ${notice.params?.uri ?? ''}`, notice);
    if (!this.#isSending) void this.#sendDue();
  }

  /** Stops sending because the agent has disconnected. */
  drop(): void {
    this.#hasEnded = true;
    this.#due.clear();
  }

  /** Ends the stream with its answer. */
  end(): void {
    if (this.#hasEnded) return;
    this.drop();
    const _meta = { [SUBSCRIPTION_ID_META_KEY]: this.id, [SERVER_INFO_META_KEY]: this.serverInfo };
    void this.#write({ jsonrpc: '2.0', id: this.id, result: { resultType: 'complete', _meta } });
  }

  async #sendDue(): Promise<void> {
    this.#isSending = true;
    for (const [key, { method, params }] of this.#due) {
      this.#due.delete(key);
      await this.#send(method, params);
    }
    this.#isSending = false;
  }

  #send(method: string, params: object = {}): Promise<void> {
    const _meta = { [SUBSCRIPTION_ID_META_KEY]: this.id };
    return this.#write({ jsonrpc: '2.0', method, params: { ...params, _meta } });
  }

  // The owner of the connection notices when it fails.
  #write(message: object): Promise<void> {
    return this.client.send(RawMessage.of(message as JSONRPCMessage), this.id).catch(() => undefined);
  }
}
