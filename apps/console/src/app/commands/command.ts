import type { InFlightCall, SessionView } from '#contract';

/** A command for a session or a call in flight. `agent` is the name of the call's client. */
export type Command =
  { kind: 'end-session'; session: SessionView } | { kind: 'cancel-call'; call: InFlightCall; agent: string };

/** Returns the id of the session or the call of a command. */
export function targetOf(command: Command): string {
  return command.kind === 'end-session' ? command.session.sessionId : command.call.callId;
}
