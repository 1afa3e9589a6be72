import type { ToolErrorKind } from '#contract';

import { groupBy } from '../analysis/trend.ts';
import type { FailedCall } from './failed-call.ts';
import { commonText } from './normalised-message.ts';

/** Similar failures of one tool. */
export interface ErrorGroup {
  /** Identifies the group in a URL. It depends only on tool, kind and message. */
  key: string;
  tool: string;
  kind: ToolErrorKind;
  /** The message without its variable parts, from `normalisedMessage`. */
  message: string;
  /** A text that all messages contain; empty if there is none. */
  common: string;
  /** Oldest first. */
  calls: readonly FailedCall[];
  /** When the first and the last call ended, in milliseconds since 1970. */
  first: number;
  last: number;
  /** Numbers of affected sessions and clients. */
  sessions: number;
  clients: number;
}

/** Groups failures by tool, kind and message. `clientOf` returns the client of a session. */
export function errorGroupsOf(
  failed: readonly FailedCall[],
  clientOf: (sessionId: string) => string,
): ErrorGroup[] {
  const groups = groupBy(failed, ({ tool, failure, message }) =>
    JSON.stringify([tool, failure.kind, message]),
  );
  return [...groups].map(([name, calls]) => groupOf(name, calls, clientOf));
}

function groupOf(
  name: string,
  calls: readonly FailedCall[],
  clientOf: (sessionId: string) => string,
): ErrorGroup {
  const [tool, kind, message] = JSON.parse(name) as [string, ToolErrorKind, string];
  const sessions = new Set(calls.map(({ sessionId }) => sessionId));
  return {
    key: hashOf(name),
    tool,
    kind,
    message,
    common: commonText(message),
    calls,
    first: calls[0]?.at ?? 0,
    last: calls.at(-1)?.at ?? 0,
    sessions: sessions.size,
    clients: new Set([...sessions].map(clientOf)).size,
  };
}

/** FNV-1a with 32 bits, so a collision among some hundred groups is very unlikely. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
