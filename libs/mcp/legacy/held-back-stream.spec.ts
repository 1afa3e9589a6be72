import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { RawMessage } from '#tools';
import { HeldBackStream } from './held-back-stream.ts';

const { jest } = import.meta;

const ANSWER = RawMessage.of({ jsonrpc: '2.0', id: 1, error: { code: -32_000, message: 'No' } });
const STEP = RawMessage.of({ jsonrpc: '2.0', method: 'notifications/progress' });
const REFUSAL = { status: 401, challenge: 'Bearer realm="up"' };

/** Notes what becomes of a response. */
class NotedResponse extends EventEmitter {
  readonly told: string[] = [];
  headersSent = false;
  destroyed = false;

  writeHead(status: number, headers: Record<string, unknown>): this {
    this.told.push(`${status} ${String(headers['WWW-Authenticate'])}`);
    return this;
  }

  end(text: string): void {
    this.told.push(text);
  }
}

describe('HeldBackStream', () => {
  let response: NotedResponse;
  let told: string[];
  let stream: HeldBackStream;

  beforeEach(() => {
    jest.useFakeTimers();
    response = new NotedResponse();
    ({ told } = response);
    const inner = {
      send: async ({ text }: RawMessage) => void told.push(text),
      settle: (answer?: RawMessage) => void told.push(answer ? `end ${answer.text}` : 'end'),
    };
    const begin = (): void => void told.push('begin');
    stream = new HeldBackStream(inner, response as unknown as ServerResponse, {}, begin);
  });
  afterEach(() => jest.useRealTimers());

  it('answers with the status of a refusal before it has begun, and ends', () => {
    stream.settle(ANSWER, REFUSAL);
    jest.runAllTimers();
    expect(told).toEqual(['401 Bearer realm="up"', ANSWER.text, 'end']);
  });

  it('begins with its first message, and tells a later refusal on the stream', async () => {
    await stream.send(STEP);
    stream.settle(ANSWER, REFUSAL);
    expect(told).toEqual(['begin', STEP.text, `end ${ANSWER.text}`]);
  });

  it('begins after a while, although there is nothing to send', () => {
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual(['begin']);
    stream.settle(ANSWER, REFUSAL);
    expect(told).toEqual(['begin', `end ${ANSWER.text}`]);
  });

  it('begins with an answer that refuses nothing, or with none', () => {
    stream.settle();
    expect(told).toEqual(['begin', 'end']);
  });
});
