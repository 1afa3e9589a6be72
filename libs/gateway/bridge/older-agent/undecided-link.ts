import { isAnswer, isRequest, type RawMessage } from '#tools';
import type { UpstreamFault } from '../../link/upstream-fault.ts';
import type {
  LinkListener,
  LinkOwner,
  MessageHeaders,
  UpstreamLink,
  UpstreamTransport,
} from '../../link/upstream-link.ts';
import type { RequestId } from '@modelcontextprotocol/server';
import { OlderAgentLink } from './older-agent-link.ts';

/**
 * A session of the older era before an upstream of which nobody knows what it speaks. Its `initialize` decides, on the
 * process that will serve the session: when the upstream refuses it, the session goes on in the newer era, if that is not
 * refused too.
 */
export class UndecidedLink implements UpstreamLink, LinkListener {
  #up: UpstreamLink | undefined;
  #initialize: { raw: RawMessage; headers: MessageHeaders | undefined } | undefined;
  /** Takes what the upstream sends. */
  #taker: LinkListener;

  private constructor(
    private readonly owner: LinkOwner,
    private readonly listener: LinkListener,
    private readonly decide: (isOlder: boolean) => void,
  ) {
    this.#taker = listener;
  }

  /** Opens a link of the older era. `decide` is told once whether the upstream speaks it, if it can be told. */
  static async open(
    owner: LinkOwner,
    listener: LinkListener,
    open: UpstreamTransport['open'],
    decide: (isOlder: boolean) => void,
  ): Promise<UpstreamLink> {
    const link = new UndecidedLink(owner, listener, decide);
    link.#up = await open('legacy', owner, link);
    return link;
  }

  async send(raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message) && message.method === 'initialize') this.#initialize = { raw, headers };
    await this.#up?.send(raw, headers);
  }

  async close(): Promise<void> {
    await this.#up?.close();
  }

  message(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    const { message } = raw;
    const initialize = this.#initialize;
    if (!initialize || !isAnswer(message)) return this.#taker.message(raw, relatedTo);
    this.#initialize = undefined;
    if ('result' in message) {
      this.decide(true);
      return this.#taker.message(raw, relatedTo);
    }
    // What it sends until then belongs to nobody.
    void this.#goOn(initialize.raw, initialize.headers, raw);
    return undefined;
  }

  closed(fault?: UpstreamFault): void {
    this.#taker.closed(fault);
  }

  async #goOn(
    initialize: RawMessage,
    headers: MessageHeaders | undefined,
    refusal: RawMessage,
  ): Promise<void> {
    const link = this.#up;
    if (!link) return;
    this.#up = await OlderAgentLink.open(this.owner, this.#newerEra(refusal), async (_era, _owner, taker) => {
      this.#taker = taker;
      return link;
    });
    await this.#up.send(initialize, headers).catch((fault: UpstreamFault) => this.listener.closed(fault));
  }
  /**
   * Takes what comes in the newer era, at first the answer to `initialize`. An upstream that refuses this too has not told
   * what it speaks: it may lack a key, or not be ready. Its first refusal says best why.
   */
  #newerEra(refusal: RawMessage): LinkListener {
    const { listener } = this;
    let isDecided = false;
    return {
      message: (raw, relatedTo) => {
        if (isDecided || !isAnswer(raw.message)) return listener.message(raw, relatedTo);
        isDecided = true;
        if (!('result' in raw.message)) return listener.message(refusal);
        this.decide(false);
        return listener.message(raw, relatedTo);
      },
      closed: (fault) => listener.closed(fault),
    };
  }
}
