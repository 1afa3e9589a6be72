import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server';
import type { SessionId } from '#contract';
import { SessionReplay, type ReplayUsage } from '../replay/session-replay.ts';
import { SessionTransport } from './session-transport.ts';

const MEBIBYTE = 1024 * 1024;

describe('a transport whose agent takes nothing any more', () => {
  let transport: SessionTransport;
  let usage: ReplayUsage;
  let received: JSONRPCMessage[];
  let http: Server;
  let agent: Socket;
  let response: ServerResponse;

  const ask = async (): Promise<void> => {
    const asked = once(http, 'request');
    agent.write('POST / HTTP/1.1\r\nHost: test\r\n\r\n');
    [, response] = (await asked) as [IncomingMessage, ServerResponse];
  };
  const begin = () => transport.post([{ jsonrpc: '2.0', id: 1, method: 'tools/call' }], response, false);

  /** The request, as the server knows it. */
  const request = () => received.at(-1) as JSONRPCRequest;
  const notify = () =>
    transport.send(
      { jsonrpc: '2.0', method: 'notifications/message', params: { data: 'x'.repeat(MEBIBYTE) } },
      { relatedRequestId: request().id },
    );
  const answer = (text: string) => transport.send({ jsonrpc: '2.0', id: request().id, result: { text } });

  const letGo = async (): Promise<void> => {
    expect(response.socket?.timeout).toBe(30_000);
    // As if most of these had passed.
    response.setTimeout(50);
    await once(response, 'close');
  };

  beforeEach(async () => {
    received = [];
    usage = { bytes: 0 };
    const limits = { maxMessages: 1, maxBytes: Infinity, maxTotalBytes: Infinity };
    transport = new SessionTransport('s' as SessionId, new SessionReplay(limits, usage));
    transport.onmessage = (message) => void received.push(message);
    http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    agent = connect((http.address() as AddressInfo).port, '127.0.0.1').pause();
    await ask();
  });

  afterEach(() => {
    agent.destroy();
    http.close();
  });

  it('lets whoever waits go on, and has nothing left to answer in the end', async () => {
    begin();
    const written = Array.from({ length: 64 }, notify);
    await letGo();
    await Promise.all(written);
    await notify();
    await answer('late');
    const kept = usage.bytes;
    // It would answer what is still open.
    await transport.close();
    expect(usage.bytes).toBe(kept);
  });

  it('lets a connection go that has the last of an answer left', async () => {
    // Each leaves whole, until the sockets hold no more.
    do {
      if (response.writableEnded) await ask();
      begin();
      await answer('x'.repeat(MEBIBYTE / 2));
    } while (!response.socket?.writableLength);
    expect(response.writableEnded).toBe(true);
    await letGo();
    expect(response.writableFinished).toBe(false);
  });
});
