import type { Connection } from '../live/connection.ts';
import { formatCountdown } from '../time/countdown.ts';

/** What the live state says of the connection. */
export interface ConnectionText {
  tone: 'accent' | 'slow' | 'quiet' | 'odd';
  text: string;
}

/** Describes the connection. A gap stays visible until it is dismissed. `now` is milliseconds since 1970. */
export function connectionText(connection: Connection, gap: boolean, now: number): ConnectionText {
  switch (connection.phase) {
    case 'live':
      return gap ? { tone: 'slow', text: 'Live, with a gap' } : { tone: 'accent', text: 'Live' };
    case 'waiting':
      return { tone: 'slow', text: `Reconnecting in ${formatCountdown(connection.retryAt, now)}` };
    case 'retrying':
      return { tone: 'slow', text: 'Reconnecting…' };
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
