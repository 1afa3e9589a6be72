import type { INestApplication } from '@nestjs/common';
import { collectEvents, createCrowsnestTestingApp } from '#testing';
import { initializeRequest } from '../../support/agents/raw-mcp.ts';
import { ScriptedUpstream } from '../../support/gateway/scripted-upstream.ts';
import { waitUntil } from '../../support/environment/wait-until.ts';

const MODERN_META =
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{},';

const withoutId = (json: string | undefined) => json?.replace(/"id"\s*:\s*(?:"[^"]*"|\d+)/, '"id":*');

describe('messages through the gateway', () => {
  let upstream: ScriptedUpstream;
  let app: INestApplication;

  const start = async (era: 'legacy' | 'modern'): Promise<void> => {
    upstream = new ScriptedUpstream();
    const upstreams = { scripted: { url: await upstream.listen(), era } };
    app = await createCrowsnestTestingApp({ options: { standalone: true, upstreams } });
  };
  afterEach(async () => {
    await app.close();
    upstream.close();
  });

  const post = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${await app.getUrl()}/mcp`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    });
    const answer = await response.text();
    const frames = [...answer.matchAll(/^data: (.+)$/gm)].map(([, data]) => data);
    return { response, messages: frames.length > 0 ? frames : [answer] };
  };

  const begin = {
    legacy: async (): Promise<Record<string, string>> => {
      const { response, messages } = await post(JSON.stringify(initializeRequest('2025-11-25')), {});
      expect(messages.at(-1)).toContain('"later":1.0}');
      return {
        'mcp-session-id': response.headers.get('mcp-session-id') ?? '',
        'mcp-protocol-version': '2025-06-18',
      };
    },
    modern: async (method: string, name: string): Promise<Record<string, string>> => ({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      'mcp-name': name,
      'mcp-param-region': 'eu',
    }),
  };

  describe.each(['legacy', 'modern'] as const)('of the %s era', (era) => {
    const meta = `"_meta":{${era === 'modern' ? MODERN_META : ''}"progressToken":1.0,"vendor/x":1e3}`;

    it('are the same texts on both sides, whatever is in them', async () => {
      await start(era);
      const headers = await begin[era]('tools/call', 'odd');
      const call = `{ "params" : {"arguments":{"b":1.0,"a":[1e3,12345678901234567890],"é":"\\u00e9"},${meta},"name":"odd","later":null},"method":"tools/call", "vendor":{"z":1,"a":2}, "id":"call-1" ,"jsonrpc":"2.0" }`;
      const progress =
        '{"method":"notifications/progress","jsonrpc":"2.0","params":{"progressToken":1.0,"progress":1.50,"odd":[]}}';
      const answer =
        '{"id":ID,"zeta":1.0,"result":{"structuredContent":{"n":12345678901234567890},"content":[],"resultType":"complete","unknown":{"b":1,"a":2.0}},"jsonrpc":"2.0"}';
      upstream.script = () => [progress, answer];
      const { messages } = await post(call, headers);
      expect(withoutId(upstream.seen.at(-1)?.body)).toBe(withoutId(call));
      expect(messages.slice(-2)).toEqual([progress, answer.replace('ID', '"call-1"')]);
    });

    it('may have methods of the future, and errors with whatever data', async () => {
      await start(era);
      const headers = await begin[era]('vendor/measure', '');
      delete headers['mcp-name'];
      const request = `{"jsonrpc":"2.0","id":7,"method":"vendor/measure","params":{"depth":1.0,${meta}}}`;
      upstream.script = () => [
        '{"jsonrpc":"2.0","id":ID,"error":{"message":"too deep","code":-31999,"data":{"limit":1e3}}}',
      ];
      const { messages } = await post(request, headers);
      expect(withoutId(upstream.seen.at(-1)?.body)).toBe(withoutId(request));
      expect(messages.at(-1)).toBe(
        '{"jsonrpc":"2.0","id":7,"error":{"message":"too deep","code":-31999,"data":{"limit":1e3}}}',
      );
    });
  });

  it('of revision 2026-07-28 have headers that are made from the body, and those that repeat arguments', async () => {
    await start('modern');
    const name = 'größe';
    const encoded = `=?base64?${Buffer.from(name).toString('base64')}?=`;
    upstream.script = () => ['{"jsonrpc":"2.0","id":ID,"result":{"content":[],"resultType":"complete"}}'];
    const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"${name}","arguments":{},"_meta":{${MODERN_META}"a":1}}}`;
    await post(call, await begin.modern('tools/call', encoded));
    expect(upstream.seen.at(-1)?.headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': encoded,
      'mcp-param-region': 'eu',
    });
  });

  it('make a session of the revision and with the name that the server answers, which ends there too', async () => {
    await start('legacy');
    const record = collectEvents(app);
    const headers = await begin.legacy();
    await post('{"jsonrpc":"2.0","method":"notifications/initialized"}', headers);
    await fetch(`${await app.getUrl()}/mcp`, { method: 'DELETE', headers });
    await waitUntil(() => upstream.seen.some(({ method }) => method === 'DELETE'), {
      reason: 'the session of the upstream has ended',
      seen: () => upstream.seen,
    });
    const ended = upstream.seen.find(({ method }) => method === 'DELETE');
    expect(ended?.headers).toMatchObject({
      'mcp-session-id': 'session-of-the-upstream',
      'mcp-protocol-version': '2025-06-18',
    });
    await waitUntil(() => record.events.length >= 2, { reason: 'the session has closed' });
    const [opened] = record.events.filter(({ type }) => type === 'session:open');
    expect(opened?.data).toMatchObject({ protocolVersion: '2025-06-18', upstream: 'scripted' });
  });
});
