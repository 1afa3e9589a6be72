import {
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import { isRequest, type RawMessage } from '#tools';
import { CHANGING_LISTS, type ChangingList } from '../../link/list-changes.ts';
import { errorAnswer, resultAnswer } from '../../link/messages.ts';
import { RequestRefused } from '../../link/own-requests.ts';
import type { SubscribedResources } from '../../link/subscribed-resources.ts';
import type { UpstreamFault } from '../../link/upstream-fault.ts';
import type { LinkListener, LinkOwner, MessageHeaders, UpstreamLink } from '../../link/upstream-link.ts';
import type { LogLevels } from './log-levels.ts';

/** What the members of a session have in common. */
interface SessionOfAll {
  readonly levels: LogLevels;
  readonly resources: SubscribedResources;
  begin(): Promise<Initialized>;
  settleLevel(): Promise<void>;
}

/** What the upstream has said about itself. */
export interface Initialized {
  protocolVersion?: unknown;
  capabilities?: Partial<Record<ChangingList, { listChanged?: boolean }>>;
}

/** What an agent says of itself alone. The upstream knows nothing of single agents. */
const OF_ONE_AGENT = new Set(['notifications/initialized', 'notifications/roots/list_changed']);

/** The part of one agent in a shared session: it begins and ends it as if it were its own. */
export class SessionMember implements UpstreamLink, LinkListener {
  readonly #link: UpstreamLink;
  readonly #uris = new Set<string>();
  #initialized: Initialized = {};

  constructor(
    private readonly session: SessionOfAll,
    private readonly owner: LinkOwner,
    private readonly listener: LinkListener,
    join: (listener: LinkListener) => UpstreamLink,
  ) {
    this.#link = join(this);
  }

  async send(raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message)) return this.#request(raw, message, headers);
    if ('method' in message && OF_ONE_AGENT.has(message.method)) return;
    await this.#link.send(raw, headers);
  }

  /** Leaves the session. */
  async close(): Promise<void> {
    this.session.levels.remove(this);
    await this.#link.close();
    await this.session.resources.remove([...this.#uris]);
    await this.session.settleLevel().catch(() => undefined);
  }

  /** Passes on what this agent wants. */
  message(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    const { method, params } = raw.message as { method?: string; params?: Record<string, unknown> };
    switch (method) {
      case 'notifications/message':
        return this.session.levels.wants(this, params?.['level']) ? this.#pass(raw, relatedTo) : undefined;
      case 'notifications/resources/updated':
        return this.#uris.has(String(params?.['uri'])) ? this.#pass(raw, relatedTo) : undefined;
      default:
        return this.#isPromised(method) ? this.#pass(raw, relatedTo) : undefined;
    }
  }

  closed(fault?: UpstreamFault): void {
    this.listener.closed(fault);
  }

  #pass(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    return this.listener.message(raw, relatedTo);
  }

  /** Whether the agent was told that it hears of such a change. */
  #isPromised(method: string | undefined): boolean {
    const list = CHANGING_LISTS.find((one) => method === `notifications/${one}/list_changed`);
    return !list || !!this.owner.isOfSeveral || !!this.#initialized.capabilities?.[list]?.listChanged;
  }

  async #request(raw: RawMessage, request: JSONRPCRequest, headers?: MessageHeaders): Promise<void> {
    const { id, method, params } = request;
    switch (method) {
      case 'initialize':
        return this.#answer(id, () => this.#begin(params?.['protocolVersion']));
      case 'logging/setLevel':
        this.session.levels.set(this, String(params?.['level']));
        return this.#answer(id, () => this.session.settleLevel());
      case 'resources/subscribe':
        return this.#answer(id, () => this.#subscribe(String(params?.['uri'])));
      case 'resources/unsubscribe':
        return this.#answer(id, () => this.#unsubscribe(String(params?.['uri'])));
      default:
        return this.#link.send(raw, headers);
    }
  }

  /** Answers a request ourselves. What the upstream refuses is refused; what is wrong with it is a fault. */
  async #answer(id: RequestId, act: () => Promise<object | void>): Promise<void> {
    try {
      await this.listener.message(resultAnswer(id, (await act()) ?? {}));
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      await this.listener.message(errorAnswer(id, JSON_RPC.serverError, error.message));
    }
  }

  /** The session as the agent would have begun it: in its own revision, if that is one of the era. */
  async #begin(wanted: unknown): Promise<object> {
    this.#initialized = await this.session.begin();
    const isKnown = SUPPORTED_PROTOCOL_VERSIONS.includes(String(wanted));
    return { ...this.#initialized, ...(isKnown && { protocolVersion: wanted }) };
  }

  async #subscribe(uri: string): Promise<void> {
    if (this.#uris.has(uri)) return;
    this.#uris.add(uri);
    try {
      await this.session.resources.add([uri]);
    } catch (error) {
      this.#uris.delete(uri);
      throw error;
    }
  }

  async #unsubscribe(uri: string): Promise<void> {
    if (this.#uris.delete(uri)) await this.session.resources.remove([uri]);
  }
}
