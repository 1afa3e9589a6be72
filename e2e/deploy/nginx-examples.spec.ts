import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWithProgram } from '../support/brokers/broker-server.ts';
import { answerByName, askByName, type NamedRequest } from '../support/deploy/named-request.ts';
import { NginxServer } from '../support/deploy/nginx-server.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ADMIN_TOKEN, freePort, ServerProcess } from '../support/server/server-process.ts';

const KEY = 'key-of-an-agent-behind-nginx';
const ADMIN = { authorization: `Bearer ${ADMIN_TOKEN}` };
const AGENT = { authorization: `Bearer ${KEY}`, accept: 'application/json, text/event-stream' };
/** The number of wrong attempts from one address in a minute after which it is refused unseen. */
const MAX_ATTEMPTS = 10;

const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'probe', version: '1' } },
};

describeWithProgram('nginx', 'the examples for nginx', () => {
  let server: ServerProcess;
  let nginx: NginxServer;
  const answer = (url: string, options?: NamedRequest) => answerByName(nginx.port, url, options);

  beforeAll(async () => {
    const port = await freePort();
    const file = join(await temporaryFolder(), 'crowsnest.json');
    const resource = 'https://mcp.example.com/mcp';
    const issuers = [{ issuer: 'https://login.example.com', tenant: 'acme' }];
    await writeFile(file, JSON.stringify({ authorization: { issuers, resource } }), { mode: 0o600 });
    server = await ServerProcess.start(port, {
      CROWSNEST_CONFIG: file,
      AGENT_KEYS: `acme=${KEY}`,
      CROWSNEST_LOG: 'memory:',
      CROWSNEST_PATH: '/ops',
      CROWSNEST_PUBLIC_URL: 'https://watch.example.com',
      CROWSNEST_ALLOWED_HOSTS: 'mcp.example.com,www.example.com',
      CROWSNEST_TRUST_PROXY: 'loopback',
    });
    nginx = await NginxServer.start(port, await temporaryFolder());
  });

  afterAll(async () => {
    await nginx.stop();
    await server.stop();
  });

  it('serve agents under one name, and the console under another', async () => {
    const sent = { method: 'POST', body: call, headers: AGENT };
    expect(await answer('https://mcp.example.com/mcp', sent)).toMatchObject({ status: 200 });
    expect(await answer('https://watch.example.com/mcp', sent)).toMatchObject({ status: 404 });
    expect(await answer('https://mcp.example.com/ops/dashboard/')).toMatchObject({ status: 404 });
    const console = await answer('https://watch.example.com/ops/dashboard/');
    expect(console).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
  });

  it('serve agents what tells them how to get an access token, under the name that they know', async () => {
    const sent = { method: 'POST', body: call, headers: { accept: AGENT.accept } };
    const refused = await answer('https://mcp.example.com/mcp', sent);
    const metadata = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp';
    expect(refused.headers['www-authenticate']).toBe(`Bearer resource_metadata="${metadata}"`);
    for (const url of [metadata, metadata.replace('mcp.', 'www.'), metadata.replace(/\/mcp$/, '')])
      expect(JSON.parse((await answer(url)).body)).toMatchObject({
        resource: 'https://mcp.example.com/mcp',
        authorization_servers: ['https://login.example.com'],
      });
  });

  it('serve agents the URLs of single servers behind the gateway', async () => {
    const sent = { method: 'POST', body: call, headers: AGENT };
    for (const name of ['mcp', 'www']) {
      const { status, body } = await answer(`https://${name}.example.com/mcp/nothing`, sent);
      expect({ status, body: JSON.parse(body) as unknown }).toMatchObject({
        status: 404,
        body: { error: 'NOT_FOUND' },
      });
    }
    const console = await answer('https://watch.example.com/mcp/nothing', sent);
    expect(console).toMatchObject({ status: 404, headers: { 'content-type': 'text/html' } });
  });

  it('serve the console below a path, beside the agents', async () => {
    expect(await answer('https://www.example.com/ops/dashboard/')).toMatchObject({ status: 200 });
    expect(await answer('https://www.example.com/ops/stats', { headers: ADMIN })).toMatchObject({
      status: 200,
    });
    const sent = { method: 'POST', body: call, headers: AGENT };
    expect(await answer('https://www.example.com/mcp', sent)).toMatchObject({ status: 200 });
  });

  it('let nobody reach the console from a network that is not listed', async () => {
    for (const name of ['watch', 'www'])
      expect(await answer(`https://${name}.example.com/ops/dashboard/`, { from: '127.0.0.2' })).toMatchObject(
        { status: 403 },
      );
  });

  it('pass on the cookies of a sign-in at a provider, however long they are', async () => {
    const cookie = ['session', 'hint'].map((name) => `${name}=${'x'.repeat(4_000)}`).join('; ');
    for (const name of ['watch', 'www'])
      expect(
        await answer(`https://${name}.example.com/ops/auth/session`, {
          headers: { cookie: `${cookie}; flow=${'x'.repeat(1_000)}` },
        }),
      ).toMatchObject({ status: 401 });
  });

  it('pass events on as they happen', async () => {
    const stream = await askByName(nginx.port, 'https://watch.example.com/ops/events', { headers: ADMIN });
    let received = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    const seen = { seen: () => received };
    await waitUntil(() => received.includes('event: hello'), { reason: 'the stream begins', ...seen });
    await answer('https://mcp.example.com/mcp', { method: 'POST', body: call, headers: AGENT });
    await waitUntil(() => received.includes('event: session:open'), { reason: 'the event arrives', ...seen });
    expect(received).toMatch(/event: hello\n.*event: session:open\n/s);
    stream.destroy();
  });

  it('tell the address of a client, whatever it claims itself', async () => {
    const attempt = (from: string, claimed: string) =>
      answer('https://mcp.example.com/mcp', {
        method: 'POST',
        body: call,
        from,
        headers: { ...AGENT, authorization: 'Bearer wrong', 'x-forwarded-for': claimed },
      });
    for (let n = 0; n < MAX_ATTEMPTS; n += 1) await attempt('127.0.0.2', `192.0.2.${n}`);
    expect(await attempt('127.0.0.2', '192.0.2.99')).toMatchObject({ status: 429 });
    expect(await attempt('127.0.0.3', '127.0.0.2')).toMatchObject({ status: 401 });
  });
});
