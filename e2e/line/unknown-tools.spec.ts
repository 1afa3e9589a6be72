import { EventLog } from '#events';
import { readAll, readStats } from '../support/server/admin-api.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { startApplication, type TestApplication } from '../support/server/test-application.ts';

describe('calls of tools that are not offered', () => {
  let application: TestApplication;

  beforeEach(async () => {
    application = await startApplication([ScriptedTools]);
  });

  afterEach(() => application.app.close());

  it('are published with their name and "offered: false" in both eras, and counted together', async () => {
    const { origin, app } = application;
    const headers = { 'mcp-session-id': await beginSession(origin) };
    await sendRaw(origin, callRequest('invented-1', {}), { headers });
    await sendRaw(origin, callRequest('constructor', {}), { headers });
    await sendModern(origin, 'tools/call', { name: 'invented-2', arguments: {} });
    await sendRaw(origin, callRequest('add', { a: 1, b: 2 }), { headers });
    await app.get(EventLog).flush();
    const calls = (await readAll(origin, '0')).filter(({ type }) => type.startsWith('tool:'));
    const facts = calls.map(
      ({ type, data }) =>
        `${type} ${'tool' in data && data.tool} ${'offered' in data ? data.offered : 'as offered'}`,
    );
    expect(facts).toEqual([
      'tool:start invented-1 false',
      'tool:error invented-1 false',
      'tool:start constructor false',
      'tool:error constructor false',
      'tool:start invented-2 false',
      'tool:error invented-2 false',
      'tool:start add as offered',
      'tool:done add as offered',
    ]);
    const { tools } = await readStats(origin);
    expect(tools).toMatchObject({
      '(unknown)': { calls: 3, errors: 3, inFlight: 0 },
      add: { calls: 1, errors: 0 },
    });
    expect(Object.keys(tools)).toHaveLength(2);
  });

  it('do not hide a tool that is called after more than a thousand of them', async () => {
    const { origin } = application;
    const headers = { 'mcp-session-id': await beginSession(origin) };
    for (let round = 0; round < 21; round += 1) {
      const invented = Array.from({ length: 50 }, (_, n) => `invented-${round}-${n}`);
      await Promise.all(invented.map((name) => sendRaw(origin, callRequest(name, {}), { headers })));
    }
    await sendRaw(origin, callRequest('add', { a: 1, b: 2 }), { headers });
    await application.app.get(EventLog).flush();
    const { tools } = await readStats(origin);
    expect(tools).toMatchObject({ '(unknown)': { calls: 1_050 }, add: { calls: 1 } });
    expect(Object.keys(tools)).toHaveLength(2);
  });
});
