import { classifyInboundRequest } from '@modelcontextprotocol/server';
import type { Request } from 'express';
import { eraOf } from './era.ts';

const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'a', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

const SESSIONS = [undefined, 'some-session'];
const REVISIONS = [undefined, '2025-11-25', ' 2025-11-25 ', '2024-11-05', '2026-07-28', '1999-12-31', ''];
const METHODS = [undefined, 'tools/call', 'ping'];
const IDS = [1, 'a', 0, -1, 1.5, null, undefined, {}, true];
const PARAMS = [
  undefined,
  null,
  [],
  'text',
  {},
  { name: 'tool', arguments: {} },
  { _meta: null },
  { _meta: [] },
  { _meta: {} },
  { _meta: { progressToken: 7 } },
  { _meta: { progressToken: {} } },
  { _meta: { progressToken: 1.5 } },
  { _meta: { 'io.modelcontextprotocol/related-task': 1 } },
  { _meta: { 'io.modelcontextprotocol/protocolVersion': '2025-11-25' } },
  { _meta: MODERN_META },
  { _meta: { ...MODERN_META, 'io.modelcontextprotocol/protocolVersion': '2027-01-01' } },
  { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
];

const BODIES: unknown[] = [
  undefined,
  null,
  5,
  'tools/call',
  [],
  [{ jsonrpc: '2.0', id: 1, method: 'ping' }],
  { jsonrpc: '2.0', id: 1, result: {} },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
  ...PARAMS.flatMap((params) =>
    IDS.flatMap((id) =>
      [
        { jsonrpc: '2.0', method: 'tools/call' },
        { jsonrpc: '1.0', method: 'ping' },
        { jsonrpc: '2.0', method: 'ping', extra: 1 },
        { jsonrpc: '2.0', method: 7 },
        { jsonrpc: '2.0', method: 'initialize' },
      ].map((message) => ({ ...message, id, params })),
    ),
  ),
];

function request(session?: string, revision?: string, mcpMethod?: string): Request {
  const headers: Record<string, string | undefined> = {
    'mcp-session-id': session,
    'mcp-protocol-version': revision,
    'mcp-method': mcpMethod,
  };
  return { method: 'POST', headers, header: (name: string) => headers[name] } as unknown as Request;
}

// The body of `initialize` states what the client wants, so the header does not count.
const begins = (body: unknown) => (body as { method?: unknown } | null)?.method === 'initialize';

// The SDK decides on the era. The shortcut for obvious requests must never differ from it.
describe('the era of a request', () => {
  it.each(SESSIONS.flatMap((session) => REVISIONS.map((revision) => [session, revision])))(
    'is the one that the SDK decides on, for the session %s and the revision %j',
    (session, revision) => {
      const mistaken = METHODS.flatMap((mcpMethodHeader) =>
        BODIES.filter((body) => {
          const { kind } = classifyInboundRequest({
            httpMethod: 'POST',
            body,
            ...(revision !== undefined && !begins(body) && { protocolVersionHeader: revision }),
            ...(mcpMethodHeader !== undefined && { mcpMethodHeader }),
          });
          const expected = kind === 'legacy' ? 'legacy' : 'modern';
          return eraOf(request(session, revision, mcpMethodHeader), body) !== expected;
        }),
      );
      expect(mistaken).toEqual([]);
    },
  );
});
