import type { ToolErrorKind } from '#contract';

import { groupBy } from '../analysis/trend.ts';
import type { FailedCall } from './failed-call.ts';
import { commonText } from './normalised-message.ts';

/** Failures of one tool that are alike. */
export interface ErrorGroup {
  /** The same for the same tool, kind and message, in every browser: short enough for a URL. */
  key: string;
  tool: string;
  kind: ToolErrorKind;
  /** The message without what differs, as `normalisedMessage` makes it. */
  message: string;
  /** A part that every message has; empty if there is none. */
  common: string;
  /** Oldest first. */
  calls: readonly FailedCall[];
  /** When the first and the last of them ended, in milliseconds since 1970. */
  first: number;
  last: number;
  /** Number of sessions and of clients that they hit. */
  sessions: number;
  clients: number;
}

/** Groups failures by tool, kind and message. `clientOf` names the client of a session. */
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

/** FNV-1a, in 32 bits: among some hundred groups two hardly ever share a key. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
