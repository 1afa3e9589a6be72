import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Injectable } from '@nestjs/common';
import { ROUTES } from '#contract';
import { connectLegacyClient } from '#testing';
import { Tool, type ToolContext } from '#tools';
import { describeWithRedis } from '../../support/brokers/redis-server.ts';
import { serveTools, type ServedTools } from '../../support/cluster/served-tools.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';
import { readAll, readStats } from '../../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../../support/server/server-process.ts';

@Injectable()
class Tools {
  /** Ends only by its signal. */
  @Tool({ name: 'hang' })
  hang(_input: unknown, { signal }: ToolContext): Promise<string> {
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
  }
}

describeWithRedis('an assistant of an admin that asks another instance', () => {
  let served: ServedTools;
  let assistant: Client;
  let owner: string;

  beforeEach(async () => {
    served = await serveTools([Tools], {}, 2);
    const [own, other] = await Promise.all(served.apps.map((app) => app.getUrl()));
    owner = own ?? '';
    assistant = new Client({ name: 'assistant', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } };
    await assistant.connect(
      new StreamableHTTPClientTransport(new URL(`${other}${ROUTES.adminMcp}`), { requestInit }),
    );
  });

  afterEach(async () => {
    await assistant.close();
    await served.close();
  });

  it('has calls cancelled and sessions ended where they are', async () => {
    const agent = await connectLegacyClient(owner, { name: 'agent' });
    const answer = agent.callTool({ name: 'hang' });
    const callId = await waitUntil(async () => (await readStats(served.origin)).inFlight[0]?.callId, {
      reason: 'both instances know of the call',
    });
    const ask = async (name: string, args: object) => {
      const { content, isError = false } = await assistant.callTool({ name, arguments: { ...args } });
      return { isError, text: (content as { text: string }[])[0]?.text };
    };
    expect(await ask('cancel_call', { call: callId })).toEqual({
      isError: false,
      text: JSON.stringify({ callId }),
    });
    expect(await answer).toMatchObject({ isError: true });
    const session = agent.transport.sessionId!;
    expect(await ask('end_session', { session })).toMatchObject({ isError: false });
    await waitUntil(async () => (await readStats(served.origin)).activeSessions === 0, {
      reason: 'it has ended',
    });
    // The owner records what it has done, and the other instance that it was asked.
    const acts = async (): Promise<string[]> =>
      (await readAll(owner, '0')).map(({ type }) => type).filter((type) => type.startsWith('admin:'));
    await waitUntil(async () => (await acts()).length === 4, {
      reason: 'all of it is on record',
      seen: acts,
    });
    expect((await acts()).toSorted()).toEqual([
      'admin:ask',
      'admin:ask',
      'admin:call-cancel',
      'admin:session-end',
    ]);
    await agent.close();
  });
});
