import { CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import type { ClientInfo } from '#contract';
import { readClientInfo, readText } from '../client-info.ts';
import { traceIdOfMessage } from '../observation/trace-context.ts';

/** The members that every request of revision 2026-07-28 carries in `_meta`. */
export interface ModernEnvelope {
  client: ClientInfo;
  protocolVersion: string;
  traceId?: string;
}

/** Reads the envelope of a request that the SDK has accepted. */
export function readEnvelope(body: unknown): ModernEnvelope {
  const meta = (body as { params?: { _meta?: Record<string, unknown> } } | undefined)?.params?._meta ?? {};
  const traceId = traceIdOfMessage(body as never);
  return {
    client: readClientInfo(meta[CLIENT_INFO_META_KEY]),
    protocolVersion: readText(meta[PROTOCOL_VERSION_META_KEY]),
    ...(traceId !== undefined && { traceId }),
  };
}
