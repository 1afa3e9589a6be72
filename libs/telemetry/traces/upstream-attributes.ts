import { PROTOCOL_VERSION_META_KEY, type JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Attributes } from '@opentelemetry/api';
import type { ObservedUpstream, UpstreamDestination, UpstreamRequest } from '#gateway';
import { cutText } from '#redaction';
import { MAX_TEXT } from './request-attributes.ts';

/** The further attributes of a span that is recorded, of a request to an upstream or of one that it makes. */
export function upstreamAttributesOf({ message, direction, upstream }: UpstreamRequest): Attributes {
  const version = versionOf(message, upstream);
  return {
    'jsonrpc.request.id': cutText(String(message.id), MAX_TEXT),
    'crowsnest.upstream': upstream.destination.name,
    ...carrierOf(upstream.destination, direction),
    ...(typeof version === 'string' && { 'mcp.protocol.version': cutText(version, MAX_TEXT) }),
    ...(upstream.sessionId !== undefined && { 'mcp.session.id': cutText(upstream.sessionId, MAX_TEXT) }),
  };
}

/** Who sends a request is the client, whatever it is otherwise. */
function carrierOf({ address }: UpstreamDestination, direction: UpstreamRequest['direction']): Attributes {
  if (!address) return { 'network.transport': 'pipe' };
  const role = direction === 'out' ? 'server' : 'client';
  return {
    'network.transport': 'tcp',
    'network.protocol.name': 'http',
    'network.protocol.version': '1.1',
    [`${role}.address`]: address.host,
    [`${role}.port`]: address.port,
  };
}

/** The revision, where each era states it. */
function versionOf({ method, params }: JSONRPCRequest, { protocolVersion }: ObservedUpstream): unknown {
  if (method === 'initialize') return params?.['protocolVersion'];
  return params?._meta?.[PROTOCOL_VERSION_META_KEY] ?? protocolVersion;
}
