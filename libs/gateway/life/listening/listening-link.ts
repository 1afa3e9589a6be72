import { setTimeout as pause } from 'node:timers/promises';
import type { RequestId } from '@modelcontextprotocol/server';
import { cancellationOf, isRequest, type RawMessage } from '#tools';
import { acknowledgedId, listChangesFor } from '../../link/stream-of-changes.ts';
import type { UpstreamFault } from '../../link/upstream-fault.ts';
import type { LinkListener, MessageHeaders, UpstreamLink } from '../../link/upstream-link.ts';
import { LastingListen } from './lasting-listen.ts';

/**
 * A link of revision 2026-07-28 whose streams of changes outlast the connection to the upstream. While that is away they
 * stay open, and the agent hears that the lists have changed when the upstream goes and when it is back.
 */
export class ListeningLink implements UpstreamLink, LinkListener {
  readonly #listens = new Map<RequestId, LastingListen>();
  readonly #link: UpstreamLink;

  constructor(
    make: (listener: LinkListener) => UpstreamLink,
    private readonly listener: LinkListener,
    /** Milliseconds until a stream that has broken should be opened again; undefined if it should not. */
    private readonly host: { readonly retryMs: number | undefined },
  ) {
    this.#link = make(this);
  }

  async send(raw: RawMessage, headers?: MessageHeaders): Promise<void> {
    const { message } = raw;
    if (isRequest(message) && message.method === 'subscriptions/listen')
      return this.#listen(new LastingListen(raw, message), headers);
    const cancelled = cancellationOf(message);
    if (cancelled) this.#listens.get(cancelled.requestId)?.leave();
    return this.#link.send(raw, headers);
  }

  async close(): Promise<void> {
    for (const listen of this.#listens.values()) listen.leave();
    await this.#link.close();
  }

  message(raw: RawMessage, relatedTo?: RequestId): void | Promise<void> {
    const id = acknowledgedId(raw.message);
    const listen = id === undefined ? undefined : this.#listens.get(id);
    if (listen?.opened()) return this.#tellListChanges(listen);
    return this.listener.message(raw, relatedTo);
  }

  closed(fault?: UpstreamFault): void {
    this.listener.closed(fault);
  }

  /** Resolves when the upstream has ended the stream in order, or the agent has. Rejects with an `UpstreamFault`. */
  async #listen(listen: LastingListen, headers?: MessageHeaders): Promise<void> {
    const { id } = listen.request;
    this.#listens.set(id, listen);
    try {
      while (!listen.left.aborted)
        try {
          return await this.#link.send(listen.raw, headers);
        } catch (fault) {
          await this.#pauseAfter(fault as UpstreamFault, listen);
        }
    } finally {
      if (this.#listens.get(id) === listen) this.#listens.delete(id);
    }
  }

  /** Waits until the stream may be opened again. Rejects with the fault if it should not. */
  async #pauseAfter(fault: UpstreamFault, listen: LastingListen): Promise<void> {
    if (listen.left.aborted) return;
    if (listen.broke()) this.#tellListChanges(listen);
    const { retryMs } = this.host;
    // The credentials may be those of the agent, which does not get better by itself.
    if (!listen.wasOpen || retryMs === undefined || fault.code === 'UNAUTHORIZED') throw fault;
    await pause(retryMs, undefined, { signal: listen.left, ref: false }).catch(() => undefined);
  }

  #tellListChanges({ request }: LastingListen): void {
    for (const change of listChangesFor(request)) void this.listener.message(change, request.id);
  }
}
