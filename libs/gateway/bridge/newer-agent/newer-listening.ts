import {
  SUBSCRIPTION_ID_META_KEY,
  type JSONRPCNotification,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { RawMessage } from '#tools';
import { acknowledgementOf, wantedChanges } from '../../link/stream-of-changes.ts';
import type { LinkListener } from '../../link/upstream-link.ts';

/** The lists that a stream can hear of, by the notification of the older era. */
const LISTS: Readonly<Record<string, string>> = {
  'notifications/tools/list_changed': 'toolsListChanged',
  'notifications/prompts/list_changed': 'promptsListChanged',
  'notifications/resources/list_changed': 'resourcesListChanged',
};

/** A `subscriptions/listen` stream of an agent, fed by a session of the older era. */
export class NewerListening {
  readonly #wanted: Readonly<Record<string, unknown>>;

  constructor(
    private readonly request: JSONRPCRequest,
    readonly listener: LinkListener,
  ) {
    this.#wanted = wantedChanges(request);
  }

  /** The resources that the agent wants to hear of. */
  get uris(): string[] {
    const uris = this.#wanted['resourceSubscriptions'];
    return Array.isArray(uris) ? uris.filter((uri) => typeof uri === 'string') : [];
  }

  acknowledge(): void {
    void this.listener.message(acknowledgementOf(this.request), this.request.id);
  }

  /** Passes on what the agent wants to hear of. */
  take({ method, params }: JSONRPCNotification): void {
    const list = LISTS[method];
    const uri = (params as { uri?: unknown } | undefined)?.uri;
    const isUpdate =
      method === 'notifications/resources/updated' && typeof uri === 'string' && this.uris.includes(uri);
    if (isUpdate || (list !== undefined && this.#wanted[list] === true)) this.#send(method, params);
  }

  #send(method: string, params: object = {}): void {
    const { _meta } = params as { _meta?: object };
    const stated = { ...params, _meta: { ..._meta, [SUBSCRIPTION_ID_META_KEY]: this.request.id } };
    void this.listener.message(RawMessage.of({ jsonrpc: '2.0', method, params: stated }), this.request.id);
  }
}
