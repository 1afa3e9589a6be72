import type { JSONRPCNotification, JSONRPCRequest, JSONRPCResponse } from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';

/** Lists that a server tells the changes of, by the capability that says so. */
const LISTS = { tools: 'tools', prompts: 'prompts', resources: 'resources' } as const;

type Capabilities = Partial<Record<keyof typeof LISTS, { listChanged?: boolean }>>;

/** What a session of the older era has told its upstream, which a new process or session must learn again. */
export class SessionMemory {
  #initialize: RawMessage | undefined;
  #capabilities: Capabilities = {};
  /** The last request that set the level, and those that subscribe, by what they are about. */
  readonly #settings = new Map<string, RawMessage>();

  /** `initialize`, once it was answered; undefined if there is nothing to repeat. */
  get initialize(): RawMessage | undefined {
    return this.#initialize;
  }

  /** The requests that restore the rest. */
  get settings(): RawMessage[] {
    return [...this.#settings.values()];
  }

  /** A request was answered. */
  answered(raw: RawMessage, { method, params }: JSONRPCRequest, answer: JSONRPCResponse): void {
    if (!('result' in answer)) return;
    const uri = String(params?.['uri']);
    switch (method) {
      case 'initialize':
        this.#initialize = raw;
        this.#capabilities = (answer.result as { capabilities?: Capabilities } | null)?.capabilities ?? {};
        break;
      case 'logging/setLevel':
        this.#settings.set(method, raw);
        break;
      case 'resources/subscribe':
        this.#settings.set(uri, raw);
        break;
      case 'resources/unsubscribe':
        this.#settings.delete(uri);
        break;
    }
  }

  /** Tells that every list may have changed, of those whose changes the upstream promises to tell. */
  listChanges(): RawMessage[] {
    return Object.values(LISTS)
      .filter((list) => this.#capabilities[list]?.listChanged)
      .map((list): JSONRPCNotification & { jsonrpc: '2.0' } => ({
        jsonrpc: '2.0',
        method: `notifications/${list}/list_changed`,
      }))
      .map((message) => RawMessage.of(message));
  }
}
