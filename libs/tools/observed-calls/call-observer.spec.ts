import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import type { EventDraft, SessionId } from '#contract';
import type { EventPublisher } from '#events';
import { RunningCalls } from '#sessions';
import { PayloadKeeper } from '../payloads/payload-keeper.ts';
import { CallObserver } from './call-observer.ts';

const SESSION = { sessionId: 's1' as SessionId, tenantId: 'acme' };
const OWNER = { ...SESSION, principalId: 'key-1' };

/** A transport with an agent at one end, and a server that only notes what it is handed. */
class Wiretap implements Transport {
  readonly toAgent: unknown[] = [];
  readonly toServer: JSONRPCMessage[] = [];
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;

  start = async (): Promise<void> => undefined;
  close = async (): Promise<void> => this.onclose?.();
  send = async (message: JSONRPCMessage): Promise<void> => void this.toAgent.push(message);

  /** What a server does when it connects: it calls the handler that it finds ahead of its own. */
  connect(): void {
    const found = this.onmessage;
    this.onmessage = (message) => {
      found?.(message);
      this.toServer.push(message);
    };
  }

  call(id: number, meta?: Record<string, unknown>): void {
    const params = { name: 'search', ...(meta && { _meta: meta }) };
    this.onmessage?.({ jsonrpc: '2.0', id, method: 'tools/call', params });
  }
}

describe('a call that is cancelled from here', () => {
  let published: EventDraft[];
  let running: RunningCalls;
  let transport: Wiretap;

  const types = () => published.map(({ type }) => type);
  const startedAs = (index: number) => {
    const start = published.filter(({ type }) => type === 'tool:start')[index];
    return running.find((start as { data: { callId: string } }).data.callId);
  };

  beforeEach(() => {
    published = [];
    running = new RunningCalls();
    transport = new Wiretap();
    const publisher = { publish: (draft: EventDraft) => published.push(draft) } as unknown as EventPublisher;
    new CallObserver(publisher, new PayloadKeeper({})).observe(transport, OWNER, running, 'gone');
    transport.connect();
  });

  it('fails, is answered and is aborted, in this order', () => {
    transport.call(7);
    void startedAs(0)?.cancel('Enough');
    expect(published.at(-1)).toMatchObject({
      type: 'tool:error',
      ...SESSION,
      data: { kind: 'cancelled', error: 'Enough' },
    });
    const result = { content: [{ type: 'text', text: 'Enough' }], isError: true };
    expect(transport.toAgent).toEqual([{ jsonrpc: '2.0', id: 7, result }]);
    const params = { requestId: 7, reason: 'Enough' };
    expect(transport.toServer.at(-1)).toEqual({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
    expect(types()).toEqual(['tool:start', 'tool:error']);
  });

  it('is answered as its revision asks', () => {
    transport.call(7, { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' });
    void startedAs(0)?.cancel('Enough');
    expect(transport.toAgent).toMatchObject([{ id: 7, result: { resultType: 'complete', isError: true } }]);
  });

  it('ends once, whatever comes later', async () => {
    transport.call(7);
    const call = startedAs(0);
    void call?.cancel('Enough');
    void call?.cancel('Enough again');
    await transport.send({ jsonrpc: '2.0', id: 7, result: { content: [] } });
    await transport.close();
    expect(types()).toEqual(['tool:start', 'tool:error']);
  });

  it('leaves the id to the next call', async () => {
    transport.call(7);
    void startedAs(0)?.cancel('Enough');
    transport.call(7);
    await transport.send({ jsonrpc: '2.0', id: 7, result: { content: [] } });
    expect(types()).toEqual(['tool:start', 'tool:error', 'tool:start', 'tool:done']);
  });

  it('leaves another call of the same id in flight', () => {
    transport.call(7);
    transport.call(7);
    void startedAs(0)?.cancel('The first');
    expect(startedAs(1)).toBeDefined();
    // The server knows the id as the second call's: it must not abort that.
    expect(transport.toServer.filter((message) => !('id' in message))).toEqual([]);
    void startedAs(1)?.cancel('The second');
    expect(transport.toServer.filter((message) => !('id' in message))).toHaveLength(1);
    expect(types()).toEqual(['tool:start', 'tool:start', 'tool:error', 'tool:error']);
  });

  it('ends although its agent cannot be reached any more', () => {
    const broken = new Wiretap();
    broken.send = () => Promise.reject(new Error('No connection'));
    const publisher = { publish: (draft: EventDraft) => published.push(draft) } as unknown as EventPublisher;
    new CallObserver(publisher, new PayloadKeeper({})).observe(broken, OWNER, running, 'gone');
    broken.call(1);
    void startedAs(0)?.cancel('Enough');
    expect(types()).toEqual(['tool:start', 'tool:error']);
  });
});
