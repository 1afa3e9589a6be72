import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { RawMessage, type OfferClient } from '#tools';
import { errorAnswer, INVALID_PARAMS } from '../link/messages.ts';

type MayUse = OfferClient['mayUse'];

/** The answer to a call of a tool that the agent may not know of: that of one which does not exist. */
export function refusalOfCall(
  { id, method, params }: JSONRPCRequest,
  mayUse: MayUse,
): RawMessage | undefined {
  const name = params?.['name'];
  if (method !== 'tools/call' || typeof name !== 'string' || !mayUse || mayUse(name)) return undefined;
  return errorAnswer(id, INVALID_PARAMS, `Tool ${name} not found`);
}

/** A list of tools without those that the agent may not see. An agent that may see all gets it as it came. */
export function permittedList(list: RawMessage, mayUse: MayUse): RawMessage {
  const { message } = list;
  const tools = 'result' in message ? (message.result as { tools?: unknown }).tools : undefined;
  if (!mayUse || !Array.isArray(tools)) return list;
  const isSeen = (tool: unknown): boolean => mayUse(String((tool as { name?: unknown } | null)?.name));
  if (tools.every(isSeen)) return list;
  const result = { ...(message as { result: object }).result, tools: tools.filter(isSeen) };
  return RawMessage.of({ ...message, result });
}
