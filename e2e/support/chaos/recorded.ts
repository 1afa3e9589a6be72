import { toolOf, type CrowsnestEvent } from '#contract';
import type { RecordedEvent } from './protocol.ts';

/** What is compared of an event: the same of what the log has committed and of what a stream has told. */
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
