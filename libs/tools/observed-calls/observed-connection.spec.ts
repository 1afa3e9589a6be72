import { jest } from '@jest/globals';
import { Global, Logger, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import type { EventDraft, SessionId } from '#contract';
import { EventPublisher } from '#events';
import { RunningCalls } from '#sessions';
import { CallObserver, ToolsModule, type ObservedConnection } from '#tools';

const SESSION = { sessionId: 'session-1' as SessionId, tenantId: 'acme' };
const OWNER = { ...SESSION, principalId: 'key-1' };

/** A transport that notes in one list what passes it and what is published, in the order of happening. */
class NotingTransport implements Transport {
  onmessage?: Transport['onmessage'];
  onclose?: () => void;

  constructor(private readonly steps: unknown[]) {}

  start = async () => undefined;
  close = async () => this.onclose?.();

  async send(message: JSONRPCMessage): Promise<void> {
    this.steps.push(message);
  }
}

const callOf = (id: number, name: unknown = 'search'): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name },
});
const answerTo = (id: number, result: object = { content: [] }): JSONRPCMessage =>
  ({ jsonrpc: '2.0', id, result }) as JSONRPCMessage;
const errorTo = (id: number): JSONRPCMessage => ({
  jsonrpc: '2.0',
  id,
  error: { code: -32_602, message: 'Tool search not found' },
});
const cancelled = (requestId: number, reason?: string): JSONRPCMessage => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId, reason },
});

describe('an observed connection', () => {
  let steps: unknown[];
  let transport: NotingTransport;
  let connection: ObservedConnection;
  let faulty: boolean;

  beforeEach(async () => {
    steps = [];
    faulty = false;
    const publish = ({ type, sessionId, tenantId, data }: EventDraft): void => {
      if (faulty) throw new Error('The bus is down');
      expect({ sessionId, tenantId }).toEqual(SESSION);
      const { callId: _, durationMs: __, ...rest } = data as unknown as Record<string, unknown>;
      steps.push({ type, ...rest });
    };
    @Global()
    @Module({ providers: [{ provide: EventPublisher, useValue: { publish } }], exports: [EventPublisher] })
    class NotingEventsModule {}
    const module = await Test.createTestingModule({
      imports: [NotingEventsModule, ToolsModule.forRoot({})],
    }).compile();
    transport = new NotingTransport(steps);
    connection = module.get(CallObserver).observe(transport, OWNER, new RunningCalls(), 'The line is dead');
  });

  const receive = (message: JSONRPCMessage): void => transport.onmessage?.(message);
  const started = { type: 'tool:start', tool: 'search' };

  it('starts a call before its server sees it, and ends it before its answer leaves', async () => {
    receive(callOf(1));
    const answer = answerTo(1);
    await transport.send(answer);
    expect(steps).toEqual([started, { type: 'tool:done', tool: 'search' }, answer]);
    expect(steps[2]).toBe(answer);
  });

  it.each([
    [
      'an error of the tool',
      answerTo(1, { content: [{ type: 'text', text: 'No such city' }], isError: true }),
      { kind: 'tool', error: 'No such city' },
      true,
    ],
    [
      'an error of the tool without a text',
      answerTo(1, { content: [{ type: 'image', data: '', mimeType: 'image/png' }], isError: true }),
      { kind: 'tool', error: 'The tool reported an error without a message' },
      true,
    ],
    [
      'arguments that never reached the handler',
      answerTo(1, { content: [{ type: 'text', text: 'q: expected string' }], isError: true }),
      { kind: 'tool', code: 'invalid-arguments', error: 'q: expected string' },
      false,
    ],
    [
      'an error of the protocol',
      errorTo(1),
      { kind: 'protocol', code: -32_602, error: 'Tool search not found' },
      false,
    ],
  ])('tells a failure by its answer: %s', async (_, answer, failure, entered) => {
    receive(callOf(1));
    const call = connection.callOf(1);
    if (call) call.entered = entered;
    await transport.send(answer);
    expect(steps).toEqual([started, { type: 'tool:error', tool: 'search', ...failure }, answer]);
  });

  it('tells a question to the agent from an answer', async () => {
    receive(callOf(1));
    await transport.send(answerTo(1, { resultType: 'input_required', requestState: 's' }));
    expect(steps[1]).toEqual({ type: 'tool:done', tool: 'search', outcome: 'input_required' });
  });

  it('believes the handler about the cause of a failure, and the first cause', async () => {
    receive(callOf(1));
    connection.callOf(1)?.explain({ kind: 'timeout', error: 'Timed out after 50 ms' });
    connection.callOf(1)?.explain({ kind: 'thrown', error: 'Aborted' });
    await transport.send(answerTo(1, { content: [], isError: true }));
    expect(steps[1]).toEqual({
      type: 'tool:error',
      tool: 'search',
      kind: 'timeout',
      error: 'Timed out after 50 ms',
    });
  });

  it('ends a cancelled call once, whatever is answered later', async () => {
    receive(callOf(1));
    receive(cancelled(1, 'Too slow'));
    receive(cancelled(1));
    await transport.send(answerTo(1));
    await transport.close();
    const error = {
      type: 'tool:error',
      tool: 'search',
      kind: 'cancelled',
      error: 'Cancelled by the client: Too slow',
    };
    expect(steps).toEqual([started, error, answerTo(1)]);
  });

  it('ends what is in flight when the transport closes, and nothing else', async () => {
    receive(callOf(1));
    receive(callOf(2));
    await transport.send(answerTo(2));
    await transport.close();
    expect(steps.slice(2)).toEqual([
      { type: 'tool:done', tool: 'search' },
      answerTo(2),
      { type: 'tool:error', tool: 'search', kind: 'cancelled', error: 'The line is dead' },
    ]);
  });

  it('ends each of two calls with one id', async () => {
    receive(callOf(1));
    receive(callOf(1, 'count'));
    await transport.send(answerTo(1));
    await transport.send(answerTo(1));
    const ends = steps.filter((step) => (step as { type?: string }).type === 'tool:done');
    expect(ends.map((step) => (step as { tool: string }).tool).toSorted()).toEqual(['count', 'search']);
  });

  it('takes no notice of what is no call', async () => {
    receive({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    receive({ jsonrpc: '2.0', method: 'notifications/initialized' });
    receive(cancelled(1));
    receive(answerTo(7));
    await transport.send(answerTo(1, { tools: [] }));
    expect(steps).toEqual([answerTo(1, { tools: [] })]);
  });

  it('names a call that names no tool', () => {
    receive(callOf(1, { evil: true }));
    expect(steps).toEqual([{ type: 'tool:start', tool: '(unnamed)' }]);
  });

  it('keeps its own faults from the call', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    faulty = true;
    expect(() => receive(callOf(1))).not.toThrow();
    const answer = answerTo(1);
    await transport.send(answer);
    expect(steps).toEqual([answer]);
    expect(logged).toHaveBeenCalled();
    logged.mockRestore();
  });
});
