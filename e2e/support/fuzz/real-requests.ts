import type { Random } from '../environment/random.ts';
import { initializeRequest, modernRequest } from '../agents/raw-mcp.ts';

/** A request as a client of either era sends it. */
export interface RealRequest {
  method: string;
  headers: Record<string, string>;
  message: unknown;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const _meta = { progressToken: 'p', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

/** Methods of both eras, with params. */
const ASKED: readonly (readonly [string, Record<string, unknown>])[] = [
  ['tools/list', {}],
  ['tools/list', { cursor: 'WyJ0b29scy9saXN0IiwiYSJd' }],
  ['tools/call', { name: 'echo', arguments: { text: 'Grüße', list: [1, { a: null }] }, _meta }],
  ['tools/call', { name: 'slow', arguments: { ms: 5 }, _meta }],
  ['tools/call', { name: 'fail', arguments: {} }],
  ['tools/call', { name: 'circle' }],
  ['tools/call', { name: 'nonesuch', arguments: {} }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'greet', arguments: { name: 'Ada' } }],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'test://note' }],
  ['resources/read', { uri: 'test://notes/7' }],
  [
    'completion/complete',
    { ref: { type: 'ref/prompt', name: 'greet' }, argument: { name: 'name', value: 'A' } },
  ],
];

const LEGACY_ONLY: typeof ASKED = [
  ['ping', {}],
  ['logging/setLevel', { level: 'debug' }],
  ['resources/subscribe', { uri: 'test://note' }],
  ['resources/unsubscribe', { uri: 'test://note' }],
];

const NOTIFIED: typeof ASKED = [
  ['notifications/initialized', {}],
  ['notifications/cancelled', { requestId: 1, reason: 'changed my mind' }],
  ['notifications/progress', { progressToken: 'p', progress: 1 }],
  ['notifications/roots/list_changed', {}],
];

const MODERN_ONLY: typeof ASKED = [
  ['server/discover', {}],
  [
    'subscriptions/listen',
    { notifications: { toolsListChanged: true, resourceSubscriptions: ['test://note'] } },
  ],
];

/** Returns a request of either era. Those of the legacy era belong to the session. */
export function realRequest(random: Random, sessionId: string): RealRequest {
  const session = { 'mcp-session-id': sessionId, 'mcp-protocol-version': '2025-11-25' };
  const legacy = (message: unknown): RealRequest => ({
    method: 'POST',
    headers: { ...HEADERS, ...session },
    message,
  });
  const id = random.pick([1, 'a', 0, 77]);
  switch (random.below(10)) {
    case 0:
      return {
        method: 'POST',
        headers: HEADERS,
        message: initializeRequest(random.pick(['2025-11-25', '2025-03-26'])),
      };
    case 1:
      return { method: 'GET', headers: { accept: 'text/event-stream', ...session }, message: undefined };
    case 2:
      return legacy(messageOf(random.pick(NOTIFIED)));
    case 3:
      return legacy([{ id, ...messageOf(random.pick(ASKED)) }, messageOf(random.pick(NOTIFIED))]);
    case 4:
      return legacy(
        random.pick([
          { jsonrpc: '2.0', id, result: {} },
          { id, ...messageOf(random.pick(LEGACY_ONLY)) },
        ]),
      );
    case 5:
    case 6:
      return legacy({ id, ...messageOf(random.pick(ASKED)) });
    default:
      return modern(random.pick([...ASKED, ...MODERN_ONLY, ...NOTIFIED]), id);
  }
}

function messageOf([method, params]: (typeof ASKED)[number]): object {
  return { jsonrpc: '2.0', method, params };
}

function modern([method, params]: (typeof ASKED)[number], id: number | string): RealRequest {
  const uri = typeof params['uri'] === 'string' ? { 'mcp-name': params['uri'] } : {};
  const { headers, body } = modernRequest(method, params, { id, headers: uri });
  const { id: _, ...notification } = body as { id?: unknown };
  const message = method.startsWith('notifications/') ? notification : body;
  return { method: 'POST', headers: { ...HEADERS, ...headers }, message };
}
