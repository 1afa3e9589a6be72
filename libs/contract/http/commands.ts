/** The optional body of a command: why it is given. It goes into the audit trail. */
export interface CommandReason {
  /** At most {@link MAX_REASON} characters. */
  reason?: string;
}

/** Maximum length of a command's reason, in characters. */
export const MAX_REASON = 500;

/** 202 to `DELETE /sessions/:id`: the effect follows as events. */
export interface SessionEndAccepted {
  sessionId: string;
}

/** 202 to `POST /calls/:callId/cancel`: the effect follows as events. */
export interface CallCancelAccepted {
  callId: string;
}
