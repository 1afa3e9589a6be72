import { CALLED_TOOL } from '../trivial-tools.ts';

/** A serialized request that is sent many times. */
export interface WrittenRequest {
  headers: Record<string, string>;
  body: Buffer;
}

export type Era = 'legacy' | 'modern';

const CLIENT = { name: 'bench-agent', version: '1.0.0' };
const REVISIONS = { legacy: '2025-11-25', modern: '2026-07-28' } as const;

/** A call that is made many times. */
export interface RepeatedCall {
  name: string;
  arguments: Record<string, unknown>;
  /** What a correct answer holds. */
  answer: string;
}

/** The call of the trivial tool. */
export const TRIVIAL_CALL: RepeatedCall = {
  name: CALLED_TOOL,
  arguments: { text: 'ahoy' },
  answer: '"text":"ahoy"',
};

function written(message: object, headers: Record<string, string>): WrittenRequest {
  const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const common = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  return { body, headers: { ...common, 'content-length': String(body.length), ...headers } };
}

export function initialize(): WrittenRequest {
  const params = { protocolVersion: REVISIONS.legacy, capabilities: {}, clientInfo: CLIENT };
  return written({ id: 0, method: 'initialize', params }, {});
}

export function initialized(sessionId: string): WrittenRequest {
  return written({ method: 'notifications/initialized' }, sessionHeaders(sessionId));
}

export function legacyCall(
  sessionId: string,
  { name, arguments: given }: RepeatedCall = TRIVIAL_CALL,
): WrittenRequest {
  const params = { name, arguments: given };
  return written({ id: 1, method: 'tools/call', params }, sessionHeaders(sessionId));
}

export function modernCall({ name, arguments: given }: RepeatedCall = TRIVIAL_CALL): WrittenRequest {
  return modernRequestOf('tools/call', { name, arguments: given });
}

/** A request of revision 2026-07-28, with all that its headers repeat. */
export function modernRequestOf(method: string, params: Record<string, unknown>): WrittenRequest {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': REVISIONS.modern,
    'io.modelcontextprotocol/clientInfo': CLIENT,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const { name } = params;
  return written(
    { id: 1, method, params: { ...params, _meta } },
    {
      'mcp-protocol-version': REVISIONS.modern,
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
  );
}

/** The headers of a message in a session of the older era. */
export function sessionHeaders(sessionId: string): Record<string, string> {
  return { 'mcp-session-id': sessionId, 'mcp-protocol-version': REVISIONS.legacy };
}
