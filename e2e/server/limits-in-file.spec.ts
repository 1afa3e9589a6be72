import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sendModern } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const AGENTS = [
  { name: 'desk', tenant: 'acme', key: 'key-of-the-desk' },
  { name: 'field', tenant: 'acme', key: 'key-of-the-field', limits: { callsPerMinute: 2 } },
];

describe('limits in the configuration file', () => {
  let file: string;
  let server: ServerProcess;

  const write = (limits: object): void =>
    writeFileSync(file, JSON.stringify({ CROWSNEST_LOG: 'memory:', agents: AGENTS, limits }));

  async function call(key: string): Promise<number> {
    const params = { name: 'search_knowledge_base', arguments: { query: 'stream' } };
    const headers = { authorization: `Bearer ${key}` };
    return (await sendModern(server.origin, 'tools/call', params, { headers })).status;
  }

  /** Whether one of three calls is refused: at most one of them can be the first of another minute. */
  async function isLimited(key: string): Promise<boolean> {
    return [await call(key), await call(key), await call(key)].includes(429);
  }

  beforeEach(async () => {
    file = join(await temporaryFolder(), 'crowsnest.json');
    write({ default: { callsPerMinute: 1 } });
    server = await ServerProcess.start(await freePort(), { CROWSNEST_CONFIG: file, CROWSNEST_LOG: '' });
  });

  afterEach(() => server.stop());

  it('hold for each agent, with those of its own key in their place, until the file has others', async () => {
    const [desk, field] = ['key-of-the-desk', 'key-of-the-field'] as const;
    expect([await call(desk), await call(desk)]).toEqual([200, 429]);
    expect([await call(field), await call(field), await call(field)]).toEqual([200, 200, 429]);
    write({ default: { callsPerMinute: 1.5 } });
    await waitUntil(() => server.output.includes('limits.default.callsPerMinute is not a whole number'), {
      reason: 'the fault is told',
    });
    expect(await isLimited(desk)).toBe(true);
    write({ default: { callsPerMinute: 100_000 }, tenants: { acme: { argumentBytes: 1_000 } } });
    await waitUntil(async () => !(await isLimited(desk)), { reason: 'the new limit holds' });
    expect(await isLimited(field)).toBe(true);
  });
});
