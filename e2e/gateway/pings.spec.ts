import { PingRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import type { INestApplication } from '@nestjs/common';
import { connectLegacyClient, createCrowsnestTestingApp } from '#testing';
import { beginSession, callRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';

describe('a ping of an upstream', () => {
  let gateway: INestApplication;
  beforeEach(async () => {
    const upstreams = { pinging: stdioFaultServer() };
    gateway = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  });
  afterEach(() => gateway.close());

  it('is answered here for an agent that has no stream on which it could hear of it', async () => {
    const origin = await gateway.getUrl();
    const headers = { 'mcp-session-id': await beginSession(origin) };
    const textOf = async (tool: string): Promise<string | undefined> => {
      const { body } = await sendRaw(origin, callRequest(tool), { headers });
      return (body?.result?.['content'] as { text: string }[] | undefined)?.[0]?.text;
    };
    await sendRaw(origin, { jsonrpc: '2.0', method: 'notifications/initialized' }, { headers });
    // A ping that arrives while a call runs belongs to the stream of that call, and this agent answers none.
    const answered = async (): Promise<number> => (await textOf('ping'), Number(await textOf('pongs')));
    expect(await waitUntil(answered, { reason: 'a ping was answered' })).toBeGreaterThan(0);
  });

  it('is answered by an agent that listens', async () => {
    const agent = await connectLegacyClient(gateway);
    let pings = 0;
    agent.setRequestHandler(PingRequestSchema, () => {
      pings += 1;
      return {};
    });
    const call = (name: string) => agent.callTool({ name, arguments: {} });
    // Its stream opens some time after the session, and until then pings are answered here.
    const pinged = async (): Promise<number> => (await call('ping'), pings);
    expect(await waitUntil(pinged, { reason: 'the agent was pinged' })).toBeGreaterThan(0);
    await agent.close();
  });
});
