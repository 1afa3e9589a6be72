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

/** The places of a message that a client can fill with text. */
const PLACES: Record<string, Place> = {
  'a tool name': (text) => ({ method: 'tools/call', params: { name: text } }),
  'an argument': (text) => ({ method: 'tools/call', params: { name: 'tool_1', arguments: { text } } }),
  'a key': (text) => ({ method: 'tools/call', params: { name: 'tool_1', arguments: { [text]: 1 } } }),
  'an argument that is JSON': (text) => ({
    method: 'tools/call',
    params: { name: 'tool_1', arguments: { text: JSON.stringify([text]) } },
  }),
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
  'a URI': (text) => ({ method: 'resources/read', params: { uri: `notes://${text}` } }),
  'a prompt name': (text) => ({ method: 'prompts/get', params: { name: text } }),
  'a cursor': (text) => ({ method: 'tools/list', params: { cursor: text } }),
  'a method': (text) => ({ method: text, params: {} }),
};

/** Bodies that are large by their structure. */
const STRUCTURES: Record<string, string> = {
  'empty lists': `[${'[],'.repeat(BYTES / 3)}[]]`,
  'deep lists': '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
  'many messages': `[${'{"jsonrpc":"2.0","method":"a"},'.repeat(BYTES / 32)}{}]`,
  'empty lists as an argument': argumentOf(`[${'[],'.repeat(BYTES / 3)}[]]`),
  'many keys': argumentOf(`{${Array.from({ length: BYTES / 12 }, (_, n) => `"k${n}":1`).join()}}`),
  'many texts': argumentOf(`[${'"password=x",'.repeat(BYTES / 13)}""]`),
};

export interface HostileBody {
  name: string;
  method: string;
  tool: string | undefined;
  body: string;
}

/** Yields the bodies one by one, because all of them together would take much memory. */
export function* hostileBodies(): Generator<HostileBody> {
  for (const [place, fill] of Object.entries(PLACES))
    for (const unit of UNITS) {
      const { method, params } = fill(unit.repeat(BYTES / writtenBytes(unit)));
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { _meta: META, ...params } });
      const tool = typeof params['name'] === 'string' ? params['name'] : undefined;
      yield { name: `${place} of ${JSON.stringify(unit)}`, method, tool, body };
    }
  for (const [name, body] of Object.entries(STRUCTURES))
    yield { name, method: 'tools/call', tool: 'tool_1', body };
}

/** The size of a text in a JSON body, in bytes. */
function writtenBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}

function argumentOf(json: string): string {
  const params = `{"name":"tool_1","arguments":{"text":${json}},"_meta":${JSON.stringify(META)}}`;
  return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`;
}
