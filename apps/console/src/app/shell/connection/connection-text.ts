import type { Connection } from '../../live/connection.ts';
import { formatCountdown } from '../../time/countdown.ts';

/** The text of the connection's state. */
export interface ConnectionText {
  tone: 'accent' | 'slow' | 'quiet' | 'odd';
  text: string;
}

/** Further facts that the text depends on. */
export interface ConnectionFacts {
  /** Whether the page shows a past range, so that nothing on it is live. */
  showsPast: boolean;
  /** Whether there is a gap that the admin has not dismissed. */
  hasGap: boolean;
  /** Whether the browser reports that this device is offline. */
  isOffline: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/** Describes the connection in one word, with the time until the next attempt. */
export function connectionText(connection: Connection, facts: ConnectionFacts): ConnectionText {
  switch (connection.phase) {
    case 'live':
      if (facts.isOffline) return { tone: 'slow', text: 'Offline' };
      if (connection.isCatchingUp) return { tone: 'slow', text: 'Catching up' };
      if (facts.showsPast) return { tone: 'quiet', text: 'Connected' };
      return facts.hasGap ? { tone: 'slow', text: 'Live, with a gap' } : { tone: 'accent', text: 'Live' };
    case 'waiting':
      return { tone: 'slow', text: `${wordOf(facts)} in ${formatCountdown(connection.retryAt, facts.now)}` };
    case 'retrying':
      return { tone: 'slow', text: facts.isOffline ? 'Offline' : 'Reconnecting…' };
    case 'connecting':
      return { tone: 'quiet', text: 'Connecting…' };
    case 'replay':
      return { tone: 'odd', text: 'Replay, not live' };
    case 'idle':
    case 'signed-out':
      return { tone: 'quiet', text: 'Not connected' };
    default:
      return connection satisfies never;
  }
}

function wordOf({ isOffline }: ConnectionFacts): string {
  return isOffline ? 'Offline, next attempt' : 'Reconnecting';
}
