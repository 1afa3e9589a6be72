import { EventLog, EventPublisher } from '#events';
import type { CrowsnestEvent } from '#contract';
import { TESTING_ADMIN_TOKEN } from '#testing';
import { asAdmin, readAll } from '../support/server/admin-api.ts';
import { publishCalls } from '../support/server/published-calls.ts';
import { nextMillisecond } from '../support/environment/next-millisecond.ts';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

const TENANT_TOKEN = 'a-token-of-one-tenant-only';
const everybody = { token: TESTING_ADMIN_TOKEN, name: 'admin', role: 'admin', tenantId: null } as const;
const oneTenant = { token: TENANT_TOKEN, name: 'viewer', role: 'viewer', tenantId: 'acme' } as const;

describe.each(['memory:', 'sqlite'])('the export of history over %s', (engine) => {
  let application: TestApplication;
  let origin: string;

  beforeEach(async () => {
    const log = engine === 'sqlite' ? `sqlite:${await temporaryFolder()}/events.db` : engine;
    application = await startApplication([], { events: { log }, signIn: { tokens: [everybody, oneTenant] } });
    origin = application.origin;
  });

  afterEach(() => application.app.close());

  const exported = async (query = '', token = TESTING_ADMIN_TOKEN): Promise<CrowsnestEvent[]> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await asAdmin(origin, `/history/export${query}`, { headers });
    expect(response.status).toBe(200);
    const lines = (await response.text()).split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => JSON.parse(line) as CrowsnestEvent);
  };

  it('downloads every event, one line of JSON each', async () => {
    await publishCalls(application, 1_100);
    const all = await readAll(origin, '0');
    expect(await exported()).toEqual(all);
    expect(await exported('?format=jsonl&type=tool:start')).toHaveLength(1_100);
    const { headers } = await asAdmin(origin, '/history/export', { method: 'HEAD' });
    expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(headers.get('content-disposition')).toBe('attachment; filename="crowsnest-events.jsonl"');
    expect(await exported('?after=9007199254740992')).toEqual([]);
  });

  it('contains the events that the same parameters select in "/history"', async () => {
    const first = await publishCalls(application, 300, 'search');
    const [middle] = await publishCalls(application, 1, 'weather');
    await publishCalls(application, 300, 'search');
    const all = await readAll(origin, '0');
    expect(await exported(`?after=${first[9]!.id}&before=${middle!.id}`)).toEqual(all.slice(10, 300));
    expect(await exported('?tool=weather')).toEqual([middle]);
    expect(await exported(`?tool=search&after=${middle!.id}`)).toEqual(all.slice(301));
    expect(await exported('?type=tool:done')).toEqual([]);
    expect(await exported('?session=of%20weather,none')).toEqual([middle]);
  });

  it('selects events by their timestamps, as "/history" does', async () => {
    await publishCalls(application, 1);
    await nextMillisecond();
    await publishCalls(application, 1);
    const all = await readAll(origin, '0');
    const [early, late] = all.map(({ timestamp }) => timestamp) as [string, string];
    const read = async (query: string): Promise<string[]> => {
      const response = await asAdmin(origin, `/history?${query}`);
      const { events } = (await response.json()) as { events: CrowsnestEvent[] };
      expect(await exported(`?${query}`)).toEqual(events);
      return events.map(({ timestamp }) => timestamp);
    };
    expect(await read(`from=${early}`)).toEqual([early, late]);
    expect(await read(`to=${late}`)).toEqual([early]);
    expect(await read(`from=${late}&to=${late}`)).toEqual([]);
    const shifted = new Date(Date.parse(late) + 3_600_000).toISOString().replace('Z', '%2B01:00');
    expect(await read(`from=${shifted}&type=tool:start&tool=search`)).toEqual([late]);
    expect(await read('from=2020-01-01&to=2020-01-02T00:00:00Z')).toEqual([]);
  });

  it('writes one CSV row per event, in which no spreadsheet finds a formula', async () => {
    const data = {
      callId: 'c,1',
      tool: '=HYPERLINK("x")',
      durationMs: 1.5,
      error: 'a\n"b"',
      kind: 'tool',
      code: '＝1+1',
    } as const;
    const publisher = application.app.get(EventPublisher);
    publisher.publish({ type: 'tool:error', sessionId: '@s', tenantId: 'acme', data });
    await application.app.get(EventLog).flush();
    const [event] = await readAll(origin, '0');
    const response = await asAdmin(origin, '/history/export?format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toContain('crowsnest-events.csv');
    const json = JSON.stringify(event!.data).replaceAll('"', '""');
    expect(await response.text()).toBe(
      'id,type,timestamp,tenantId,sessionId,tool,callId,durationMs,kind,code,error,data\r\n' +
        `${event!.id},tool:error,${event!.timestamp},acme,'@s,"'=HYPERLINK(""x"")","c,1",1.5,tool,'＝1+1,"a\n""b""","${json}"\r\n`,
    );
  });

  it('shows an admin of one tenant only that tenant', async () => {
    await publishCalls(application, 3);
    const data = { callId: 'of acme', tool: 'search' };
    application.app
      .get(EventPublisher)
      .publish({ type: 'tool:start', sessionId: 's', tenantId: 'acme', data });
    await application.app.get(EventLog).flush();
    const seen = await exported('', TENANT_TOKEN);
    expect(seen.map(({ tenantId }) => tenantId)).toEqual(['acme']);
    expect(await exported('?tenant=default', TENANT_TOKEN)).toEqual([]);
  });

  it.each([
    ['?format=xml', 'BAD_PARAMETER'],
    ['?from=yesterday', 'BAD_PARAMETER'],
    ['?from=2026-02-30', 'BAD_PARAMETER'],
    ['?to=2026-01-01T00:00:00', 'BAD_PARAMETER'],
    ['?after=x', 'BAD_EVENT_ID'],
    ['?type=none', 'BAD_FILTER'],
    ['?sort=desc', 'UNKNOWN_PARAMETER'],
  ])('rejects %s with %s', async (query, error) => {
    const response = await asAdmin(origin, `/history/export${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error, message: expect.any(String) });
  });

  it('cuts the connection when the log fails halfway, so that a partial file does not look complete', async () => {
    await publishCalls(application, 600);
    const log = application.app.get(EventLog);
    const read = log.read.bind(log);
    let reads = 0;
    log.read = (request) => ((reads += 1) > 1 ? Promise.reject(new Error('disk gone')) : read(request));
    const response = await asAdmin(origin, '/history/export');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow('terminated');
    log.read = () => Promise.reject(new Error('disk gone'));
    expect((await asAdmin(origin, '/history/export')).status).toBe(500);
    log.read = read;
  });
});
