import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { SessionId } from '#contract';
import { RawMessage } from '#tools';
import type { AgentConnection } from '../connection/agent-connection.ts';
import type { AgentStream } from '../connection/agent-stream.ts';
import { ReplayBudget } from './replay/replay-budget.ts';
import { SessionReplay } from './replay/session-replay.ts';
import { SessionStreams } from './session-streams.ts';

const MEBIBYTE = 1024 * 1024;
const OPTIONS = {
  acceptsStream: true,
  isResumable: false,
  isBatch: false,
  mayBeRefused: false,
  holdBody: () => () => undefined,
};

describe('the streams of a session whose agent has stopped reading', () => {
  let streams: SessionStreams;
  let stream: AgentStream;
  let http: Server;
  let agent: Socket;
  let request: IncomingMessage;
  let response: ServerResponse;

  const connection = {
    receive: (_message: RawMessage, _http: IncomingMessage, to: AgentStream) => void (stream = to),
  } as unknown as AgentConnection;

  const ask = async (): Promise<void> => {
    const asked = once(http, 'request');
    agent.write('POST / HTTP/1.1\r\nHost: test\r\n\r\n');
    [request, response] = (await asked) as [IncomingMessage, ServerResponse];
  };
  const begin = () => {
    const call = RawMessage.of({ jsonrpc: '2.0', id: 1, method: 'tools/call' });
    streams.post([call], request, response, connection, OPTIONS);
  };

  const notify = () => {
    const params = { data: 'x'.repeat(MEBIBYTE) };
    return stream.send(RawMessage.of({ jsonrpc: '2.0', method: 'notifications/message', params }));
  };
  const answer = (text: string) => stream.settle(RawMessage.of({ jsonrpc: '2.0', id: 1, result: { text } }));

  const connectionEnds = async (): Promise<void> => {
    expect(response.socket?.timeout).toBe(30_000);
    // Shortens the time-out instead of waiting for it.
    response.setTimeout(50);
    await once(response, 'close');
  };

  beforeEach(async () => {
    const budget = new ReplayBudget({ maxTenantBytes: Infinity, maxTotalBytes: Infinity });
    const replay = new SessionReplay({ maxMessages: 1, maxBytes: Infinity }, budget, 't');
    streams = new SessionStreams('s' as SessionId, replay);
    http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    agent = connect((http.address() as AddressInfo).port, '127.0.0.1').pause();
    await ask();
  });

  afterEach(() => {
    agent.destroy();
    http.close();
  });

  it('let a waiting sender continue once the stalled connection is closed', async () => {
    begin();
    const written = Array.from({ length: 64 }, notify);
    await connectionEnds();
    await expect(Promise.all([...written, notify()])).resolves.toHaveLength(65);
  });

  it('close a connection that leaves the end of an answer unread', async () => {
    // Every message is written at once, until the sockets are full.
    do {
      if (response.writableEnded) await ask();
      begin();
      answer('x'.repeat(MEBIBYTE / 2));
    } while (!response.socket?.writableLength);
    expect(response.writableEnded).toBe(true);
    await connectionEnds();
    expect(response.writableFinished).toBe(false);
  });
});
