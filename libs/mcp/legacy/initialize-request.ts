import { specTypeSchemas, type InitializeRequest, type JSONRPCRequest } from '@modelcontextprotocol/server';

/** Whether a message asks for a session, even if it is malformed. */
export function asksForSession(body: unknown): body is JSONRPCRequest & InitializeRequest {
  const { method, id } = (body ?? {}) as { method?: unknown; id?: unknown };
  return method === 'initialize' && id !== undefined;
}

/** Names the member that makes an `initialize` request invalid; undefined when the request is valid. */
export function faultOfInitialize(body: unknown): string | undefined {
  const outcome = specTypeSchemas.InitializeRequest['~standard'].validate(body);
  const [issue] = (outcome instanceof Promise ? undefined : outcome.issues) ?? [];
  if (!issue) return undefined;
  const path = issue.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return `Invalid initialize request: ${path}: ${issue.message}`;
}

/** Why a message or batch that names no session begins none either, although it holds `initialize`. */
export function misplacedInitialize(body: unknown): string | undefined {
  const isInitialize = (message: unknown): boolean =>
    (message as { method?: unknown } | null)?.method === 'initialize';
  if (Array.isArray(body))
    return body.some(isInitialize) ? '"initialize" may not be in a batch: send it alone' : undefined;
  return isInitialize(body)
    ? 'Invalid initialize request: id: without one, nothing can answer it'
    : undefined;
}
