import { toolOf, type CrowsnestEvent } from '#contract';
import type { RecordedEvent } from './protocol.ts';

/** The members of an event that are compared, whether the log has committed it or a stream has sent it. */
export function recorded(event: CrowsnestEvent): RecordedEvent {
  const { id, type, sessionId, tenantId, data } = event;
  return {
    id,
    type,
    sessionId,
    tenantId,
    tool: toolOf(event) ?? '',
    callId: 'callId' in data ? data.callId : '',
  };
}
