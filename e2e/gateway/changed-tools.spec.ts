import type { INestApplication } from '@nestjs/common';
import type { OfferedTools, ToolDefinitions } from '#contract';
import { collectEvents, connectLegacyClient, connectModernClient } from '#testing';
import { ToolRegistry } from '#tools';
import { awaitEvent } from '../support/environment/await-event.ts';
import { asAdmin } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const tokens = [{ token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null }] as const;

/** Offers a tool with this description, in place of an earlier one. */
function offer(app: INestApplication, description: string): void {
  const tools = app.get(ToolRegistry);
  tools.remove('pay');
  tools.register({ options: { name: 'pay', description }, handle: async () => 'paid' }, 'test');
}

describe.each([
  { upstreams: ['bank'], listed: 'pay' },
  { upstreams: ['bank', 'shop'], listed: 'bank__pay' },
])('a tool of an upstream, listed as $listed,', ({ upstreams: names, listed }) => {
  let bank: TestApplication;
  let gateway: TestApplication;

  beforeEach(async () => {
    bank = await startApplication([]);
    offer(bank.app, 'Pays an invoice.');
    const upstreams = Object.fromEntries(names.map((name) => [name, { url: `${bank.origin}/mcp` }]));
    gateway = await startApplication([], {
      standalone: true,
      upstreams,
      signIn: { tokens },
      tools: { onChange: 'refuse' },
    });
  });
  afterEach(async () => {
    await gateway.app.close();
    await bank.app.close();
  });

  it('is told of when its definition changes, and withheld until an admin approves it', async () => {
    const record = collectEvents(gateway.app);
    const agent = await connectLegacyClient(gateway.app);
    const toolsOf = async () => (await agent.listTools()).tools.map(({ name }) => name);
    expect(await toolsOf()).toContain(listed);
    offer(bank.app, 'Pays anybody.');
    expect(await toolsOf()).not.toContain(listed);
    const { data } = await awaitEvent(record, 'tools:changed', {
      where: ({ data: of }) => of.upstream === 'bank',
    });
    expect(data).toMatchObject({
      upstream: 'bank',
      changed: [
        {
          tool: 'pay',
          withheld: true,
          differences: [{ member: 'description', before: 'Pays an invoice.', after: 'Pays anybody.' }],
        },
      ],
    });
    await expect(agent.callTool({ name: listed })).rejects.toMatchObject({ code: -32_602 });

    const offered = (await (await asAdmin(gateway.origin, '/tools')).json()) as OfferedTools;
    expect(offered.tools.find(({ name }) => name === listed)).toMatchObject({ withheld: true });
    const path = `/tools/${listed}`;
    const known = (await (await asAdmin(gateway.origin, `${path}/definitions`)).json()) as ToolDefinitions;
    expect(known).toMatchObject({ tool: 'pay', upstream: 'bank', withheld: true });
    expect(known.versions.map(({ description }) => description)).toEqual([
      'Pays anybody.',
      'Pays an invoice.',
    ]);
    expect((await asAdmin(gateway.origin, `${path}/approve`, { method: 'POST' })).status).toBe(202);
    expect(await toolsOf()).toContain(listed);
    expect(await agent.callTool({ name: listed })).toMatchObject({ content: [{ text: 'paid' }] });
  });

  it('is no change when another agent lists it, in the other era too', async () => {
    const record = collectEvents(gateway.app);
    for (const connect of [connectLegacyClient, connectModernClient]) {
      const agent = await connect(gateway.app);
      expect((await agent.listTools()).tools.map(({ name }) => name)).toContain(listed);
    }
    await record.settled();
    expect(record.all('tools:changed')).toEqual([]);
  });
});
