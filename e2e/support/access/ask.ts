export interface Answer {
  status: number;
  text: string;
}

let asked = 0;

/** A message that a client of revision 2026-07-28 sends, with the headers that go with it. */
export function messageTo(tool: string, args: object): { body: string; headers: Record<string, string> } {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'assistant', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: tool, arguments: args, _meta };
  return {
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    },
  };
}

/**
 * Asks with these headers, and reads the whole answer; of a stream only its headers. Each request comes from another
 * address, because wrong attempts are counted by address: the server trusts one proxy.
 */
export async function ask(
  origin: string,
  [method, path]: readonly [method: string, path: string],
  headers: Record<string, string>,
  message?: ReturnType<typeof messageTo>,
): Promise<Answer> {
  asked += 1;
  const address = `192.0.${(asked >> 8) & 255}.${asked & 255}`;
  const response = await fetch(origin + path, {
    method,
    headers: { ...headers, ...message?.headers, 'x-forwarded-for': address },
    ...(message && { body: message.body }),
  });
  const isStream = response.headers.get('content-type') === 'text/event-stream';
  if (isStream) await response.body?.cancel();
  return { status: response.status, text: isStream ? '' : await response.text() };
}
