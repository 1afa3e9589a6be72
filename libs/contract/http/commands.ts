/** The optional body of a command: its reason, which goes into the audit trail. */
export interface CommandReason {
  /** At most {@link MAX_REASON} characters. */
  reason?: string;
}

/** Maximum length of a command's reason, in characters. */
export const MAX_REASON = 500;

/** The 202 answer to `DELETE /sessions/:id`. The effect follows as events. */
export interface SessionEndAccepted {
  sessionId: string;
}

/** The 202 answer to `POST /calls/:callId/cancel`. The effect follows as events. */
export interface CallCancelAccepted {
  callId: string;
}

/** The 202 answer to `DELETE /sessions/:id/payloads` and `DELETE /tenants/:tenant/payloads`: they are gone. */
export interface PayloadsErased {
  /** Number of arguments and results that were erased. */
  payloads: number;
}
