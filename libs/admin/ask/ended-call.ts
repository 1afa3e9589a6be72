import type { EventOf } from '#contract';
import type { ConsoleLinks } from './console-links.ts';

/** How a call ended, as an answer tells it. */
export function endedCall(
  { id, type, sessionId, tenantId, timestamp, data }: EventOf<'tool:done'> | EventOf<'tool:error'>,
  links: ConsoleLinks,
): object {
  const { callId, tool, durationMs, argumentBytes, resultBytes, continues } = data;
  const outcome =
    type === 'tool:error'
      ? { outcome: data.kind, error: data.error, code: data.code }
      : { outcome: data.outcome ?? 'done' };
  return {
    callId,
    tool,
    sessionId,
    tenantId,
    endedAt: timestamp,
    durationMs,
    ...outcome,
    argumentBytes,
    resultBytes,
    continues,
    link: links.to('session', { call: id }, sessionId),
  };
}
