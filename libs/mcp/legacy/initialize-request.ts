import { specTypeSchemas, type InitializeRequest, type JSONRPCRequest } from '@modelcontextprotocol/server';

/** Whether a message asks for a session, well or badly. */
export function asksForSession(body: unknown): body is JSONRPCRequest & InitializeRequest {
  const { method, id } = (body ?? {}) as { method?: unknown; id?: unknown };
  return method === 'initialize' && id !== undefined;
}

/** Names the member by which an `initialize` request is none that the protocol knows; undefined when it is one. */
export function faultOfInitialize(body: unknown): string | undefined {
  const outcome = specTypeSchemas.InitializeRequest['~standard'].validate(body);
  const [issue] = (outcome instanceof Promise ? undefined : outcome.issues) ?? [];
  if (!issue) return undefined;
  const path = issue.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return `Invalid initialize request: ${path}: ${issue.message}`;
}
