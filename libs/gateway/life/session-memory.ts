import type { JSONRPCRequest, JSONRPCResponse } from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';
import { CHANGING_LISTS, listChanged, type ChangingList } from '../link/list-changes.ts';
import type { MessageHeaders } from '../link/upstream-link.ts';

type Capabilities = Partial<Record<ChangingList, { listChanged?: boolean }>>;

/** What a session of the older era has told its upstream, which a new process or session must learn again. */
export class SessionMemory {
  /** The headers of the agent's last request, with its newest credentials. */
  headers: MessageHeaders = {};
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
    switch (method) {
      case 'initialize':
        this.#initialize = raw;
        this.#capabilities = (answer.result as { capabilities?: Capabilities } | null)?.capabilities ?? {};
        break;
      case 'logging/setLevel':
        this.#settings.set(method, raw);
        break;
      case 'resources/subscribe':
        this.#settings.set(keyOf(params), raw);
        break;
      case 'resources/unsubscribe':
        this.#settings.delete(keyOf(params));
        break;
    }
  }

  /** Tells that lists may have changed: those whose changes the upstream promises to tell, or all that it has. */
  listChanges(which: 'promised' | 'all'): RawMessage[] {
    const isTold = (list: ChangingList): boolean =>
      which === 'all' ? this.#capabilities[list] !== undefined : !!this.#capabilities[list]?.listChanged;
    return CHANGING_LISTS.filter(isTold).map((list) => listChanged(list));
  }
}

/** The URI of a resource is whatever the agent has sent, and its upstream has taken. */
function keyOf(params: JSONRPCRequest['params']): string {
  return JSON.stringify(params?.['uri']) ?? '';
}
