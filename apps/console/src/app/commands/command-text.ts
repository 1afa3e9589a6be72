import type { SessionView } from '#contract';

import { formatCount } from '../ui/numbers.ts';
import type { Command } from './command.ts';

/** The texts of a command's dialog. */
export interface CommandText {
  title: string;
  effect: string;
  /** What the id identifies. */
  target: string;
  /** The button that sends the command. */
  confirm: string;
  /** The button that closes the dialog. */
  dismiss: string;
  /** Announced to screen readers once the server has accepted the command. */
  accepted: string;
}

/** Returns the texts of the dialog that confirms a command. */
export function commandText(command: Command): CommandText {
  switch (command.kind) {
    case 'end-session':
      return {
        title: `End the session of ${command.session.client.name}?`,
        effect: `${effectOnCalls(command.session)} ${effectOnAgent(command.session)}`,
        target: 'Session',
        confirm: 'End session',
        dismiss: 'Keep session',
        accepted: 'The session is ending.',
      };
    case 'cancel-call':
      return {
        title: `Cancel this call of ${command.call.tool}?`,
        effect: `${command.agent} gets the error “Cancelled by an administrator” at once, and the tool is asked to stop. What it has already done is not undone.`,
        target: 'Call',
        confirm: 'Cancel call',
        dismiss: 'Keep running',
        accepted: 'The call is being cancelled.',
      };
    default:
      return command satisfies never;
  }
}

function effectOnCalls({ callsInFlight }: SessionView): string {
  if (callsInFlight === 0) return 'No call is running in it.';
  const calls =
    callsInFlight === 1 ? 'Its running call is' : `Its ${formatCount(callsInFlight)} running calls are`;
  return `${calls} cancelled and answered with an error.`;
}

function effectOnAgent({ origin }: SessionView): string {
  return origin === 'protocol'
    ? 'The agent has to open a new session to go on.'
    : 'The agent keeps its access: its next call opens a new session.';
}
