import { setImmediate } from 'node:timers/promises';
import type { Request, Response } from 'express';
import {
  McpServer,
  Server,
  type JSONRPCRequest,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { OfferClient, RawMessage } from '#tools';
import { GateRequest } from './gate-request.ts';
import { knowOwnNamesOnly } from './own-names.ts';
import { HandlerRequest } from './handler-request.ts';
import { listedPrompt, listedTool } from './listed-forms.ts';
import { RequestTransport, SessionTransport } from './offer-transports.ts';
import { registeredHandler } from './registered-handlers.ts';
import type { GatedExchange } from './gated-exchange.ts';
import { createRequestGate } from './request-gate.ts';

const INFO = { name: 'test', version: '1.0.0' };
const REVISION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

function bodyOf(method: string, params: object = {}) {
  return { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: META } };
}

/** Pins the internals of the SDK that this folder uses: a failure here names what an upgrade has changed. */
describe("the SDK's gate", () => {
  const read = new Set<string | symbol>();
  let accepted: Transport[];

  const ask = async (
    method: string,
    params: object,
    headers: Record<string, string>,
    exchange: GatedExchange,
  ) => {
    const all: Record<string, string> = {
      'content-type': 'application/json',
      'mcp-protocol-version': REVISION,
      'mcp-method': method,
      ...headers,
    };
    const request = {
      method: 'POST',
      header: (name: string) => all[name.toLowerCase()],
    } as unknown as Request;
    const asked = new GateRequest(request, { on: () => undefined } as unknown as Response, exchange);
    const watched = new Proxy(asked, {
      get: (target, key) => {
        read.add(key);
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const gate = createRequestGate(INFO, () => undefined);
    return gate.fetch(watched as unknown as globalThis.Request, { parsedBody: bodyOf(method, params) });
  };

  const exchange: GatedExchange = {
    inputSchema: () => undefined,
    accept: async (transport) => {
      accepted.push(transport);
      transport.onmessage = (message) => {
        const error = { code: -32_601, message: 'Method not found' };
        void transport.send({ jsonrpc: '2.0', id: (message as { id: number }).id, error });
      };
    },
  };

  beforeEach(() => {
    accepted = [];
    read.clear();
  });

  it('accepts a well-formed request, and reads only the members that a GateRequest has', async () => {
    const response = await ask('tools/list', {}, {}, exchange);
    expect(accepted).toHaveLength(1);
    // The exchange answers with an error while the message is delivered. The SDK derives the status from that error.
    expect(response.status).toBe(404);
    expect(read).toEqual(new Set(['exchange', 'headers', 'method', 'signal']));
  });

  it('refuses a header that differs from the body, by the schema that the exchange has for the tool', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string', 'x-mcp-header': 'City' } } };
    const strict = { ...exchange, inputSchema: (tool: string) => (tool === 'find' ? schema : undefined) };
    const call = { name: 'find', arguments: { city: 'Rome' } };
    const other = await ask('tools/call', call, { 'mcp-name': 'find', 'mcp-param-city': 'Oslo' }, strict);
    expect(other.status).toBe(400);
    expect(accepted).toEqual([]);
    await ask('tools/call', call, { 'mcp-name': 'find', 'mcp-param-city': 'Rome' }, strict);
    expect(accepted).toHaveLength(1);
  });

  it('refuses a request whose headers are missing', async () => {
    const response = await ask('tools/list', {}, { 'mcp-method': 'prompts/list' }, exchange);
    expect(response.status).toBe(400);
    expect(accepted).toEqual([]);
  });

  it('answers a request to listen with a stream that need not be read', async () => {
    const response = await ask(
      'subscriptions/listen',
      { notifications: { toolsListChanged: true } },
      {},
      exchange,
    );
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await response.body?.cancel();
    expect(accepted).toEqual([]);
  });
});

describe("a server of the SDK behind the offer's transports", () => {
  const sent: RawMessage[] = [];
  const client = {
    era: 'modern',
    sessionId: 's1',
    tenantId: 'acme',
    principalId: 'p',
    client: { name: 'agent', version: '1' },
    send: async (message: RawMessage) => void sent.push(message),
  } as OfferClient;

  const serverWith = (handle: (context: ServerContext) => void): McpServer => {
    const server = new McpServer(INFO, {
      capabilities: { tools: {} },
      supportedProtocolVersions: [REVISION],
    });
    server.registerTool('probe', { inputSchema: z.object({}) }, (_args, context) => {
      handle(context);
      return { content: [] };
    });
    return server;
  };

  it('binds itself to the revision of its transport before `connect` has resolved', async () => {
    const server = serverWith(() => undefined);
    const transport = new RequestTransport(server.server, client, REVISION);
    const connected = server.connect(transport);
    expect(server.server.getNegotiatedProtocolVersion()).toBe(REVISION);
    expect(transport.onmessage).toBeDefined();
    await connected;
  });

  it('passes the request to the handler unchanged', async () => {
    const { promise, resolve } = Promise.withResolvers<HandlerRequest>();
    const server = serverWith((context) => resolve(HandlerRequest.of(context)));
    const transport = new RequestTransport(server.server, client, REVISION);
    void server.connect(transport);
    const message = bodyOf('tools/call', { name: 'probe', arguments: {} }) as never;
    const origin = { message, http: {} as never };
    transport.deliver(message, origin);
    const request = await promise;
    expect(request.origin).toBe(origin);
    expect(request.client).toBe(client);
  });

  it('takes the session id from the transport, and reads no header of the request except that of the log level', async () => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const server = new McpServer(INFO, { capabilities: { tools: {}, logging: {} } });
    const transport = new SessionTransport(server.server, { ...client, era: 'legacy' });
    server.registerTool('probe', { inputSchema: z.object({}) }, async (_args, context) => {
      await context.mcpReq.log('info', 'hello');
      resolve(context.sessionId);
      return { content: [] };
    });
    await server.connect(transport);
    const message = { jsonrpc: '2.0', id: 4, method: 'tools/call', params: { name: 'probe' } } as const;
    transport.deliver(message, { message, http: {} as never });
    expect(await promise).toBe('s1');
  });

  it('exposes the handler that checks what ours returns', async () => {
    const server = new Server(INFO, { capabilities: { tools: {} } });
    server.setRequestHandler('tools/call', () => ({ content: [{ type: 'nonsense' }] }) as never);
    const request = { method: 'tools/call', params: { name: 'probe' } };
    const context = { mcpReq: { requestState: () => undefined } } as unknown as ServerContext;
    await expect(registeredHandler(server, 'tools/call')(request, context)).rejects.toThrow(
      'Invalid tools/call result',
    );
  });

  it('has no handler for a method that it does not serve', () => {
    expect(() => registeredHandler(new Server(INFO), 'tools/list')).toThrow('serves no tools/list');
  });

  it('asks the fallback for a method without a handler, with the request as it came', async () => {
    const server = new Server(INFO, { capabilities: { tools: {} } });
    const { promise, resolve } = Promise.withResolvers<object>();
    server.fallbackRequestHandler = async (request) => {
      resolve(request);
      return { tools: [] };
    };
    const transport = new SessionTransport(server, { ...client, era: 'legacy' });
    await server.connect(transport);
    const message = { jsonrpc: '2.0', id: 5, method: 'tools/list', params: { cursor: 7 } } as const;
    transport.deliver(message, { message, http: {} as never });
    expect(await promise).toEqual(message);
  });

  it.each([
    ['a well-formed request, without looking at what it is', {}, false],
    ['a request with a progress token', { progressToken: 't' }, false],
    ['a request with a malformed progress token, so that the SDK looks at it', { progressToken: {} }, true],
    [
      'a request of a task, so that the SDK looks at it',
      { 'io.modelcontextprotocol/related-task': { taskId: 't' } },
      true,
    ],
  ])('is given %s', async (_, _meta, isLookedAt) => {
    const server = new Server(INFO, { capabilities: {} });
    const transport = new SessionTransport(server, { ...client, era: 'legacy' });
    await server.connect(transport);
    const { onmessage } = transport;
    let looks = 0;
    transport.onmessage = (...args) => {
      looks += 1;
      onmessage?.(...args);
    };
    sent.length = 0;
    const message = { jsonrpc: '2.0', id: 6, method: 'ping', params: { _meta } } as JSONRPCRequest;
    transport.deliver(message, { message, http: {} as never });
    expect(looks).toBe(isLookedAt ? 1 : 0);
    if (isLookedAt && 'progressToken' in _meta) return;
    await setImmediate();
    expect(sent.map(({ message: answer }) => answer)).toEqual([{ jsonrpc: '2.0', id: 6, result: {} }]);
  });
});

describe('the form of lists', () => {
  it('is that of the SDK, without members that have no value', async () => {
    const inputSchema = z.object({ city: z.string() });
    const tool = await listedTool((server) =>
      server.registerTool('constructor', { description: 'Finds.', inputSchema }, () => ({ content: [] })),
    );
    expect(Object.keys(tool)).toEqual(['name', 'description', 'inputSchema']);
    expect(tool).toMatchObject({ name: 'constructor', inputSchema: { type: 'object', required: ['city'] } });
    const prompt = await listedPrompt((server) =>
      server.registerPrompt('plan', { argsSchema: inputSchema }, () => ({ messages: [] })),
    );
    expect(prompt).toEqual({ name: 'plan', arguments: [{ name: 'city', required: true }] });
  });
});

describe('the names that a server of the SDK knows', () => {
  it('are only those that were registered', () => {
    const server = new McpServer(INFO, { capabilities: { tools: {}, prompts: {} } });
    knowOwnNamesOnly(server);
    const taken = () => server.registerTool('constructor', {}, () => ({ content: [] }));
    expect(taken).not.toThrow();
    expect(taken).toThrow(/already registered/);
  });
});
