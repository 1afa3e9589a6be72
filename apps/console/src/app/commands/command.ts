import type { InFlightCall, SessionView } from '#contract';

import { formatCount } from '../ui/numbers.ts';

/** Something that an admin can do to what is on screen. */
export type Command =
  { kind: 'end-session'; session: SessionView } | { kind: 'cancel-call'; call: InFlightCall; agent: string };

/** What a command is called, and what it brings about. */
export interface CommandText {
  title: string;
  effect: string;
  /** The button that gives the command. */
  confirm: string;
  /** The button that does not. */
  refrain: string;
  /** For screen readers, once the server has taken it. */
  taken: string;
}

/** The id of what the command is aimed at. */
export function targetOf(command: Command): string {
  return command.kind === 'end-session' ? command.session.sessionId : command.call.callId;
}

export function commandText(command: Command): CommandText {
  switch (command.kind) {
    case 'end-session':
      return {
        title: `End the session of ${command.session.client.name}?`,
        effect: `${fateOfCalls(command.session)} ${fateOfAgent(command.session)}`,
        confirm: 'End session',
        refrain: 'Keep it open',
        taken: 'The session is being ended.',
      };
    case 'cancel-call':
      return {
        title: `Cancel this call of ${command.call.tool}?`,
        effect: `${command.agent} is answered at once with the error “Cancelled by an administrator”, and the tool is told to stop. What it has done already stays done.`,
        confirm: 'Cancel call',
        refrain: 'Let it run',
        taken: 'The call is being cancelled.',
      };
    default:
      return command satisfies never;
  }
}

function fateOfCalls({ callsInFlight }: SessionView): string {
  if (callsInFlight === 0) return 'No call of it is running at the moment.';
  const calls =
    callsInFlight === 1 ? 'Its running call is' : `Its ${formatCount(callsInFlight)} running calls are`;
  return `${calls} cancelled, and answered with an error.`;
}

function fateOfAgent({ origin }: SessionView): string {
  return origin === 'protocol'
    ? 'The agent is told that its session is over, and has to begin another one.'
    : 'The agent keeps its access: its next call begins another session.';
}
