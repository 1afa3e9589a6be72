import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatsSnapshot } from '#contract';
import { connectModernClient } from '#testing';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const TOKENS = {
  ann: 'a-token-of-ann-0123456789',
  bob: 'a-token-of-bob-0123456789',
  eve: 'a-token-of-eve-0123456789',
};
const ANN = { name: 'ann', tokenSha256: sha256(TOKENS.ann), role: 'viewer', tenant: 'acme' };
const BOB = { name: 'bob', token: TOKENS.bob, role: 'operator' };
const EVE = { name: 'eve', token: TOKENS.eve, role: 'auditor' };
const KEYS = 'acme=key-of-acme,globex=key-of-globex';

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

describe('admins that the configuration file names', () => {
  let file: string;
  let server: ServerProcess;

  function writeAdmins(...admins: object[]): void {
    writeFileSync(file, JSON.stringify({ AGENT_KEYS: KEYS.split(','), admins }));
  }

  async function statusOf(token: string, path = '/stats', init: RequestInit = {}): Promise<number> {
    const response = await fetch(`${server.origin}${path}`, { ...init, headers: bearer(token) });
    await response.body?.cancel();
    return response.status;
  }

  async function start(...admins: object[]): Promise<void> {
    file = join(await temporaryFolder(), 'crowsnest.json');
    writeAdmins(...admins);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: 'memory:', ADMIN_TOKENS: '' };
    server = await ServerProcess.start(await freePort(), env);
  }

  afterEach(() => server.stop());

  it('see what their role and tenant allow, and are known by name', async () => {
    await start(ANN, BOB, EVE);
    for (const key of ['key-of-acme', 'key-of-globex']) {
      const agent = await connectModernClient(server.origin, { key });
      await agent.callTool({ name: 'search_knowledge_base', arguments: { query: 'stream' } });
      await agent.close();
    }
    const statsOf = async (token: string): Promise<StatsSnapshot> => {
      const response = await fetch(`${server.origin}/stats`, { headers: bearer(token) });
      return (await response.json()) as StatsSnapshot;
    };
    expect((await statsOf(TOKENS.ann)).totalToolCalls).toBe(1);
    expect((await statsOf(TOKENS.bob)).totalToolCalls).toBe(2);
    const end = { method: 'DELETE' };
    expect(await statusOf(TOKENS.ann, '/sessions/nobody', end)).toBe(403);
    expect(await statusOf(TOKENS.eve, '/sessions/nobody', end)).toBe(403);
    expect(await statusOf(TOKENS.bob, '/sessions/nobody', end)).toBe(404);
    const who = await fetch(`${server.origin}/auth/session`, { headers: bearer(TOKENS.ann) });
    expect(await who.json()).toMatchObject({ name: 'ann', role: 'viewer', tenantId: 'acme' });
  });

  it('are out, with their open streams, once the file does not name them any more', async () => {
    await start(ANN, BOB);
    const [ann, bob] = await Promise.all(
      [TOKENS.ann, TOKENS.bob].map((token) => EventStream.open(server.origin, { headers: bearer(token) })),
    );
    writeAdmins(BOB, EVE);
    expect(await ann!.ended()).toBe(true);
    expect(await statusOf(TOKENS.ann)).toBe(401);
    expect([await statusOf(TOKENS.bob), await statusOf(TOKENS.eve)]).toEqual([200, 200]);
    bob!.cut();
    expect(await bob!.ended()).toBe(false);
    const trail = await fetch(`${server.origin}/history?type=admin:configuration`, {
      headers: bearer(TOKENS.eve),
    });
    const told = await trail.text();
    expect(told).toContain('"added":["admins.eve"],"removed":["admins.ann"],"changed":[]');
    for (const secret of [...Object.values(TOKENS), ANN.tokenSha256]) expect(told).not.toContain(secret);
  });

  it('stay as they are while the file has a fault, which the server tells', async () => {
    await start(ANN);
    writeAdmins({ ...ANN, role: 'king' }, { name: 'bob', role: 'viewer' });
    server.reload();
    await waitUntil(() => server.output.includes('It has 2 faults'), {
      reason: 'the faults are told',
      seen: () => server.output,
    });
    expect(server.output).toContain('admins[0].role is none of viewer, auditor, operator, admin');
    expect(server.output).toContain('admins[1] has not exactly one of token and tokenSha256');
    expect(await statusOf(TOKENS.ann)).toBe(200);
  });

  it('are out when their token expires, with their open streams', async () => {
    await start(BOB, EVE);
    const stream = await EventStream.open(server.origin, { headers: bearer(TOKENS.bob) });
    const expires = new Date(Date.now() + 1_500).toISOString();
    writeAdmins({ ...BOB, expires }, EVE);
    expect(await stream.ended()).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expires));
    expect([await statusOf(TOKENS.bob), await statusOf(TOKENS.eve)]).toEqual([401, 200]);
  });
});
