import type { INestApplication } from '@nestjs/common';
import { collectEvents, createCrowsnestTestingApp } from '#testing';
import { awaitEvent } from '../support/environment/await-event.ts';
import { beginSession, callRequest, sendModern, sendRaw } from '../support/agents/raw-mcp.ts';
import { ScriptedUpstream } from '../support/gateway/scripted-upstream.ts';

const AGENT = { authorization: 'Bearer key-of-the-agent' };
const TOLD = { content: [{ type: 'text', text: 'There is no "NAME" (known: one). "NAME"!' }], isError: true };

/** Ways in which servers answer a call of a tool that they do not have. */
const WAYS = [
  ['a result', `{"jsonrpc":"2.0","id":ID,"result":${JSON.stringify(TOLD)}}`],
  ['an error', '{"jsonrpc":"2.0","id":ID,"error":{"code":-32601,"message":"Unknown tool: NAME","data":1.0}}'],
] as const;

describe.each(WAYS)('a call of a tool that an agent may not use, where unknown ones get %s,', (_, answer) => {
  let upstream: ScriptedUpstream;
  let gateway: INestApplication;

  const start = async (era: 'legacy' | 'modern'): Promise<string> => {
    upstream = new ScriptedUpstream();
    upstream.script = (body) => {
      const { name = '' } = (body as { params?: { name?: string } }).params ?? {};
      return [answer.replaceAll('NAME', name)];
    };
    gateway = await createCrowsnestTestingApp({
      options: {
        standalone: true,
        upstreams: { notes: { url: await upstream.listen(), era } },
        mcp: { agentKeys: [{ tenantId: 'acme', key: 'key-of-the-agent', deny: ['secret*'] }] },
      },
    });
    return gateway.getUrl();
  };
  afterEach(async () => {
    await gateway.close();
    upstream.close();
  });

  const call = async (era: 'legacy' | 'modern', origin: string, name: string) => {
    const params = { name, arguments: { note: 'x' } };
    if (era === 'modern') return (await sendModern(origin, 'tools/call', params, { headers: AGENT })).body;
    const headers = { ...AGENT, 'mcp-session-id': await beginSession(origin, AGENT) };
    return (await sendRaw(origin, callRequest(name, params.arguments), { headers })).body;
  };

  it.each(['legacy', 'modern'] as const)('is answered as one of an unknown tool (%s era)', async (era) => {
    const origin = await start(era);
    const record = collectEvents(gateway);
    const denied = await call(era, origin, 'secret');
    const unknown = await call(era, origin, 'nobody');
    expect(JSON.stringify(denied).replaceAll('secret', 'nobody')).toBe(JSON.stringify(unknown));
    expect(JSON.stringify(denied)).toContain('secret');
    for (const { body, headers } of upstream.seen) {
      expect(body).not.toContain('secret');
      expect(headers['mcp-name'] ?? '').not.toContain('secret');
    }
    expect((await awaitEvent(record, 'tool:error')).data).toMatchObject({
      tool: 'secret',
      upstream: 'notes',
    });
    expect(record.all('tool:start')[0]?.data).toMatchObject({ tool: 'secret', offered: false });
  });
});
