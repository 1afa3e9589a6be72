import { LATEST_PROTOCOL_VERSION, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { isAnswer, RawMessage, type Era } from '#tools';
import { UpstreamFault, type UpstreamFaultCode } from '../link/upstream-fault.ts';
import type { LinkOwner, MessageHeaders, UpstreamTransport } from '../link/upstream-link.ts';
import { withEnvelope } from './modern-envelope.ts';

const CLIENT = { clientInfo: { name: 'crowsnest', version: '1' }, capabilities: {} };

/** What a server answers that does not know the first request of an era. */
const NOT_SPOKEN: readonly UpstreamFaultCode[] = ['HTTP_ERROR', 'NOT_MCP', 'SESSION_EXPIRED'];

/**
 * Finds out which eras an upstream over HTTP speaks, by the first request of each. It asks with the credentials of the agent
 * that needs to know, if these go up. What it has found, it remembers; a refusal says nothing about eras.
 */
export class SpokenEras {
  readonly #found = new Map<Era, boolean>();
  /** Questions in flight. Agents with the same credentials share one. */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(private readonly openLink: UpstreamTransport['open']) {}

  /** Whether the upstream speaks an era. Rejects with an `UpstreamFault` when it cannot be found out now. */
  async has(era: Era, owner: LinkOwner, { authorization }: MessageHeaders): Promise<boolean> {
    const known = this.#found.get(era);
    if (known !== undefined) return known;
    const key = JSON.stringify([era, authorization]);
    const credentials: MessageHeaders = authorization === undefined ? {} : { authorization };
    const asking =
      this.#asking.get(key) ?? this.#ask(era, owner, credentials).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    const isSpoken = await asking;
    this.#found.set(era, isSpoken);
    return isSpoken;
  }

  /** Forgets what it has found. An upstream that refuses both eras was not itself: it may not be ready. */
  forget(): void {
    this.#found.clear();
  }

  async #ask(era: Era, owner: LinkOwner, credentials: MessageHeaders): Promise<boolean> {
    const answered = Promise.withResolvers<boolean>();
    const link = await this.openLink(era, owner, {
      message: ({ message }) => {
        if (isAnswer(message)) answered.resolve('result' in message);
      },
      closed: (fault) =>
        answered.reject(fault ?? new UpstreamFault('CLOSED', 'It has ended the connection.')),
    });
    try {
      const sent = link.send(firstRequest(era), credentials);
      return await Promise.race([answered.promise, sent.then(() => answered.promise)]);
    } catch (error) {
      if (error instanceof UpstreamFault && NOT_SPOKEN.includes(error.code)) return false;
      throw error;
    } finally {
      await link.close();
    }
  }
}

function firstRequest(era: Era): RawMessage {
  const request = (method: string, params: Record<string, unknown>): RawMessage =>
    RawMessage.of({ jsonrpc: '2.0', id: 1, method, params } satisfies JSONRPCRequest);
  if (era === 'modern') return withEnvelope(request('server/discover', {}), CLIENT);
  return request('initialize', { protocolVersion: LATEST_PROTOCOL_VERSION, ...CLIENT });
}
