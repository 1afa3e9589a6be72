import { BASE, fromElsewhere, KEYS, startAllRoutes } from '../support/access/all-routes.ts';
import { bearer } from '../support/access/holders.ts';
import { AgentStream } from '../support/agents/agent-stream.ts';
import { exchange } from '../support/agents/raw-http.ts';
import { beginSession } from '../support/agents/raw-mcp.ts';
import { RawConnection } from '../support/server/raw-connection.ts';
import { startApplication } from '../support/server/test-application.ts';

const STREAM = { accept: 'text/event-stream' };

describe('HEAD', () => {
  it.each([
    ['/events', 'admin', 200, 'text/event-stream'],
    ['/events?replay=10', 'admin', 200, 'text/event-stream'],
    ['/history/export', 'admin', 200, 'application/x-ndjson'],
    ['/history/export?format=csv', 'admin', 200, 'text/csv'],
    ['/admin/mcp', 'admin', 405, 'application/json'],
    ['/mcp', 'agent', 405, 'application/json'],
    ['/mcp/box', 'agent', 405, 'application/json'],
  ] as const)(
    'of %s has headers and an end, so that its connection takes the next request',
    async (path, whose, status, type) => {
      const { app, origin } = await startAllRoutes();
      const connection = await RawConnection.open(origin);
      connection.read();
      const headers = { ...STREAM, ...bearer(KEYS[whose]), ...fromElsewhere() };
      for (let round = 0; round < 2; round += 1) connection.ask(`HEAD ${BASE}${path}`, headers);
      connection.ask(`GET ${BASE}/health/live`, {});
      await connection.until('the next request is answered', () =>
        connection.received.endsWith('{"status":"live"}'),
      );
      const answers = connection.received.split(/(?=HTTP\/1\.1 )/);
      expect(answers.map((answer) => Number(answer.slice(9, 12)))).toEqual([status, status, 200]);
      for (const answer of answers.slice(0, 2)) {
        expect(answer.toLowerCase()).toContain(`\r\ncontent-type: ${type}`);
        expect(answer.split('\r\n\r\n')[1]).toBe('');
      }
      connection.close();
      await app.close();
    },
  );

  it("of the MCP endpoint takes neither a place of a stream nor the place of a session's own", async () => {
    const { app, origin } = await startApplication([], { mcp: { limits: { maxStreamsPerPrincipal: 1 } } });
    const streamOf = async () => ({ headers: { ...STREAM, 'mcp-session-id': await beginSession(origin) } });
    const [first, second] = [await streamOf(), await streamOf()];
    const head = { method: 'HEAD', headers: first.headers };
    for (let round = 0; round < 3; round += 1) expect((await exchange(origin, head)).status).toBe(405);
    const stream = await AgentStream.open(origin, first);
    expect(stream.status).toBe(200);
    expect((await exchange(origin, head)).status).toBe(405);
    // The stream is still there, and has the only place.
    expect((await AgentStream.open(origin, second)).status).toBe(429);
    stream.cut();
    await app.close();
  });
});
