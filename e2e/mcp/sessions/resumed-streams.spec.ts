import type { INestApplication } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { SessionRegistry } from '#sessions';
import { connectLegacyClient } from '#testing';
import { Tool, ToolRegistry, type ToolContext } from '#tools';
import { Replays } from '../../../libs/mcp/legacy/replay/replays.ts';

import { AgentStream } from '../../support/agents/agent-stream.ts';
import { beginSession, callRequest, sendRaw } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

const STREAM = { accept: 'text/event-stream' };
const POST = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };

@Injectable()
class SlowTools {
  proceed = Promise.withResolvers<void>();

  @Tool({ name: 'slow' })
  async slow(_input: unknown, context: ToolContext): Promise<string> {
    await context.log('info', 'begun');
    await this.proceed.promise;
    await context.log('info', 'almost done');
    return 'done';
  }

  @Tool({ name: 'bulk' })
  bulk(): string {
    return 'x'.repeat(8_192);
  }
}

describe('an agent that resumes a stream of its own', () => {
  let app: INestApplication;
  let origin: string;
  let sessionId: string;
  const streams: AgentStream[] = [];

  const inSession = (more: Record<string, string> = {}) => ({
    'mcp-session-id': sessionId,
    'mcp-protocol-version': '2025-11-25',
    ...more,
  });

  const listen = async (headers: Record<string, string> = {}) => {
    const stream = await AgentStream.open(origin, { headers: inSession({ ...STREAM, ...headers }) });
    streams.push(stream);
    return stream;
  };

  const call = async (name: string) => {
    const body = JSON.stringify(callRequest(name));
    const stream = await AgentStream.open(origin, { method: 'POST', headers: inSession(POST), body });
    streams.push(stream);
    return stream;
  };

  beforeEach(async () => {
    ({ app, origin } = await startApplication([SlowTools]));
    sessionId = await beginSession(origin);
  });

  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.cut();
    await app.close();
  });

  it('gets the remaining messages of its call and the answer, each once and none of another call', async () => {
    const stream = await call('slow');
    await stream.until(() => stream.messages.length === 1);
    const lastSeen = stream.frames.at(-1)?.id ?? '';
    stream.cut();
    app.get(SlowTools).proceed.resolve();
    await sendRaw(origin, callRequest('slow', {}, 3), { headers: inSession() });
    const resumed = await listen({ 'last-event-id': lastSeen });
    await resumed.ended();
    expect(resumed.messages).toMatchObject([
      { method: 'notifications/message', params: { data: 'almost done' } },
      { id: 2, result: { content: [{ type: 'text', text: 'done' }] } },
    ]);
  });

  it('gets the answer of a call that is still running', async () => {
    const stream = await call('slow');
    await stream.until(() => stream.frames.length > 0);
    // The first event has an id and no message, so that a stream can be resumed from its beginning.
    const [begin] = stream.frames;
    expect(begin?.data).toBe('');
    stream.cut();
    const resumed = await listen({ 'last-event-id': begin?.id ?? '' });
    await resumed.until(() => resumed.messages.length === 1);
    app.get(SlowTools).proceed.resolve();
    await resumed.ended();
    expect(resumed.messages.map(({ method, id }) => method ?? id)).toEqual([
      'notifications/message',
      'notifications/message',
      2,
    ]);
  });

  it('gets the notifications outside of calls that were sent while it was away', async () => {
    const registry = app.get(ToolRegistry);
    const change = (name: string) => registry.register({ options: { name }, handle: async () => '' }, 'test');
    const stream = await listen();
    change('one');
    await stream.until(() => stream.messages.length === 1);
    stream.cut();
    change('two');
    const resumed = await listen({ 'last-event-id': stream.frames[0]?.id ?? '' });
    await resumed.until(() => resumed.messages.length === 1);
    expect(resumed.messages).toMatchObject([{ method: 'notifications/tools/list_changed' }]);
  });

  it('gets nothing for event ids of another session', async () => {
    const stream = await call('slow');
    await stream.until(() => stream.messages.length === 1);
    const foreign = stream.frames.at(-1)?.id ?? '';
    app.get(SlowTools).proceed.resolve();
    await stream.ended();
    sessionId = await beginSession(origin);
    expect((await listen({ 'last-event-id': foreign })).status).toBe(400);
  });

  it('gets the end of the stream when it has seen the last event', async () => {
    const stream = await call('nonesuch');
    await stream.ended();
    const { status } = await listen({ 'last-event-id': stream.frames.at(-1)?.id ?? '' });
    expect(status).toBe(405);
  });

  it('gets the end of the stream of a call that it has cancelled', async () => {
    const stream = await call('slow');
    await stream.until(() => stream.messages.length === 1);
    const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } };
    await sendRaw(origin, cancelled, { headers: inSession() });
    await stream.ended();
    for (const { id } of stream.frames)
      expect((await listen({ 'last-event-id': id ?? '' })).status).toBe(405);
  });

  it('leaves no stored messages when its session ends', async () => {
    const replays = app.get(Replays);
    const stream = await call('slow');
    await stream.until(() => stream.messages.length === 1);
    expect(replays.bytes).toBeGreaterThan(0);
    app.get(SessionRegistry).closeSession(sessionId, 'admin');
    await stream.ended();
    expect(replays.bytes).toBe(0);
  });
});

describe('a server that stores no messages for resumption', () => {
  it('sends events without ids and serves its agents', async () => {
    const { app, origin } = await startApplication([SlowTools], { mcp: { replay: { maxMessages: 0 } } });
    app.get(SlowTools).proceed.resolve();
    const client = await connectLegacyClient(origin);
    expect(await client.callTool({ name: 'slow' })).toMatchObject({ content: [{ text: 'done' }] });
    const sessionId = await beginSession(origin);
    const body = JSON.stringify(callRequest('slow'));
    const headers = { ...POST, 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-11-25' };
    const stream = await AgentStream.open(origin, { method: 'POST', headers, body });
    await stream.ended();
    expect(stream.frames.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
    await client.close();
    await app.close();
  });
});

describe('an agent beside another tenant that stores as many messages as it can', () => {
  it('can still resume its stream', async () => {
    const [modest, greedy] = ['key-of-the-modest-one', 'key-of-the-greedy-one'];
    const { app, origin } = await startApplication([SlowTools], {
      mcp: {
        serverInfo: { name: 'test', version: '1' },
        agentKeys: [
          { tenantId: 'modest', key: modest },
          { tenantId: 'greedy', key: greedy },
        ],
        replay: { maxTotalBytes: 65_536 },
      },
    });
    const headersOf = async (key: string) => {
      const authorization = `Bearer ${key}`;
      const id = await beginSession(origin, { authorization });
      return { authorization, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' };
    };
    const headers = await headersOf(modest);
    const body = JSON.stringify(callRequest('slow'));
    const stream = await AgentStream.open(origin, { method: 'POST', headers: { ...POST, ...headers }, body });
    await stream.until(() => stream.messages.length === 1);
    const lastSeen = stream.frames.at(-1)?.id ?? '';
    stream.cut();
    app.get(SlowTools).proceed.resolve();
    for (let session = 0; session < 16; session += 1)
      await sendRaw(origin, callRequest('bulk'), { headers: await headersOf(greedy) });
    expect(app.get(Replays).bytes).toBeLessThanOrEqual(65_536);
    const resumed = await AgentStream.open(origin, {
      headers: { ...STREAM, ...headers, 'last-event-id': lastSeen },
    });
    await resumed.ended();
    expect(resumed.messages.at(-1)).toMatchObject({ id: 2, result: { content: [{ text: 'done' }] } });
    await app.close();
  });
});
