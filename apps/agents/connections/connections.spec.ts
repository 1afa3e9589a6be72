import {
  AccessDenied,
  ConnectionLost,
  type Answer,
  type CallOptions,
  type Connect,
  type Progress,
} from './connection.ts';
import { RecordingServer } from './recording-server.fixture.ts';
import { connectWithSession } from './sessionful-connection.ts';
import { connectWithoutSession } from './sessionless-connection.ts';

const IDENTITY = { name: 'spec', version: '1.0.0' };

describe.each<[string, Connect, string]>([
  ['connectWithSession', connectWithSession, 'initialize'],
  ['connectWithoutSession', connectWithoutSession, 'server/discover'],
])('%s', (_, connect, firstMethod) => {
  let server: RecordingServer;
  let url: URL;

  beforeEach(async () => {
    server = new RecordingServer();
    url = await server.start();
  });

  afterEach(() => server.stop());

  it('uses the protocol of its own era from the first message', async () => {
    const connection = await connect({ url, key: 'secret' }, IDENTITY);
    await connection.callTool({ tool: 'greet', args: { name: 'Ada' } }, options());
    await connection.sayGoodbye();
    const openings = server.received.filter(({ method }) => /^(initialize|server\/discover)$/.test(method));
    expect(openings.map(({ method }) => method)).toEqual([firstMethod]);
    expect(server.received.map(({ authorization }) => authorization)).not.toContain(undefined);
  });

  it('distinguishes results, failures and protocol errors', async () => {
    const connection = await connect({ url, key: undefined }, IDENTITY);
    const call = (tool: string, args: Record<string, unknown>): Promise<Answer> =>
      connection.callTool({ tool, args }, options());
    expect(await call('greet', { name: 'Ada' })).toEqual({ outcome: 'ok', text: 'Hello, Ada' });
    expect(await call('greet', { name: 'nobody' })).toEqual({ outcome: 'failed', text: 'Nobody is here' });
    expect(await call('missing', {})).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('missing'),
    });
    await connection.vanish();
  });

  it('reports progress and cancels a call when its signal aborts', async () => {
    const connection = await connect({ url, key: undefined }, IDENTITY);
    const stop = new AbortController();
    const heard: Progress[] = [];
    const onProgress = (progress: Progress): void => {
      heard.push(progress);
      stop.abort();
    };
    const answer = await connection.callTool({ tool: 'wait', args: {} }, { signal: stop.signal, onProgress });
    expect(answer.outcome).toBe('cancelled');
    expect(heard).toEqual([{ progress: 1, total: 2 }]);
    await connection.vanish();
  });

  it.each([404, 500])('rejects a call with ConnectionLost when the server answers %i', async (status) => {
    const connection = await connect({ url, key: undefined }, IDENTITY);
    server.refuseWith = status;
    const call = connection.callTool({ tool: 'greet', args: { name: 'Ada' } }, options());
    await expect(call).rejects.toBeInstanceOf(ConnectionLost);
    await connection.vanish();
  });

  it.each([401, 403])('rejects with AccessDenied when the server answers %i', async (status) => {
    server.refuseWith = status;
    await expect(connect({ url, key: undefined }, IDENTITY)).rejects.toBeInstanceOf(AccessDenied);
  });

  it('rejects with ConnectionLost and the reason when no server listens', async () => {
    server.stop();
    await expect(connect({ url, key: undefined }, IDENTITY)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('connectWithoutSession', () => {
  it('gives all calls of a connection the same trace id, and each its own span id', async () => {
    const server = new RecordingServer();
    const connection = await connectWithoutSession({ url: await server.start(), key: undefined }, IDENTITY);
    for (const name of ['Ada', 'Bo']) await connection.callTool({ tool: 'greet', args: { name } }, options());
    await connection.vanish();
    server.stop();
    const calls = server.received.filter(({ method }) => method === 'tools/call');
    const [first, second] = calls.map(({ meta }) =>
      /^00-(\w{32})-(\w{16})-01$/.exec(String(meta['traceparent'])),
    );
    expect(first?.[1]).toBeDefined();
    expect(second?.[1]).toBe(first?.[1]);
    expect(second?.[2]).not.toBe(first?.[2]);
  });
});

function options(): CallOptions {
  return { signal: new AbortController().signal, onProgress: () => {} };
}
