import { LATEST_PROTOCOL_VERSION, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { isAnswer, RawMessage, type Era } from '#tools';
import { UpstreamFault, type UpstreamFaultCode } from '../link/upstream-fault.ts';
import type { LinkOwner, UpstreamTransport } from '../link/upstream-link.ts';
import { withEnvelope } from './modern-envelope.ts';

const CLIENT = { clientInfo: { name: 'crowsnest', version: '1' }, capabilities: {} };

/** What a server answers that does not know the first request of an era. */
const NOT_SPOKEN: readonly UpstreamFaultCode[] = ['HTTP_ERROR', 'NOT_MCP', 'SESSION_EXPIRED'];

/** Finds out which eras an upstream over HTTP speaks, by the first request of each. What it has found, it remembers. */
export class SpokenEras {
  readonly #found = new Map<Era, Promise<boolean>>();

  constructor(private readonly openLink: UpstreamTransport['open']) {}

  /** Whether the upstream speaks an era. Rejects with an `UpstreamFault` when it cannot be found out now. */
  has(era: Era, owner: LinkOwner): Promise<boolean> {
    const known = this.#found.get(era);
    if (known) return known;
    const asking = this.#ask(era, owner);
    this.#found.set(era, asking);
    asking.catch(() => this.#found.delete(era));
    return asking;
  }

  async #ask(era: Era, owner: LinkOwner): Promise<boolean> {
    const answered = Promise.withResolvers<boolean>();
    const link = await this.openLink(era, owner, {
      message: ({ message }) => {
        if (isAnswer(message)) answered.resolve('result' in message);
      },
      closed: (fault) =>
        answered.reject(fault ?? new UpstreamFault('CLOSED', 'It has ended the connection.')),
    });
    try {
      const sent = link.send(firstRequest(era));
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
