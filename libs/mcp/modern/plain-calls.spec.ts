import type { Request, Response } from 'express';
import type { McpExchange } from '../mcp-exchange.ts';
import { GateRequest } from '../sdk/gate-request.ts';
import { createRequestGate } from '../sdk/request-gate.ts';
import { PlainCalls } from './plain-calls.ts';

const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {
    elicitation: { form: {}, url: {} },
    roots: { listChanged: true },
  },
};
const HEADERS = {
  'content-type': 'application/json',
  'mcp-protocol-version': REVISION,
  'mcp-method': 'tools/call',
  'mcp-name': 'find',
};
const CITY_IN_HEADER = { type: 'object', properties: { city: { type: 'string', 'x-mcp-header': 'City' } } };

/** What is different from a plain call. */
interface Change {
  headers?: Record<string, string | undefined>;
  meta?: object;
  params?: object;
  message?: object;
}

function exchangeOf({ headers, meta, params, message }: Change): McpExchange {
  const all: Record<string, string | undefined> = { ...HEADERS, ...headers };
  const request = { method: 'POST', headers: all, header: (name: string) => all[name] } as unknown as Request;
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'find', arguments: {}, _meta: { ...META, ...meta }, ...params },
    ...message,
  };
  return { request, body } as unknown as McpExchange;
}

/** Whether the SDK accepts the request. */
async function isAccepted({ request, body }: McpExchange, inputSchema?: object): Promise<boolean> {
  let accepted = false;
  const asked = new GateRequest(request, { on: () => undefined } as unknown as Response, {
    inputSchema: () => inputSchema as Record<string, unknown> | undefined,
    accept: async (transport) => {
      accepted = true;
      transport.onmessage = (one) =>
        void transport.send({ jsonrpc: '2.0', id: (one as { id: number }).id, result: {} });
    },
  });
  const gate = createRequestGate({ name: 'test', version: '1' }, () => undefined);
  await gate.fetch(asked.asWebRequest, { parsedBody: body });
  return accepted;
}

const schemas: Record<string, object> = { plain: { type: 'object' }, strict: CITY_IN_HEADER };
const plain = new PlainCalls((tool) => schemas[tool]);

describe('PlainCalls', () => {
  it.each<[string, Change]>([
    ['repeats its name, method and revision in headers', {}],
    ['carries other members in its envelope', { meta: { traceparent: 'x', 'example.com/any': [1] } }],
    ['has a progress token', { meta: { progressToken: 7 } }],
    ['states no client', { meta: { 'io.modelcontextprotocol/clientInfo': undefined } }],
    ['has a schema without headers', { headers: { 'mcp-name': 'plain' }, params: { name: 'plain' } }],
  ])('includes a call that %s, as the SDK accepts it', async (_, change) => {
    const exchange = exchangeOf(change);
    expect(plain.includes(exchange)).toBe(true);
    expect(await isAccepted(exchange)).toBe(true);
  });

  it.each<[string, Change]>([
    ['no name in a header', { headers: { 'mcp-name': undefined } }],
    ['another name in a header', { headers: { 'mcp-name': 'other' } }],
    ['another method in a header', { headers: { 'mcp-method': 'tools/list' } }],
    ['no method in a header', { headers: { 'mcp-method': undefined } }],
    ['no revision in a header', { headers: { 'mcp-protocol-version': undefined } }],
    ['another content type', { headers: { 'content-type': 'text/plain' } }],
    [
      'a name that the header would have to encode',
      { headers: { 'mcp-name': '=?base64?QQ==?=' }, params: { name: '=?base64?QQ==?=' } },
    ],
    ['a revision that is not served', { meta: { 'io.modelcontextprotocol/protocolVersion': '2027-01-01' } }],
    ['no capabilities', { meta: { 'io.modelcontextprotocol/clientCapabilities': undefined } }],
    ['malformed capabilities', { meta: { 'io.modelcontextprotocol/clientCapabilities': { roots: 1 } } }],
    ['a client without a version', { meta: { 'io.modelcontextprotocol/clientInfo': { name: 'agent' } } }],
    ['a malformed progress token', { meta: { progressToken: {} } }],
    ['an unknown log level', { meta: { 'io.modelcontextprotocol/logLevel': 'loud' } }],
  ])('leaves a call with %s to the SDK, which refuses it', async (_, change) => {
    const exchange = exchangeOf(change);
    expect(plain.includes(exchange)).toBe(false);
    expect(await isAccepted(exchange)).toBe(false);
  });

  it('leaves a call to the SDK whose arguments are repeated in headers', async () => {
    const params = { name: 'strict', arguments: { city: 'Rome' } };
    const exchange = exchangeOf({ headers: { 'mcp-name': 'strict', 'mcp-param-city': 'Oslo' }, params });
    expect(plain.includes(exchange)).toBe(false);
    expect(await isAccepted(exchange, CITY_IN_HEADER)).toBe(false);
  });

  it.each<[string, Change]>([
    ['another request', { message: { method: 'tools/list' }, headers: { 'mcp-method': 'tools/list' } }],
    ['a notification', { message: { id: undefined } }],
    ['a message with further members', { message: { result: {} } }],
    ['a call with a log level', { meta: { 'io.modelcontextprotocol/logLevel': 'info' } }],
  ])('leaves %s to the SDK', (_, change) => {
    expect(plain.includes(exchangeOf(change))).toBe(false);
  });
});
