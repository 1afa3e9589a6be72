import { membersOf, textOf } from './message.ts';

/** Longer names are cut: Crowsnest would do so, too. */
const MAX_NAME = 200;

/** https://www.w3.org/TR/trace-context/#traceparent-header-field-values */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/;

/** What a client says of itself. */
export interface ClientFacts {
  client: { name: string; version: string };
  protocolVersion: string;
}

/** The client of an `initialize` request, and the revision that its answer settles on. */
export function clientOfInitialize(params: unknown, result: unknown): ClientFacts {
  const { clientInfo, protocolVersion } = membersOf(params);
  const settled = membersOf(result)['protocolVersion'] ?? protocolVersion;
  return { client: clientOf(clientInfo), protocolVersion: textOf(settled, MAX_NAME) };
}

/** The client of a request of revision 2026-07-28, which carries it. */
export function clientOfRequest(params: unknown): ClientFacts {
  const meta = metaOf(params);
  const protocolVersion = textOf(meta['io.modelcontextprotocol/protocolVersion'], MAX_NAME);
  return { client: clientOf(meta['io.modelcontextprotocol/clientInfo']), protocolVersion };
}

/** The trace id of a request; undefined if it carries none. */
export function traceIdOf(params: unknown): string | undefined {
  return TRACEPARENT.exec(textOf(metaOf(params)['traceparent'], 512))?.[1];
}

/** The token under which a request wants to be told of progress. */
export function progressTokenOf(params: unknown): unknown {
  return metaOf(params)['progressToken'];
}

function metaOf(params: unknown): Record<string, unknown> {
  return membersOf(membersOf(params)['_meta']);
}

function clientOf(stated: unknown): ClientFacts['client'] {
  const { name, version } = membersOf(stated);
  return { name: textOf(name, MAX_NAME) || 'unknown', version: textOf(version, MAX_NAME) };
}
