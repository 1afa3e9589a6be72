import { isId, isObject } from './json-rpc.ts';

/** Maximum number of messages in one body. */
const MAX_BATCH = 100;

/** Maximum length of a resource URI, in characters, because normalizing a longer one takes too long. */
const MAX_URI = 65_536;

/**
 * Names the member that makes a body invalid as a JSON-RPC message of MCP; undefined when the body is valid. The SDK
 * refuses the same bodies, but does not say why.
 */
export function faultOfBody(body: unknown): string | undefined {
  if (!Array.isArray(body)) return faultOfMessage(body);
  if (body.length === 0) return 'A batch must hold a message';
  if (body.length > MAX_BATCH) return `A batch may hold at most ${MAX_BATCH} messages`;
  for (const [index, message] of body.entries()) {
    const fault = faultOfMessage(message);
    if (fault) return `Message ${index + 1} of the batch: ${fault}`;
  }
  return undefined;
}

function faultOfMessage(message: unknown): string | undefined {
  if (!isObject(message)) return 'A message must be a JSON object';
  const { jsonrpc, id, method, params } = message;
  if (jsonrpc !== '2.0') return '"jsonrpc" must be "2.0"';
  if (method === undefined) return faultOfAnswer(message);
  if (typeof method !== 'string') return '"method" must be a string';
  if (id !== undefined && !isId(id)) return '"id" must be a string, or an integer below 2^53';
  if (params === undefined) return undefined;
  return isObject(params) ? faultOfUri(params['uri']) : '"params" must be an object';
}

function faultOfUri(uri: unknown): string | undefined {
  if (typeof uri !== 'string' || uri.length <= MAX_URI) return undefined;
  return `"params.uri" may have ${MAX_URI} characters at most`;
}

function faultOfAnswer({ id, result, error }: Record<string, unknown>): string | undefined {
  if (result === undefined && error === undefined) return '"method" is missing';
  if (result !== undefined && !isObject(result)) return '"result" must be an object';
  if (result !== undefined) return isId(id) ? undefined : '"id" must be that of the request';
  const { code, message } = isObject(error) ? error : {};
  if (Number.isSafeInteger(code) && typeof message === 'string') return undefined;
  return '"error" must have an integer as "code" and a string as "message"';
}
