import {
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  TRACEPARENT_META_KEY,
} from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';
import { readClientInfo, readText } from './client-info.ts';

/** What every request of revision 2026-07-28 carries in `_meta`. */
export interface ModernEnvelope {
  client: ClientInfo;
  protocolVersion: string;
  traceId?: string;
}

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** Reads the envelope of a request that the SDK has accepted. */
export function readEnvelope(body: unknown): ModernEnvelope {
  const meta = (body as { params?: { _meta?: Record<string, unknown> } } | undefined)?.params?._meta ?? {};
  const traceId = TRACEPARENT.exec(readText(meta[TRACEPARENT_META_KEY]))?.[1];
  return {
    client: readClientInfo(meta[CLIENT_INFO_META_KEY]),
    protocolVersion: readText(meta[PROTOCOL_VERSION_META_KEY]),
    ...(traceId !== undefined && { traceId }),
  };
}
