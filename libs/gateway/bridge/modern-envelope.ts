import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type JSONRPCMessage,
} from '@modelcontextprotocol/server';
import type { RawMessage } from '#tools';

/** The revision of the newer era. */
export const MODERN_REVISION = '2026-07-28';

type Members = Readonly<Record<string, unknown>>;

/** What a client states about itself: once in a session of the older era, with each request in the newer one. */
export interface Envelope {
  clientInfo: unknown;
  capabilities: unknown;
  logLevel?: unknown;
}

const ENVELOPE_KEYS = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
];

/** The `_meta` of a message. */
export function metaOf(message: JSONRPCMessage): Members {
  const { _meta } = ((message as { params?: unknown }).params ?? {}) as { _meta?: unknown };
  return typeof _meta === 'object' && _meta !== null ? (_meta as Members) : {};
}

/** Reads the envelope of a request of the newer era. */
export function envelopeOf(message: JSONRPCMessage): Envelope {
  const meta = metaOf(message);
  return {
    clientInfo: meta[CLIENT_INFO_META_KEY],
    capabilities: meta[CLIENT_CAPABILITIES_META_KEY] ?? {},
    ...(meta[LOG_LEVEL_META_KEY] !== undefined && { logLevel: meta[LOG_LEVEL_META_KEY] }),
  };
}

/** The same request as one of the newer era. */
export function withEnvelope(
  request: RawMessage,
  { clientInfo, capabilities, logLevel }: Envelope,
): RawMessage {
  const _meta = {
    ...metaOf(request.message),
    [PROTOCOL_VERSION_META_KEY]: MODERN_REVISION,
    [CLIENT_INFO_META_KEY]: clientInfo,
    [CLIENT_CAPABILITIES_META_KEY]: capabilities,
    ...(logLevel !== undefined && { [LOG_LEVEL_META_KEY]: logLevel }),
  };
  return request.withMember(['params', '_meta'], _meta);
}

/** The same request as one of the older era. */
export function withoutEnvelope(request: RawMessage): RawMessage {
  const others = Object.entries(metaOf(request.message)).filter(([key]) => !ENVELOPE_KEYS.includes(key));
  return request.withMember(['params', '_meta'], Object.fromEntries(others));
}
