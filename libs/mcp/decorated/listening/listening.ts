import {
  SERVER_INFO_META_KEY,
  SUBSCRIPTION_ID_META_KEY,
  type Implementation,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/server';
import { RawMessage, type OfferClient } from '#tools';
import type { SubscriptionFilter } from './subscription-filter.ts';

/** A change of a list, or the update of a resource, as an agent hears of it. */
export interface ChangeNotice {
  method: string;
  params?: { uri: string };
}

/**
 * One stream of `subscriptions/listen`, from its acknowledgement to its end. An agent that reads slowly hears of each
 * change once: the same notice does not wait twice.
 */
export class Listening {
  /** Notices that wait to be sent, by what tells them apart. */
  readonly #due = new Map<string, ChangeNotice>();
  #isSending = false;
  #hasEnded = false;

  constructor(
    private readonly client: OfferClient,
    private readonly id: RequestId,
    private readonly serverInfo: Implementation,
  ) {}

  /** Tells the agent what it will hear of; a stream of nothing ends at once. */
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

  /** The agent has gone: nothing more is sent. */
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

  // A connection that fails is found gone by whoever owns it.
  #write(message: object): Promise<void> {
    return this.client.send(RawMessage.of(message as JSONRPCMessage), this.id).catch(() => undefined);
  }
}
