import { connectLegacyClient, type LegacyClient } from '#testing';
import { ROUTES, type UpstreamView } from '#contract';
import { ASSISTANTS, type Assistant } from '../support/agents/assistants.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { stdioFaultServer } from '../support/fault-server/fault-server.ts';
import { readAll } from '../support/server/admin-api.ts';
import { ADMIN_TOKEN } from '../support/server/server-process.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const VIEWER = 'a-token-that-may-only-look';
const ACME = 'a-token-of-acme-s-operator';
const TOKENS = [
  { token: ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null },
  { token: VIEWER, name: 'viewer', role: 'viewer', tenantId: null },
  { token: ACME, name: 'acme-operator', role: 'operator', tenantId: 'acme' },
] as const;

/** What is told of a server that was asked for by its name. */
type Whole = UpstreamView & { stderr?: string[]; strayLinesOnStdout?: number };

describe.each(Object.entries(ASSISTANTS))(
  'an assistant of an admin, on %s, before upstreams',
  (_, connect) => {
    let server: TestApplication;
    let agent: LegacyClient;
    const assistants: Assistant[] = [];

    const assistant = async (token = ADMIN_TOKEN): Promise<Assistant> => {
      const url = new URL(server.origin + ROUTES.adminMcp);
      const made = await connect(url, { headers: { authorization: `Bearer ${token}` } });
      assistants.push(made);
      return made;
    };
    const told = async (asking: Assistant, args: object = {}): Promise<Whole[]> => {
      const { text, isError } = await asking.ask('upstreams', { ...args });
      if (isError) throw new Error(text);
      return (JSON.parse(text) as { upstreams: Whole[] }).upstreams;
    };

    beforeEach(async () => {
      server = await startApplication([], {
        signIn: { tokens: TOKENS },
        mcp: { agentKeys: [{ tenantId: 'acme', key: 'acme-key' }] },
        upstreams: {
          everybodys: stdioFaultServer(),
          theirs: { ...stdioFaultServer(), tenants: ['globex'] },
        },
      });
      agent = await connectLegacyClient(`${server.origin}/mcp/everybodys`, { key: 'acme-key' });
      await agent.callTool({ name: 'speak-and-die', arguments: {} }).catch(() => undefined);
      await agent.callTool({ name: 'garbage', arguments: {} });
    });
    afterEach(async () => {
      await Promise.all(assistants.splice(0).map((one) => one.close()));
      await agent.close();
      await server.app.close();
    });

    it('is told their state, and what one has written only when it asks for that one', async () => {
      const admin = await assistant();
      const all = await told(admin);
      expect(all).toMatchObject([
        { name: 'everybodys', state: 'up', sessions: 1 },
        { name: 'theirs', state: 'idle' },
      ]);
      expect(JSON.stringify(all)).not.toContain('out of memory');
      const [one] = await told(admin, { upstream: 'everybodys' });
      expect(one).toMatchObject({ name: 'everybodys', strayLinesOnStdout: 4 });
      expect(one?.stderr?.join('\n')).toContain('out of memory');
      expect(one?.stderr?.join('\n')).not.toContain('hunter2');
      await expect(told(admin, { upstream: 'nobodys' })).rejects.toThrow('There is no upstream "nobodys".');
    });

    it('of one tenant is told of those that the tenant uses, and not what others make them write', async () => {
      const acme = await assistant(ACME);
      const [one, ...others] = await told(acme, { upstream: 'everybodys' });
      expect(one).toMatchObject({ name: 'everybodys' });
      expect(one).not.toHaveProperty('stderr');
      expect(others).toEqual([]);
      expect((await told(acme)).map(({ name }) => name)).toEqual(['everybodys']);
      await expect(told(acme, { upstream: 'theirs' })).rejects.toThrow('There is no upstream "theirs".');
    });

    it('restarts one for those who may, on record', async () => {
      const restart = async (token: string) =>
        (await assistant(token)).ask('restart_upstream', { upstream: 'everybodys', reason: 'it leaks' });
      const pid = async () => JSON.stringify(await agent.callTool({ name: 'pid', arguments: {} }));
      const before = await pid();
      expect(await (await assistant(VIEWER)).tools()).not.toContain('restart_upstream');
      expect(await restart(ACME)).toMatchObject({
        isError: true,
        text: expect.stringContaining('other tenants'),
      });
      expect(await restart(ADMIN_TOKEN)).toMatchObject({ isError: false });
      await waitUntil(async () => (await pid()) !== before, { reason: 'another process answers' });
      const acts = (await readAll(server.origin, '0')).flatMap((event) =>
        event.type === 'admin:upstream-restart'
          ? [[event.data.admin, event.data.outcome, event.data.reason]]
          : [],
      );
      expect(acts).toEqual([
        ['acme-operator', 'refused', 'FORBIDDEN'],
        ['admin', 'done', 'it leaks'],
      ]);
    });
  },
);
