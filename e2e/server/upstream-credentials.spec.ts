import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { initializeRequest, sendRaw } from '../support/agents/raw-mcp.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';

it('tries an upstream that has refused its credentials again when the configuration file has others', async () => {
  const upstream = new HttpFaultServer();
  upstream.wanted = 'Bearer the-right-one';
  const url = await upstream.listen();
  const file = join(await temporaryFolder(), 'crowsnest.json');
  const configure = (token: string): Promise<void> => {
    const headers = { Authorization: `Bearer ${token}` };
    return writeFile(file, JSON.stringify({ upstreams: { search: { url, era: 'legacy', headers } } }));
  };
  await configure('the-wrong-one');
  const server = await ServerProcess.start(await freePort(), {
    CROWSNEST_CONFIG: file,
    CROWSNEST_LOG: 'memory:',
  });
  const begin = async (): Promise<string> => {
    const { sessionId, body } = await sendRaw(server.origin, initializeRequest());
    return sessionId === null ? JSON.stringify(body) : 'begun';
  };
  expect(await begin()).toContain('answered with 401');
  expect(await begin()).toContain('has refused its credentials');
  expect(upstream.seen).toHaveLength(1);
  await configure('the-right-one');
  server.reload();
  await waitUntil(async () => (await begin()) === 'begun', { reason: 'the credentials have been changed' });
  await server.prints('the credentials of search apply at once');
  expect(server.output).not.toContain('the-right-one');
  await server.stop();
  upstream.close();
});
