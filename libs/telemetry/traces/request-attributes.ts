import type { IncomingMessage } from 'node:http';
import { PROTOCOL_VERSION_META_KEY, type JSONRPCRequest } from '@modelcontextprotocol/server';
import type { Attributes } from '@opentelemetry/api';
import type { Request } from 'express';
import { clientAddressOf, isForwarded } from '#edge';
import type { TracedRequest } from '#mcp';
import { cutText, redactedExcerpt } from '#redaction';

/** Longer texts are cut, because they come from outside. */
export const MAX_TEXT = 256;
const MAX_URI = 2_048;

// The names are those of the OpenTelemetry conventions for MCP. Their constants in the package of conventions are deprecated.

/** What a sampler may decide by: the method of a request, and what it is about. */
export function samplingAttributesOf(request: Pick<TracedRequest, 'message'>): Attributes {
  return { 'mcp.method.name': cutText(request.message.method, MAX_TEXT), ...targetOf(request) };
}

/** The further attributes of a span that is recorded. */
export function furtherAttributesOf(request: TracedRequest): Attributes {
  return {
    'jsonrpc.request.id': cutText(String(request.message.id), MAX_TEXT),
    'network.transport': 'tcp',
    'network.protocol.name': 'http',
    ...sessionOf(request),
    ...(request.direction === 'in' && carrierOf(request, request.http)),
  };
}

/** A session of our own making is no session of the protocol. */
function sessionOf({ client: { era, sessionId } }: TracedRequest): Attributes {
  if (sessionId === '') return {};
  return era === 'legacy' ? { 'mcp.session.id': sessionId } : { 'crowsnest.session.id': sessionId };
}

function targetOf({ message: { method, params } }: Pick<TracedRequest, 'message'>): Attributes {
  const name = textOf(params?.['name'], MAX_TEXT);
  const uri = textOf(params?.['uri'], MAX_URI);
  return {
    ...(method === 'tools/call' && { 'gen_ai.operation.name': 'execute_tool' }),
    ...(method === 'tools/call' && name !== undefined && { 'gen_ai.tool.name': name }),
    ...(method === 'prompts/get' && name !== undefined && { 'gen_ai.prompt.name': name }),
    ...(method.startsWith('resources/') && uri !== undefined && { 'mcp.resource.uri': uri }),
  };
}

function carrierOf({ message }: TracedRequest, http: IncomingMessage): Attributes {
  const version = versionOf(message, http);
  return {
    'network.protocol.version': http.httpVersion,
    ...(typeof version === 'string' && { 'mcp.protocol.version': cutText(version, MAX_TEXT) }),
    ...addressOf(http as Request),
  };
}

/** The revision, where each era states it. */
function versionOf({ method, params }: JSONRPCRequest, http: IncomingMessage): unknown {
  if (method === 'initialize') return params?.['protocolVersion'];
  return params?._meta?.[PROTOCOL_VERSION_META_KEY] ?? http.headers['mcp-protocol-version'];
}

/** The agent's address. Another instance that has handed the request over is not the agent. */
function addressOf(http: Request): Attributes {
  if (isForwarded(http)) return {};
  const { remoteAddress, remotePort } = http.socket;
  const address = clientAddressOf(http);
  if (address === undefined) return {};
  const isDirect = address === remoteAddress && remotePort !== undefined;
  return { 'client.address': address, ...(isDirect && { 'client.port': remotePort }) };
}

function textOf(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' ? redactedExcerpt(value, maxLength) : undefined;
}
