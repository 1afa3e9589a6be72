import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  isJsonContentType,
  isSpecType,
  LOG_LEVEL_META_KEY,
} from '@modelcontextprotocol/server';
import type { IncomingHttpHeaders } from 'node:http';
import { isPlainRequest, MODERN_REVISION, statesRevision, type PlainRequest } from '../era.ts';
import type { McpExchange } from '../mcp-exchange.ts';
import { isId, isObject } from '../request/json-rpc.ts';

/** The keyword by which a schema says that a header repeats an argument. */
const HEADER_KEYWORD = '"x-mcp-header"';

/** Text that a header carries as it is: printable, and not in the form of encoded text. */
const VERBATIM = /^(?!=\?)[!-~]+$/;

/**
 * Recognizes tool calls of revision 2026-07-28 that the SDK's gate would accept: their headers repeat exactly what the
 * body says, and there is nothing else to check. The gate creates a server object for every request, which costs a fifth
 * of a call. It still decides about every other request.
 */
export class PlainCalls {
  /** Whether headers repeat arguments, by the schema of the arguments. */
  readonly #repeating = new WeakMap<object, boolean>();

  /** `inputSchema` returns the JSON Schema of a tool's arguments. */
  constructor(private readonly inputSchema: (tool: string, exchange: McpExchange) => object | undefined) {}

  includes(exchange: McpExchange): boolean {
    const { request, body } = exchange;
    if (request.method !== 'POST' || !isPlainRequest(body) || body.method !== 'tools/call') return false;
    const { name } = body.params;
    if (typeof name !== 'string' || !areRepeated(name, request.headers) || !hasPlainEnvelope(body))
      return false;
    const schema = this.inputSchema(name, exchange);
    return schema === undefined || !this.#repeatsArguments(schema);
  }

  #repeatsArguments(schema: object): boolean {
    const known = this.#repeating.get(schema);
    if (known !== undefined) return known;
    const repeats = JSON.stringify(schema).includes(HEADER_KEYWORD);
    this.#repeating.set(schema, repeats);
    return repeats;
  }
}

/** Whether the headers of a call are those of the revision, and name the tool. */
function areRepeated(tool: string, headers: IncomingHttpHeaders): boolean {
  return (
    headers['mcp-name'] === tool &&
    headers['mcp-method'] === 'tools/call' &&
    headers['mcp-protocol-version'] === MODERN_REVISION &&
    VERBATIM.test(tool) &&
    isJsonContentType(headers['content-type'] ?? null)
  );
}

function hasPlainEnvelope(call: PlainRequest): boolean {
  const meta = call.params._meta;
  if (!meta || !statesRevision(call, MODERN_REVISION)) return false;
  const { progressToken, [CLIENT_INFO_META_KEY]: client, [LOG_LEVEL_META_KEY]: logLevel } = meta;
  return (
    (progressToken === undefined || isId(progressToken)) &&
    logLevel === undefined &&
    (client === undefined || isPlainClient(client)) &&
    isSpecType.ClientCapabilities(meta[CLIENT_CAPABILITIES_META_KEY])
  );
}

function isPlainClient(client: unknown): boolean {
  if (!isObject(client) || Object.keys(client).length !== 2) return false;
  return typeof client['name'] === 'string' && typeof client['version'] === 'string';
}
