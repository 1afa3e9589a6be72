import type { CallId, SessionId } from '../ids.ts';
/** An admin has ended a session. The event belongs to that session and precedes its effects. */
export interface AdminSessionEndData {
  /** The admin's name. */
  by: string;
  reason?: string;
  sessionId: SessionId;
}

/** An admin has cancelled a call. The event belongs to the call's session and precedes its effects. */
export interface AdminCallCancelData {
  /** The admin's name. */
  by: string;
  reason?: string;
  callId: CallId;
  tool: string;
}
