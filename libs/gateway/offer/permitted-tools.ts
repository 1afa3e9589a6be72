import { randomBytes } from 'node:crypto';
import type { JSONRPCRequest } from '@modelcontextprotocol/server';
import { RawMessage, type OfferClient } from '#tools';
import { isObject } from '../link/messages.ts';

type MayUse = OfferClient['mayUse'];

/** A name that no tool has, because nobody can guess it. */
const NOBODYS = `tool_${randomBytes(16).toString('hex')}`;

/** The tool that a request calls although the agent may not know of it; undefined for any other request. */
export function deniedToolOf({ method, params }: JSONRPCRequest, mayUse: MayUse): string | undefined {
  const name = params?.['name'];
  if (method !== 'tools/call' || typeof name !== 'string' || !mayUse || mayUse(name)) return undefined;
  return name;
}

/**
 * The call of a tool that the agent may not know of, as it goes up: as one of a tool that does not exist. Upstreams answer
 * those in ways of their own, and only they can answer so that nobody can tell the two apart.
 */
export function asUnknownTool(call: RawMessage): RawMessage {
  return call.withParam('name', NOBODYS);
}

/** The answer to such a call, with the name by which the agent has called the tool. */
export function answerAbout(tool: string, answer: RawMessage): RawMessage {
  const name = JSON.stringify(tool).slice(1, -1);
  return RawMessage.parse(answer.text.replaceAll(NOBODYS, () => name));
}

/** A list of tools without those that the agent may not see. An agent that may see all gets it as it came. */
export function permittedList(list: RawMessage, mayUse: MayUse): RawMessage {
  const { message } = list;
  const tools = 'result' in message ? (message.result as { tools?: unknown } | null)?.tools : undefined;
  if (!mayUse || !Array.isArray(tools)) return list;
  const isSeen = (tool: unknown): boolean =>
    isObject(tool) && typeof tool['name'] === 'string' && mayUse(tool['name']);
  if (tools.every(isSeen)) return list;
  const result = { ...(message as { result: object }).result, tools: tools.filter(isSeen) };
  return RawMessage.of({ ...message, result });
}
