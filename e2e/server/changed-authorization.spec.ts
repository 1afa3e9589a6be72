import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorizationOptions, IssuerOptions } from '#edge';
import { openStreams } from '../support/agents/open-streams.ts';
import { callRequest, initializeRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { TestIssuer } from '../support/agents/test-issuer.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { readSessions } from '../support/server/admin-api.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

const RESOURCE = 'https://mcp.example/mcp';
const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

/** Each test starts a process, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

describe('authorization servers that change in the configuration file', () => {
  let file: string;
  let server: ServerProcess;
  let issuers: TestIssuer[];

  /** Puts another file in its place, so that nobody reads half of one. */
  function write(authorization?: AuthorizationOptions): void {
    writeFileSync(`${file}.new`, JSON.stringify({ authorization }));
    renameSync(`${file}.new`, file);
  }

  async function start(authorization?: AuthorizationOptions): Promise<void> {
    file = join(await temporaryFolder(), 'crowsnest.json');
    write(authorization);
    const env = { CROWSNEST_CONFIG: file, CROWSNEST_LOG: 'memory:' };
    server = await ServerProcess.start(await freePort(), env);
  }

  const optionsOf = (issuer: TestIssuer | undefined, change: Partial<IssuerOptions> = {}): IssuerOptions => ({
    issuer: issuer!.url,
    audience: [RESOURCE],
    tenantClaim: 'org',
    ...change,
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const initialize = (headers: Record<string, string> = {}) =>
    sendRaw(server.origin, initializeRequest(), { headers });
  const statusOf = async (token: string): Promise<number> => (await initialize(bearer(token))).status;
  const stateOf = async (id: string): Promise<string | undefined> =>
    (await readSessions(server.origin)).find(({ sessionId }) => sessionId === id)?.state;

  beforeEach(async () => {
    issuers = [await TestIssuer.start(), await TestIssuer.start()];
  });

  afterEach(async () => {
    await server.stop();
    for (const issuer of issuers) await issuer.stop();
  });

  it('are out, with the sessions and streams of their agents, once the file does not name them', async () => {
    const [left, right] = issuers;
    await start({ issuers: [optionsOf(left), optionsOf(right)] });
    const [withdrawn, kept] = [await left!.sign(), await right!.sign()];
    const out = await openStreams(server.origin, withdrawn);
    const stays = await openStreams(server.origin, kept);
    write({ issuers: [optionsOf(right)] });
    for (const stream of out.streams) await stream.ended();
    expect(await stateOf(out.sessionId)).toBe('closed');
    expect([await statusOf(withdrawn), await statusOf(kept)]).toEqual([401, 200]);
    expect(await stateOf(stays.sessionId)).toBe('open');
    const headers = { ...bearer(kept), 'mcp-session-id': stays.sessionId };
    const call = await sendRaw(server.origin, callRequest('get_current_weather'), { headers });
    expect(call.status).toBe(200);
    for (const stream of stays.streams) stream.cut();
  });

  it('are in at once, are told to agents without a token, and leave no agent anonymous', async () => {
    await start();
    expect((await initialize()).status).toBe(200);
    expect((await fetch(server.origin + METADATA_PATH)).status).toBe(404);
    write({ issuers: [optionsOf(issuers[0])], resource: RESOURCE });
    await waitUntil(async () => (await initialize()).status === 401, { reason: 'no agent is anonymous' });
    const metadata = 'https://mcp.example/.well-known/oauth-protected-resource/mcp';
    await waitUntil(
      async () =>
        (await initialize()).headers.get('www-authenticate') === `Bearer resource_metadata="${metadata}"`,
      { reason: 'agents find out where to get a token' },
    );
    expect(await (await fetch(server.origin + METADATA_PATH)).json()).toMatchObject({
      resource: RESOURCE,
      authorization_servers: [issuers[0]!.url],
    });
    expect(await statusOf(await issuers[0]!.sign())).toBe(200);
    write();
    await waitUntil(async () => (await fetch(server.origin + METADATA_PATH)).status === 404, {
      reason: 'there is no authorization server any more',
    });
    expect((await initialize()).status).toBe(401);
  });

  it('put agents out whose tokens name another resource than the file now', async () => {
    const [issuer] = issuers;
    await start({ issuers: [optionsOf(issuer)] });
    const before = await issuer!.sign();
    const { sessionId, streams } = await openStreams(server.origin, before);
    write({ issuers: [optionsOf(issuer, { audience: ['https://other.example/mcp'] })] });
    for (const stream of streams) await stream.ended();
    expect(await stateOf(sessionId)).toBe('closed');
    expect(await statusOf(before)).toBe(401);
    expect(await statusOf(await issuer!.sign({ aud: 'https://other.example/mcp' }))).toBe(200);
  });
});
