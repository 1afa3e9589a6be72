import type { Era } from '../mcp/load/mcp-requests.ts';

/** The approximate size of each body. */
const BYTES = 1024 * 1024;

/** Repeated texts that would be slow in a bad implementation of redaction, JSON or logging. */
const UNITS = [
  'a',
  '1 ',
  '4111 1111 1111 1111 ',
  'password=',
  'token\\"',
  'curl -u ',
  'https://hooks.',
  'a:1234:b:',
  'abandon ability ',
  '<password>',
  '%3D',
  '\u0000\u001b\u2028',
  '😀',
];

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'hostile', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

type Place = (text: string) => { method: string; params: Record<string, unknown> };

/** The places of a message that a client can fill with text in both eras. */
const PLACES: Record<string, Place> = {
  'a tool name': (text) => ({ method: 'tools/call', params: { name: text } }),
  'an argument': (text) => ({ method: 'tools/call', params: { name: 'tool_1', arguments: { text } } }),
  'a key': (text) => ({ method: 'tools/call', params: { name: 'tool_1', arguments: { [text]: 1 } } }),
  'an argument that is JSON': (text) => ({
    method: 'tools/call',
    params: { name: 'tool_1', arguments: { text: JSON.stringify([text]) } },
  }),
  'a URI': (text) => ({ method: 'resources/read', params: { uri: `notes://${text}` } }),
  'a prompt name': (text) => ({ method: 'prompts/get', params: { name: text } }),
  'a cursor': (text) => ({ method: 'tools/list', params: { cursor: text } }),
  'a method': (text) => ({ method: text, params: {} }),
};

/** The places that only messages of one era have. */
const PLACES_OF: Record<Era, Record<string, Place>> = {
  modern: {
    'a client name': (text) => ({
      method: 'tools/call',
      params: {
        name: 'tool_1',
        arguments: { text: 'x' },
        _meta: { ...META, 'io.modelcontextprotocol/clientInfo': { name: text, version: text } },
      },
    }),
    'a trace': (text) => ({
      method: 'tools/call',
      params: {
        name: 'tool_1',
        arguments: { text: 'x' },
        _meta: { ...META, traceparent: text, tracestate: text },
      },
    }),
    'a subscription': (text) => ({
      method: 'subscriptions/listen',
      params: { notifications: { resourceSubscriptions: [`notes://${text}`] } },
    }),
  },
  legacy: {
    'a client name': (text) => ({
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: text, version: text } },
    }),
    'a revision': (text) => ({
      method: 'initialize',
      params: { protocolVersion: text, capabilities: {}, clientInfo: { name: 'hostile', version: '1' } },
    }),
    'a capability': (text) => ({
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: { experimental: { [text]: {} } },
        clientInfo: { name: 'hostile', version: '1' },
      },
    }),
    'a trace': (text) => ({
      method: 'tools/call',
      params: { name: 'tool_1', arguments: { text: 'x' }, _meta: { traceparent: text, tracestate: text } },
    }),
    'a progress token': (text) => ({
      method: 'tools/call',
      params: { name: 'tool_1', arguments: { text: 'x' }, _meta: { progressToken: text } },
    }),
    'a subscription': (text) => ({ method: 'resources/subscribe', params: { uri: `notes://${text}` } }),
    'a cancellation': (text) => ({
      method: 'notifications/cancelled',
      params: { requestId: text, reason: text },
    }),
    'a log level': (text) => ({ method: 'logging/setLevel', params: { level: text } }),
  },
};

/** Arguments and whole bodies that are large by their structure. */
const STRUCTURES = {
  arguments: {
    'empty lists as an argument': `[${'[],'.repeat(BYTES / 3)}[]]`,
    'many keys': `{${Array.from({ length: BYTES / 12 }, (_, n) => `"k${n}":1`).join()}}`,
    'many texts': `[${'"password=x",'.repeat(BYTES / 13)}""]`,
  },
  bodies: {
    'empty lists': `[${'[],'.repeat(BYTES / 3)}[]]`,
    'deep lists': '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
    'many messages': `[${'{"jsonrpc":"2.0","method":"a"},'.repeat(BYTES / 32)}{}]`,
  },
};

export interface HostileBody {
  name: string;
  era: Era;
  method: string;
  tool: string | undefined;
  body: string;
}

/** Yields the bodies of both eras one by one, because all of them together would take much memory. */
export function* hostileBodies(): Generator<HostileBody> {
  for (const era of ['modern', 'legacy'] as const)
    for (const body of bodiesOf(era)) yield { ...body, name: `${body.name}, in the ${era} era` };
}

function* bodiesOf(era: Era): Generator<HostileBody> {
  for (const [place, fill] of Object.entries({ ...PLACES, ...PLACES_OF[era] }))
    for (const unit of UNITS) {
      const { method, params } = fill(unit.repeat(BYTES / writtenBytes(unit)));
      const whole = { ...(era === 'modern' && { _meta: META }), ...params };
      // A notification has no id.
      const id = method.startsWith('notifications/') ? {} : { id: 1 };
      const body = JSON.stringify({ jsonrpc: '2.0', ...id, method, params: whole });
      const tool = typeof params['name'] === 'string' ? params['name'] : undefined;
      yield { name: `${place} of ${JSON.stringify(unit)}`, era, method, tool, body };
    }
  const call = { era, method: 'tools/call', tool: 'tool_1' };
  for (const [name, json] of Object.entries(STRUCTURES.arguments))
    yield { name, ...call, body: callWith(json, era) };
  for (const [name, body] of Object.entries(STRUCTURES.bodies)) yield { name, ...call, body };
}

/** The size of a text in a JSON body, in bytes. */
function writtenBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function callWith(json: string, era: Era): string {
  const meta = era === 'modern' ? `,"_meta":${JSON.stringify(META)}` : '';
  const params = `{"name":"tool_1","arguments":{"text":${json}}${meta}}`;
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`;
}
