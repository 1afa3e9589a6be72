/** The answer of the endpoint, with its JSON read from either content type. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  sessionId: string | null;
  body: RawMessage | undefined;
}

export interface RawMessage {
  id: number | string | null;
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: unknown };
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const REVISION = '2026-07-28';

/** Sends a request to `/mcp` exactly as given. A body that is not text is sent as JSON. */
export async function sendRaw(
  origin: string,
  body: unknown,
  { headers = {}, ...init }: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const response = await fetch(`${origin}/mcp`, {
    method: 'POST',
    ...init,
    headers: { ...HEADERS, ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return readAnswer(response);
}

async function readAnswer(response: Response): Promise<RawAnswer> {
  const text = await response.text();
  const json = /^event: message\n(?:id: .*\n)?data: (.*)$/m.exec(text)?.[1] ?? text;
  const { status, headers } = response;
  const sessionId = headers.get('mcp-session-id');
  return { status, headers, sessionId, body: json ? (JSON.parse(json) as RawMessage) : undefined };
}

/** An `initialize` request of the legacy era. */
export function initializeRequest(protocolVersion = '2025-11-25', name = 'raw'): object {
  const clientInfo = { name, version: '0.1.0' };
  return {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo },
  };
}

/** Begins a session of the legacy era; returns the id that the endpoint assigned. */
export async function beginSession(origin: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, sessionId, body } = await sendRaw(origin, initializeRequest(), { headers });
  if (sessionId === null) throw new Error(`No session: ${status} ${JSON.stringify(body)}`);
  return sessionId;
}

/** A `tools/call` request of the legacy era. */
export function callRequest(name: string, args: object = {}, id: number | string = 2): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } };
}

/** The answer of the tool `whoami`. */
export function ownerOf(answer: RawMessage | undefined): { sessionId: string; tenantId: string } {
  const owner = answer?.result?.['structuredContent'];
  if (!owner) throw new Error(`No owner: ${JSON.stringify(answer)}`);
  return owner as { sessionId: string; tenantId: string };
}

export interface ModernOptions {
  id?: number | string;
  client?: { name: string; version: string };
  traceparent?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A request of revision 2026-07-28 with everything that it must carry. */
export function modernRequest(
  method: string,
  params: Record<string, unknown> = {},
  { id = 1, client = { name: 'raw', version: '0.2.0' }, traceparent, headers }: ModernOptions = {},
): { headers: Record<string, string>; body: object } {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientInfo': client,
    'io.modelcontextprotocol/clientCapabilities': {},
    ...(traceparent !== undefined && { traceparent }),
    ...(params['_meta'] as object | undefined),
  };
  const name = params['name'];
  return {
    body: { jsonrpc: '2.0', id, method, params: { ...params, _meta } },
    headers: {
      'mcp-protocol-version': REVISION,
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
      ...headers,
    },
  };
}

/** Sends a request of revision 2026-07-28. */
export function sendModern(
  origin: string,
  method: string,
  params: Record<string, unknown> = {},
  options: ModernOptions = {},
): Promise<RawAnswer> {
  const { body, headers } = modernRequest(method, params, options);
  return sendRaw(origin, body, { headers, ...(options.signal && { signal: options.signal }) });
}
