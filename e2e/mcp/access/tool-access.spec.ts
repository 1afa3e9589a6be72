import { Injectable, type INestApplication } from '@nestjs/common';
import { collectEvents } from '#testing';
import { PromptRegistry, Tool, ToolRegistry } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { AgentStream } from '../../support/agents/agent-stream.ts';
import { beginSession, sendModern, sendRaw, type RawAnswer } from '../../support/agents/raw-mcp.ts';
import { startApplication } from '../../support/server/test-application.ts';

const KEYS = { all: 'key-without-rules', some: 'key-with-rules', narrow: 'key-with-one-scope' };

@Injectable()
class Library {
  @Tool({ name: 'books_find' })
  find(): string {
    return 'found';
  }

  @Tool({ name: 'books_burn' })
  burn(): string {
    return 'burnt';
  }

  @Tool({ name: 'visitors_list' })
  visitors(): string {
    return 'nobody';
  }

  @Tool({ name: 'books_lend', scopes: ['lend', 'read'] })
  lend(): string {
    return 'lent';
  }
}

describe('an agent whose tools are restricted', () => {
  let app: INestApplication;
  let origin: string;

  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  /** The answer to a request of each era. */
  async function inBothEras(
    key: string,
    method: string,
    params: Record<string, unknown>,
  ): Promise<RawAnswer[]> {
    const sessionId = await beginSession(origin, bearer(key));
    const message = { jsonrpc: '2.0', id: 1, method, params };
    const headers = { ...bearer(key), 'mcp-session-id': sessionId };
    return [
      await sendRaw(origin, message, { headers }),
      await sendModern(origin, method, params, { headers: bearer(key) }),
    ];
  }

  const callsOf = (key: string, name: string) => inBothEras(key, 'tools/call', { name, arguments: {} });

  beforeAll(async () => {
    ({ app, origin } = await startApplication([Library], {
      mcp: {
        agentKeys: [
          { tenantId: 'acme', key: KEYS.all },
          { tenantId: 'globex', key: KEYS.some, allow: ['books_*', 'visitors_*'], deny: ['books_b*'] },
          { tenantId: 'acme', key: KEYS.narrow, scopes: ['read'] },
        ],
        tenants: { globex: { deny: ['visitors_list'] } },
      },
    }));
  });

  afterAll(() => app.close());

  it('sees the tools that its rules and those of its tenant permit', async () => {
    for (const { body } of await inBothEras(KEYS.some, 'tools/list', {})) {
      const tools = body?.result?.['tools'] as { name: string }[];
      expect(tools.map(({ name }) => name)).toEqual(['books_find', 'books_lend']);
    }
    for (const { body } of await callsOf(KEYS.some, 'books_find')) expect(body?.result).toBeDefined();
  });

  it('gets the answer of an unknown tool for any other, and the counters do not name it', async () => {
    const collection = collectEvents(app);
    const unknown = await callsOf(KEYS.some, 'books_xxxx');
    for (const hidden of ['books_burn', 'visitors_list']) {
      const answers = await callsOf(KEYS.some, hidden);
      answers.forEach(({ status, body }, era) => {
        expect(status).toBe(unknown[era]!.status);
        const text = JSON.stringify(body).replaceAll(hidden, 'books_xxxx');
        expect(JSON.parse(text)).toEqual(unknown[era]!.body);
      });
      const { data } = await awaitEvent(collection, 'tool:error', {
        where: ({ data: { tool } }) => tool === hidden,
      });
      expect(data).toMatchObject({ kind: 'protocol', offered: false });
    }
    for (const { body } of await callsOf(KEYS.all, 'books_burn')) expect(body?.result).toBeDefined();
  });

  it('hears in a session of changes of the tools that it may use, and of no others', async () => {
    const headers = { ...bearer(KEYS.some), 'mcp-session-id': await beginSession(origin, bearer(KEYS.some)) };
    const stream = await AgentStream.open(origin, { headers: { accept: 'text/event-stream', ...headers } });
    const tools = app.get(ToolRegistry);
    const handle = async () => '';
    // An answer ends the turn of a change: changes in the same turn are told as one.
    const turn = () => sendRaw(origin, { jsonrpc: '2.0', id: 2, method: 'ping' }, { headers });
    for (const name of ['cars_list', 'books_sell', 'books_burn_all']) {
      tools.register({ options: { name }, handle }, 'test');
      await turn();
      tools.remove(name);
      await turn();
    }
    app.get(PromptRegistry).register({ options: { name: 'last' }, handle }, 'test');
    const heard = () => stream.messages.map(({ method }) => method);
    await stream.until(() => heard().includes('notifications/prompts/list_changed'));
    const ofTools = heard().filter((method) => method === 'notifications/tools/list_changed');
    expect(ofTools).toHaveLength(2);
    stream.cut();
  });

  it('sees a tool that needs scopes, and gets 403 without them, before the call begins', async () => {
    const collection = collectEvents(app);
    for (const { status, body } of await callsOf(KEYS.narrow, 'books_lend')) {
      expect(status).toBe(403);
      expect(body?.error?.message).toContain('lend read');
    }
    for (const { body } of await callsOf(KEYS.all, 'books_lend')) expect(body?.result).toBeDefined();
    await collection.settled();
    expect(collection.all('tool:start')).toHaveLength(2);
  });
});
