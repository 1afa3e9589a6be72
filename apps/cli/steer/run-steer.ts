import { callCancelRoute, sessionRoute, type CallCancelAccepted, type SessionEndAccepted } from '#contract';
import { print } from '../server/print.ts';
import type { Server } from '../server/server.ts';
import { printable } from '../text/printable.ts';

/** Why a command is given: it goes into the audit trail. */
export interface Reason {
  reason?: string;
}

/** Ends a session. Rejects with a `ServerFault`. */
export async function endSession(server: Server, session: string, reason: Reason): Promise<void> {
  const asked = { method: 'DELETE', body: reason };
  const { sessionId } = await server.read<SessionEndAccepted>(sessionRoute(session), asked);
  await print(`The session ${printable(sessionId)} ends.`);
}

/** Cancels a call. Rejects with a `ServerFault`. */
export async function cancelCall(server: Server, call: string, reason: Reason): Promise<void> {
  const asked = { method: 'POST', body: reason };
  const { callId } = await server.read<CallCancelAccepted>(callCancelRoute(call), asked);
  await print(`The call ${printable(callId)} is cancelled.`);
}
