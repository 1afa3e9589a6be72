import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStreams } from '../support/agents/open-streams.ts';
import { initializeRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

const KEYS = { old: 'the-old-key-of-the-desk', next: 'the-next-key-of-the-desk' };
const OLD = { name: 'desk', tenant: 'acme', key: KEYS.old };
const NEXT = {
  name: 'desk',
  tenant: 'acme',
  keySha256: createHash('sha256').update(KEYS.next).digest('hex'),
};

function bearer(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

describe('agents that the configuration file names', () => {
  let file: string;
  let server: ServerProcess;

  function writeAgents(...agents: object[]): void {
    writeFileSync(file, JSON.stringify({ agents }));
  }

  async function start(...agents: object[]): Promise<void> {
    file = join(await temporaryFolder(), 'crowsnest.json');
    writeAgents(...agents);
    server = await ServerProcess.start(await freePort(), {
      CROWSNEST_CONFIG: file,
      CROWSNEST_LOG: 'memory:',
    });
  }

  async function statusOf(key: string): Promise<number> {
    return (await sendRaw(server.origin, initializeRequest(), { headers: bearer(key) })).status;
  }

  async function endOf(sessionId: string): Promise<unknown> {
    const url = `${server.origin}/sessions/${sessionId}`;
    const response = await fetch(url, { headers: bearer(ADMIN_TOKEN) });
    return response.json();
  }

  afterEach(() => server.stop());

  it('are out, with their sessions and streams, once the file does not have their key any more', async () => {
    await start(OLD, NEXT);
    const old = await openStreams(server.origin, KEYS.old);
    const next = await openStreams(server.origin, KEYS.next);
    writeAgents(NEXT);
    for (const stream of old.streams) await stream.ended();
    expect(await endOf(old.sessionId)).toMatchObject({ state: 'closed' });
    expect([await statusOf(KEYS.old), await statusOf(KEYS.next)]).toEqual([401, 200]);
    expect(await endOf(next.sessionId)).toMatchObject({ state: 'open' });
    expect(server.output).not.toContain(KEYS.old);
    // Whoever withdraws the last key lets nobody in.
    writeAgents();
    for (const stream of next.streams) await stream.ended();
    expect((await sendRaw(server.origin, initializeRequest())).status).toBe(401);
  });

  it('are out when their key expires, and stay while the file has a fault', async () => {
    await start(OLD, NEXT);
    const old = await openStreams(server.origin, KEYS.old);
    writeAgents({ ...OLD, tenant: 'no tenant' }, { ...NEXT, key: KEYS.old });
    await waitUntil(() => server.output.includes('It has 2 faults'), {
      reason: 'the faults are told',
      seen: () => server.output,
    });
    expect(server.output).toContain('agents[0].tenant is not 1 to 64');
    expect(server.output).toContain('agents[1] has not exactly one of key and keySha256');
    expect(await statusOf(KEYS.old)).toBe(200);
    writeAgents({ ...OLD, expires: new Date(Date.now() + 1_500).toISOString() }, NEXT);
    for (const stream of old.streams) await stream.ended();
    expect([await statusOf(KEYS.old), await statusOf(KEYS.next)]).toEqual([401, 200]);
  });
});
