import { LATEST_PROTOCOL_VERSION, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import { JSON_RPC } from '#edge';
import type { RawMessage } from '#tools';
import { errorAnswer, isObject, resultAnswer } from '../../link/messages.ts';
import { serverInfoOf } from '../server-info.ts';

/** Revisions of the older era that a bridged session can have: those that are served over Streamable HTTP. */
const REVISIONS = ['2025-03-26', '2025-06-18', LATEST_PROTOCOL_VERSION];

interface Discovered {
  capabilities?: unknown;
  instructions?: unknown;
  _meta?: Record<string, unknown>;
}

/**
 * The answer to `initialize` that corresponds to the upstream's answer to `server/discover`. An error is returned
 * unchanged.
 */
export function initializeAnswer(discovered: RawMessage, wanted: unknown): RawMessage {
  const { message } = discovered;
  if (!('result' in message)) return discovered;
  if (!isObject(message.result))
    return errorAnswer(message.id, JSON_RPC.serverError, 'Its result is no object.');
  const { capabilities = {}, instructions, _meta } = message.result as Discovered;
  return resultAnswer(message.id, {
    protocolVersion: REVISIONS.find((revision) => revision === wanted) ?? LATEST_PROTOCOL_VERSION,
    capabilities,
    serverInfo: serverInfoOf(_meta?.[SERVER_INFO_META_KEY]),
    ...(instructions !== undefined && { instructions }),
  });
}
