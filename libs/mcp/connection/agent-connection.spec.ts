import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { EventDraft, SessionId } from '#contract';
import type { EventPublisher } from '#events';
import { RunningCalls } from '#sessions';
import {
  Offer,
  PayloadKeeper,
  RawMessage,
  type MessageOrigin,
  type OfferClient,
  type OpenOffer,
} from '#tools';
import { Observation } from '../observation/observation.ts';
import type { ObservedMessage } from '../observation/observed-message.ts';
import { AgentConnection } from './agent-connection.ts';
import type { AgentStream } from './agent-stream.ts';

const { jest } = import.meta;

const IDENTITY = {
  sessionId: 's1' as SessionId,
  tenantId: 'acme',
  principalId: 'p1',
  client: { name: 'c', version: '1' },
};
const HTTP = {} as IncomingMessage;

type Started = EventDraft & { data: { callId: string } };

/** An offer that only records the messages it receives. */
class NotingOffer extends Offer {
  readonly received: JSONRPCMessage[] = [];
  readonly origins: (MessageOrigin | undefined)[] = [];
  client: OfferClient | undefined;
  isClosed = false;

  async open(client: OfferClient): Promise<OpenOffer> {
    this.client = client;
    return {
      receive: ({ message }, origin) => {
        this.received.push(message);
        this.origins.push(origin);
      },
      close: () => void (this.isClosed = true),
    };
  }

  inputSchema(): undefined {
    return undefined;
  }

  async close(): Promise<void> {}

  /** The id under which it knows the nth request. */
  idOf(index: number): number {
    return (this.received.filter((message) => 'id' in message)[index] as { id: number }).id;
  }

  answer(index: number, result: object = { content: [] }): Promise<void> {
    const message = { jsonrpc: '2.0', id: this.idOf(index), result } as JSONRPCMessage;
    return this.client?.send(RawMessage.of(message)) ?? Promise.resolve();
  }
}

describe('a connection between an agent and an offer', () => {
  let published: EventDraft[];
  let isFaulty: boolean;
  let running: RunningCalls;
  let offer: NotingOffer;
  let connection: AgentConnection;
  let observation: Observation;
  let sent: JSONRPCMessage[];
  let stream: AgentStream;

  const types = () => published.map(({ type }) => type);
  const callAt = (index: number) => {
    const start = published.filter(({ type }) => type === 'tool:start')[index] as Started;
    return running.find(start.data.callId);
  };
  const receive = (message: object) =>
    connection.receive(RawMessage.of(message as JSONRPCMessage), HTTP, stream);
  const call = (id: number, params: object = { name: 'search' }) =>
    receive({ jsonrpc: '2.0', id, method: 'tools/call', params });
  const cancelled = (requestId: number, reason?: string) =>
    receive({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId, reason } });

  beforeEach(async () => {
    published = [];
    sent = [];
    isFaulty = false;
    running = new RunningCalls();
    offer = new NotingOffer();
    stream = {
      send: async ({ message }) => void sent.push(message),
      settle: (answer) => void (answer && sent.push(answer.message)),
    };
    const publish = (draft: EventDraft): void => {
      if (isFaulty) throw new Error('The bus is down');
      published.push(draft);
    };
    observation = new Observation({ publish } as unknown as EventPublisher, running, new PayloadKeeper({}));
    connection = new AgentConnection({ era: 'legacy', offer, ...IDENTITY }, observation, stream);
    await connection.open();
  });

  it('publishes the start of a call before the offer receives it, and the end before the answer leaves', async () => {
    call(7);
    expect(types()).toEqual(['tool:start']);
    expect(offer.received).toHaveLength(1);
    await offer.answer(0);
    expect(types()).toEqual(['tool:start', 'tool:done']);
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 7, result: { content: [] } }]);
  });

  it.each([
    [
      'an error of the tool',
      { content: [{ type: 'text', text: 'No' }], isError: true },
      { kind: 'tool', error: 'No' },
      true,
    ],
    [
      'an error without a text',
      { content: [null], isError: true },
      { kind: 'tool', error: 'The tool reported an error without a message' },
      true,
    ],
    [
      'arguments that never reached the handler',
      { content: [{ type: 'text', text: 'q' }], isError: true },
      { kind: 'tool', code: 'invalid-arguments' },
      false,
    ],
  ])('publishes %s as a failure', async (_, result, failure, isEntered) => {
    call(1);
    if (isEntered) offer.origins[0]?.call?.enter();
    await offer.answer(0, result);
    expect(published.at(-1)).toMatchObject({ type: 'tool:error', data: failure });
  });

  it('publishes a JSON-RPC error as a protocol failure', async () => {
    call(1);
    const error = { code: -32_602, message: 'Tool search not found' };
    await offer.client?.send(RawMessage.of({ jsonrpc: '2.0', id: offer.idOf(0), error }));
    expect(published.at(-1)).toMatchObject({
      data: { kind: 'protocol', code: -32_602, error: error.message },
    });
  });

  it('publishes the first cause of a failure that the handler gives', async () => {
    call(1);
    offer.origins[0]?.call?.explain({ kind: 'timeout', error: 'Timed out' });
    offer.origins[0]?.call?.explain({ kind: 'thrown', error: 'Aborted' });
    await offer.answer(0, { content: [], isError: true });
    expect(published.at(-1)).toMatchObject({ data: { kind: 'timeout', error: 'Timed out' } });
  });

  it('answers a call that the server cancels, and tells the offer to abort it', () => {
    call(7);
    void callAt(0)?.cancel('Enough');
    expect(published.at(-1)).toMatchObject({
      type: 'tool:error',
      data: { kind: 'cancelled', error: 'Enough' },
    });
    expect(sent).toEqual([
      { jsonrpc: '2.0', id: 7, result: { content: [{ type: 'text', text: 'Enough' }], isError: true } },
    ]);
    const params = { requestId: offer.idOf(0), reason: 'Enough' };
    expect(offer.received.at(-1)).toEqual({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  });

  it('states the type of the result when it answers a cancelled call of revision 2026-07-28', () => {
    call(7, { name: 'x', _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } });
    void callAt(0)?.cancel('Enough');
    expect(sent).toMatchObject([{ id: 7, result: { resultType: 'complete', isError: true } }]);
  });

  it('ends a call only once, whatever comes later', async () => {
    call(7);
    const running = callAt(0);
    cancelled(7, 'Too slow');
    cancelled(7);
    await running?.cancel('Enough');
    await offer.answer(0);
    connection.close('gone');
    expect(types()).toEqual(['tool:start', 'tool:error']);
    expect(published.at(-1)).toMatchObject({ data: { error: 'Cancelled by the client: Too slow' } });
    expect(sent).toEqual([]);
  });

  it('answers both of two calls with the same id, and cancels the right one', async () => {
    call(7);
    call(7, { name: 'count' });
    void callAt(0)?.cancel('The first');
    expect(offer.received.at(-1)).toMatchObject({ params: { requestId: offer.idOf(0) } });
    await offer.answer(1);
    expect(published.slice(2)).toMatchObject([
      { type: 'tool:error', data: { tool: 'search' } },
      { type: 'tool:done', data: { tool: 'count' } },
    ]);
    expect(sent.map((message) => (message as { id: number }).id)).toEqual([7, 7]);
  });

  it('drops a message that belongs to a request which is already answered', async () => {
    call(1);
    await offer.answer(0);
    const note = RawMessage.of({ jsonrpc: '2.0', method: 'notifications/message' });
    await offer.client?.send(note, offer.idOf(0));
    expect(sent).toHaveLength(1);
    await offer.client?.send(note);
    expect(sent).toHaveLength(2);
  });

  it('answers the requests in flight and closes the offer when it closes', async () => {
    call(1);
    receive({ jsonrpc: '2.0', id: 2, method: 'prompts/get' });
    await offer.answer(1, { messages: [] });
    connection.close('The line is dead');
    expect(sent.at(-1)).toMatchObject({ id: 1, error: { message: 'The line is dead' } });
    expect(types()).toEqual(['tool:start', 'tool:error']);
    expect(offer.isClosed).toBe(true);
  });

  it('answers with an internal error when a result has no JSON, and publishes that the handler failed', async () => {
    call(1);
    await offer.answer(0, { content: [], structuredContent: { n: 1n } });
    expect(sent).toMatchObject([
      { id: 1, error: { code: -32_603, message: expect.stringContaining('no JSON') } },
    ]);
    expect(published.at(-1)).toMatchObject({ type: 'tool:error', data: { kind: 'thrown' } });
  });

  it('publishes a call that names no tool as "(unnamed)"', () => {
    call(1, { name: { evil: true } });
    expect(published).toMatchObject([{ type: 'tool:start', data: { tool: '(unnamed)', argumentBytes: 0 } }]);
  });

  it('answers a call even when its observation fails', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    isFaulty = true;
    call(1);
    await offer.answer(0);
    expect(sent).toHaveLength(1);
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });

  it('describes every message to the listeners, and serves the request even when a listener throws', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const observed: ObservedMessage[] = [];
    observation.listen({
      name: 'faulty',
      message: () => {
        throw new Error('broken');
      },
    });
    observation.listen({ name: 'noting', message: (message) => observed.push(message) });
    receive({ jsonrpc: '2.0', id: 1, method: 'prompts/get', params: { name: 'plan' } });
    await offer.client?.send(RawMessage.of({ jsonrpc: '2.0', id: 5, method: 'roots/list' }), offer.idOf(0));
    receive({ jsonrpc: '2.0', id: 5, result: { roots: [] } });
    receive({ jsonrpc: '2.0', method: 'notifications/initialized' });
    cancelled(1);
    expect(observed.map(({ kind, direction, method }) => [kind, direction, method])).toEqual([
      ['request', 'in', 'prompts/get'],
      ['request', 'out', 'roots/list'],
      ['answer', 'in', 'roots/list'],
      ['notification', 'in', 'notifications/initialized'],
      ['notification', 'in', 'notifications/cancelled'],
      ['answer', 'out', 'prompts/get'],
    ]);
    expect(observed.at(-1)).toMatchObject({ outcome: 'cancelled', target: 'plan', bytes: 0 });
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });
});
