import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROUTES } from '#contract';
import { connectLegacyClient, connectModernClient } from '#testing';
import { messageTo } from '../support/access/ask.ts';
import { callRequest, initializeRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { WebhookReceiver } from '../support/alerts/webhook-receiver.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { waitUntil } from '../support/environment/wait-until.ts';
import { ingest, OutsideSource } from '../support/ingest/outside-source.ts';
import { CommandLine } from '../support/server/command-line.ts';
import { EventStream } from '../support/server/event-stream.ts';
import { freePort, ServerProcess } from '../support/server/server-process.ts';
import { SpanReceiver } from '../support/traces/span-receiver.ts';

/** Each test starts processes, which takes long on a busy machine. */
import.meta.jest.setTimeout(240_000);

/** A part of every secret of this suite, and of nothing else. Wherever it is found, a secret has leaked. */
const MARK = 'LEAKED';
const secretOf = (whose: string): string => `secret-of-the-${whose}-${MARK}-0123456789`;
/** The Base64 of a webhook's secret does not hold the mark as it stands. */
const HOOK_SECRET = `whsec_${Buffer.from(secretOf('hook')).toString('base64')}`;

const ADMIN = { authorization: `Bearer ${secretOf('admin')}` };
const WRONG = { authorization: `Bearer ${secretOf('stranger')}`, cookie: `crowsnest_session=${MARK}` };
/** Nobody answers there. */
const NOWHERE = 'http://127.0.0.1:9';

/** An upstream that tells its secret, and fails. */
const BABBLER = {
  command: process.execPath,
  args: ['-e', 'console.error(`cannot connect with token=${process.env.BOX_TOKEN}`); process.exit(1)'],
  env: { BOX_TOKEN: secretOf('box') },
};

/** A configuration with a secret wherever one can stand, and a webhook that is refused. */
function configurationWith(hookUrl: string): object {
  const roles = [{ value: 'sre', role: 'admin' }];
  const client = { clientId: 'crowsnest', clientSecret: secretOf('client') };
  const webhook = { url: `${hookUrl}?key=${MARK}`, allowPrivate: true };
  return {
    CROWSNEST_PAYLOADS: 'redacted',
    CROWSNEST_LOG_FORMAT: 'json',
    CROWSNEST_LOG_LEVEL: 'debug',
    CROWSNEST_METRICS_TOKEN: secretOf('metrics'),
    INGEST_KEYS: [`acme=${secretOf('observer')}`],
    admins: [{ name: 'ann', token: secretOf('admin'), role: 'admin' }],
    agents: [{ name: 'desk', tenant: 'acme', key: secretOf('agent') }],
    oidc: { providers: [{ name: 'corp', issuer: NOWHERE, ...client, roles }] },
    alerts: {
      rules: [{ name: 'errors', kind: 'error-rate', window: '1h', minimum: 1, above: 0.01 }],
      receivers: [
        { name: 'hook', form: 'standard', secret: HOOK_SECRET, ...webhook },
        { name: 'chat', form: 'slack', url: `${NOWHERE}/services/${MARK}`, allowPrivate: true },
        {
          name: 'mail',
          form: 'mail',
          url: `smtp://ann:${MARK}@127.0.0.1:9`,
          from: 'crowsnest@example.com',
          to: ['ann@example.com'],
        },
      ],
    },
    upstreams: {
      box: BABBLER,
      far: { url: `${NOWHERE}/mcp?key=${MARK}`, headers: { authorization: `Bearer ${secretOf('far')}` } },
    },
  };
}

/** The bytes of a file as text; none if it has gone meanwhile, as records of running processes do. */
async function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

describe('a server with a secret in every place of its configuration', () => {
  let server: ServerProcess;
  let hook: WebhookReceiver;
  let spans: SpanReceiver;
  let stream: EventStream;
  let folder: string;
  let file: string;
  /** What anybody was answered, with the headers, by the request. */
  const answers: Record<string, string> = {};

  async function ask(
    path: string,
    headers: Record<string, string> = ADMIN,
    init: RequestInit = {},
  ): Promise<void> {
    const response = await fetch(server.origin + path, { ...init, headers });
    const isStream = response.headers.get('content-type') === 'text/event-stream';
    const body = isStream ? '' : await response.text();
    if (isStream) await response.body?.cancel();
    const name = `${Object.keys(answers).length} ${init.method ?? 'GET'} ${path.replaceAll(MARK, '')}`;
    answers[name] = JSON.stringify([response.status, ...response.headers, body]);
  }

  /** Agents, observers and strangers knock at their doors, and at those of others. */
  async function knock(): Promise<void> {
    const key = secretOf('agent');
    const right = { authorization: `Bearer ${key}` };
    const clients = [connectLegacyClient, connectModernClient].map((connect) =>
      connect(server.origin, { key }),
    );
    for (const client of await Promise.all(clients)) {
      await client.callTool({ name: 'box__open', arguments: { password: MARK } }).catch(() => undefined);
      await client.close();
    }
    for (const headers of [right, WRONG, ADMIN]) {
      await sendRaw(server.origin, initializeRequest(), { headers });
      await sendRaw(server.origin, `{"token": "${MARK}`, { headers });
      await sendModern(server.origin, 'tools/call', { name: 'box__open', arguments: {} }, { headers });
    }
    await sendRaw(server.origin, callRequest('open'), { headers: { ...right, 'mcp-session-id': MARK } });
    const source = new OutsideSource('orders.1');
    const outside = source.body(source.open(), source.start('c1'), source.done('c1'));
    for (const secret of [secretOf('observer'), secretOf('stranger'), key])
      await ingest(server.origin, outside, secret);
    await ingest(server.origin, { source: MARK, token: MARK, events: [] }, secretOf('observer'));
  }

  /** Admins and strangers visit every route, with their secrets where they belong and in the query. */
  async function visit(): Promise<void> {
    const routes = Object.values(ROUTES).filter((route) => route !== ROUTES.mcp);
    for (const route of routes)
      for (const headers of [ADMIN, WRONG]) {
        await ask(route, headers);
        await ask(`${route}?token=${MARK}&filter=password%3D${MARK}`, headers);
      }
    for (const query of ['?format=csv', '?format=jsonl', '?format=xml'])
      await ask(`${ROUTES.historyExport}${query}`);
    await ask(`${ROUTES.authOidc}/corp?returnTo=${MARK}`, {});
    await ask(`${ROUTES.authOidc}/corp/callback?code=${MARK}&state=${MARK}`, {});
    await ask(ROUTES.metrics, { authorization: `Bearer ${secretOf('metrics')}` });
    await ask(ROUTES.metrics, { ...ADMIN, accept: 'application/openmetrics-text; version=1.0.0' });
    await ask(ROUTES.authSession, ADMIN, { method: 'POST' });
    for (const tool of ['sessions', 'calls', 'errors', 'history', 'upstreams']) {
      const { body, headers } = messageTo(tool, {});
      await ask(ROUTES.adminMcp, { ...ADMIN, ...headers }, { method: 'POST', body });
    }
    const reason = JSON.stringify({ reason: `it has leaked password=${MARK}` });
    const init = { method: 'POST', body: reason };
    await ask('/upstreams/box/restart', { ...ADMIN, 'content-type': 'application/json' }, init);
  }

  /** Secrets are sent where no server looks for them. The answers tell them to nobody but their senders. */
  async function misplace(): Promise<void> {
    for (const whose of ['admin', 'agent', 'observer', 'metrics', 'environment'])
      for (const route of [ROUTES.stats, ROUTES.mcp, ROUTES.dashboard, ROUTES.sessions]) {
        const headers = { ...ADMIN, 'x-request-id': secretOf(whose), referer: secretOf(whose) };
        await (await fetch(`${server.origin}${route}/${secretOf(whose)}`, { headers })).body?.cancel();
      }
  }

  /** The file gets secrets in the wrong places. */
  async function breakFile(): Promise<void> {
    const faulty = { admins: [{ name: 'ann', tokenSha256: secretOf('admin'), role: MARK }] };
    await writeFile(file, JSON.stringify({ ...faulty, agents: secretOf('agent'), oidc: secretOf('client') }));
    server.reload();
    await waitUntil(() => server.output.includes('The changed configuration is not applied'), {
      reason: 'the faults are told',
      seen: () => server.output,
    });
  }

  beforeAll(async () => {
    const cwd = await temporaryFolder();
    folder = join(cwd, 'data');
    file = join(cwd, 'crowsnest.json');
    await mkdir(folder, { mode: 0o700 });
    hook = await WebhookReceiver.start();
    hook.answer = 400;
    spans = await SpanReceiver.start();
    await writeFile(file, JSON.stringify(configurationWith(hook.url)), { mode: 0o600 });
    const env = {
      CROWSNEST_CONFIG: file,
      CROWSNEST_LOG: `sqlite:${join(folder, 'events.db')}`,
      CROWSNEST_OTLP_ENDPOINT: spans.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer ${secretOf('collector')}`,
      ADMIN_TOKENS: secretOf('environment'),
    };
    server = await ServerProcess.start(await freePort(), env, { cwd });
    stream = await EventStream.open(server.origin, { headers: ADMIN });
    await knock();
    await stream.until(() =>
      ['alert:undelivered', 'upstream:down'].every((type) =>
        stream.events.some((event) => event.type === type),
      ),
    );
    // Another receiver may have been given up first.
    await waitUntil(() => hook.received.length > 0, { reason: 'the webhook has come' });
    await visit();
    await misplace();
    await breakFile();
  });

  afterAll(async () => {
    stream.cut();
    await server.stop();
    await Promise.all([hook.stop(), spans.stop()]);
  });

  it('shows none of them in an answer, an event, an export, a metric, a trace, a webhook, its log or its files', async () => {
    const token = { CROWSNEST_TOKEN: secretOf('admin') };
    const printed: string[] = [];
    for (const args of [['audit'], ['audit', 'verify'], ['stats'], ['history', '--json']])
      printed.push(JSON.stringify(await CommandLine.run(server.origin, args, token)));
    const told = (): string => JSON.stringify(spans.spans);
    await waitUntil(() => told().includes('tools/call'), { reason: 'the spans of calls arrive' });
    const files = (await readdir(folder)).map(async (name) => [name, await textOf(join(folder, name))]);
    const places: Record<string, string> = {
      ...answers,
      stream: JSON.stringify(stream.frames),
      spans: told(),
      webhooks: JSON.stringify(hook.received),
      output: server.output,
      commands: printed.join('\n'),
      ...(Object.fromEntries(await Promise.all(files)) as Record<string, string>),
    };
    // Each place tells of what was done, so that there would be a secret in it.
    expect(places['output']).toContain('"path":"/auth/session"');
    expect(places['output']).toContain('"path":"/mcp/[redacted]"');
    expect(places['stream']).toContain('cannot connect with token=[redacted]');
    expect(places['webhooks']).toContain('alert:firing');
    expect(places['commands']).toContain('admin:');
    expect(Object.keys(places)).toEqual(expect.arrayContaining(['events.db', 'events.db-wal']));
    expect(Object.values(answers).filter((answer) => answer.startsWith('[200')).length).toBeGreaterThan(20);
    const leaks = Object.entries(places).flatMap(([place, text]) =>
      [MARK, HOOK_SECRET].flatMap((secret) => {
        const at = text.indexOf(secret);
        return at < 0 ? [] : [`${place}: …${text.slice(Math.max(0, at - 150), at + 60)}`];
      }),
    );
    expect(leaks).toEqual([]);
  });
});
