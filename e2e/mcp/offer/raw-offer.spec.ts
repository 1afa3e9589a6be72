import type { INestApplication } from '@nestjs/common';
import { collectEvents, createCrowsnestTestingApp, type EventCollection } from '#testing';
import { Observation, type ObservedMessage } from '#mcp';
import { Offer } from '#tools';
import { awaitEvent } from '../../support/environment/await-event.ts';
import { initializeRequest } from '../../support/agents/raw-mcp.ts';
import { RawOffer } from '../../support/handlers/raw-offer.ts';

const META = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{},"progressToken":1.0,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","vendor/x":1e3}`;

/** A JSON text without the ids, which the endpoint maps. */
const withoutIds = (text: string | undefined) => text?.replace(/"id"\s*:\s*(?:"[^"]*"|\d+)/, '"id":*');

describe('an upstream behind the port "Offer"', () => {
  let app: INestApplication;
  let origin: string;
  let offer: RawOffer;
  let record: EventCollection;

  beforeAll(async () => {
    offer = new RawOffer();
    app = await createCrowsnestTestingApp({
      override: (builder) => builder.overrideProvider(Offer).useValue(offer),
    });
    origin = await app.getUrl();
  });
  afterAll(() => app.close());

  beforeEach(() => {
    offer.received.length = 0;
    record = collectEvents(app);
  });

  const post = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${origin}/mcp`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
    });
    const text = await response.text();
    const frames = [...text.matchAll(/^data: (.+)$/gm)].map(([, data]) => data);
    return {
      status: response.status,
      sessionId: response.headers.get('mcp-session-id'),
      messages: frames.length > 0 ? frames : [text],
    };
  };

  const eras = {
    legacy: {
      meta: `"_meta":{"progressToken":1.0,"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","vendor/x":1e3}`,
      begin: async () => {
        offer.script = () => [
          '{"jsonrpc":"2.0","id":ID,"result":{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"up","version":"1"},"x":1.0}}',
        ];
        const { sessionId, messages } = await post(JSON.stringify(initializeRequest()), {});
        expect(messages.at(-1)).toContain('"x":1.0}');
        return { 'mcp-session-id': sessionId ?? '', 'mcp-protocol-version': '2025-11-25' };
      },
    },
    modern: {
      meta: META,
      begin: async (method: string, name?: string) => ({
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(name && { 'mcp-name': name }),
      }),
    },
  };

  describe.each(['legacy', 'modern'] as const)('for an agent of the %s era', (era) => {
    const { meta, begin } = eras[era];

    it('receives a call exactly as written, and its answer reaches the agent exactly as written', async () => {
      const headers = await begin('tools/call', 'odd');
      offer.received.length = 0;
      const call = `{ "params" : {"arguments":{"b":1.0,"a":[1e3,12345678901234567890],"é":"\\u00e9"},${meta},"name":"odd","later":null},"method":"tools/call", "vendor":{"z":1,"a":2}, "id":"call-1" ,"jsonrpc":"2.0" }`;
      const progress =
        '{"method":"notifications/progress","jsonrpc":"2.0","params":{"progressToken":1.0,"progress":1.50,"odd":[]}}';
      const answer =
        '{"id":ID,"zeta":1.0,"result":{"structuredContent":{"n":12345678901234567890,"m":1e3},"content":[],"isError":false,"resultType":"complete","unknown":{"b":1,"a":2.0}},"jsonrpc":"2.0"}';
      offer.script = () => [progress, answer];
      const { messages } = await post(call, headers);
      expect(offer.received.map(withoutIds)).toEqual([withoutIds(call)]);
      expect(messages.filter((text) => !text?.startsWith('id:')).slice(-2)).toEqual([
        progress,
        answer.replace('ID', '"call-1"'),
      ]);
      const { data } = await awaitEvent(record, 'tool:done');
      expect(data).toMatchObject({
        tool: 'odd',
        argumentBytes: Buffer.byteLength('{"b":1.0,"a":[1e3,12345678901234567890],"é":"\\u00e9"}'),
        resultBytes: /"result":(\{.*\}\}),"jsonrpc"/.exec(answer)?.[1]?.length,
        traceId: '0af7651916cd43dd8448eb211c80319c',
      });
    });

    it('receives unknown methods, and its errors keep their code, message and data', async () => {
      const headers = await begin('vendor/measure');
      offer.received.length = 0;
      const request = `{"jsonrpc":"2.0","id":7,"method":"vendor/measure","params":{"depth":1.0,${meta}}}`;
      offer.script = () => [
        '{"jsonrpc":"2.0","id":ID,"error":{"message":"too deep","code":-31999,"data":{"limit":1e3}}}',
      ];
      const { messages } = await post(request, headers);
      expect(offer.received.map(withoutIds)).toEqual([withoutIds(request)]);
      expect(messages.at(-1)).toBe(
        '{"jsonrpc":"2.0","id":7,"error":{"message":"too deep","code":-31999,"data":{"limit":1e3}}}',
      );
    });

    it('is observed like any other server, message by message', async () => {
      const headers = await begin('resources/read', 'file:///a');
      const observed: ObservedMessage[] = [];
      const stop = app.get(Observation).listen({ name: 'test', message: (one) => observed.push(one) });
      const request = `{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///a",${meta}}}`;
      const answer = '{"jsonrpc":"2.0","id":1,"result":{"contents":[],"resultType":"complete"}}';
      offer.script = () => [answer.replace('"id":1', '"id":ID')];
      await post(request, headers);
      stop();
      const facts = { era, method: 'resources/read', target: 'file:///a', tenantId: 'default' };
      const trace = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
      expect(observed).toEqual([
        expect.objectContaining({ ...facts, kind: 'request', direction: 'in', bytes: request.length, trace }),
        expect.objectContaining({
          ...facts,
          kind: 'answer',
          direction: 'out',
          bytes: answer.length,
          outcome: 'result',
          durationMs: expect.any(Number),
          trace,
        }),
      ]);
    });
  });

  it('receives each message of a batch exactly as written', async () => {
    const headers = await eras.legacy.begin();
    offer.received.length = 0;
    const one = '{"jsonrpc":"2.0","method":"notifications/odd","params":{"n":1.0}}';
    const other = '{"method":"vendor/x", "id":5,"jsonrpc":"2.0"}';
    offer.script = () => ['{"jsonrpc":"2.0","result":{},"id":ID}'];
    const { messages } = await post(` [ ${one} ,${other} ] `, headers);
    expect(offer.received.map(withoutIds)).toEqual([one, withoutIds(other)]);
    expect(messages.at(-1)).toBe('{"jsonrpc":"2.0","result":{},"id":5}');
  });

  it('serves a "subscriptions/listen" stream itself', async () => {
    const headers = await eras.modern.begin('subscriptions/listen');
    const request = `{"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},${META}}}`;
    const notice = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{"n":1.0}}';
    offer.script = () => [notice, '{"jsonrpc":"2.0","id":ID,"result":{"resultType":"complete"}}'];
    const { messages } = await post(request, headers);
    expect(offer.received).toEqual([request]);
    expect(messages).toEqual([notice, '{"jsonrpc":"2.0","id":"l","result":{"resultType":"complete"}}']);
  });
});
