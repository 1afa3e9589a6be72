import type { Connection } from '../live/connection.ts';
import { formatCountdown } from '../time/countdown.ts';
import type { IconName } from '../ui/icons.ts';

/** The content of the badge in the header. */
export interface ConnectionText {
  tone: 'done' | 'warning' | 'plain';
  icon: IconName;
  text: string;
}

/** Describes the connection. A gap stays visible until it is dismissed. `now` is milliseconds since 1970. */
export function connectionText(connection: Connection, gap: boolean, now: number): ConnectionText {
  switch (connection.phase) {
    case 'live':
      return gap
        ? { tone: 'warning', icon: 'gap', text: 'Live, with a gap' }
        : { tone: 'done', icon: 'signal', text: 'Live' };
    case 'waiting':
      return {
        tone: 'warning',
        icon: 'retry',
        text: `Reconnecting in ${formatCountdown(connection.retryAt, now)}`,
      };
    case 'retrying':
      return { tone: 'warning', icon: 'retry', text: 'Reconnecting…' };
    case 'connecting':
      return { tone: 'plain', icon: 'signal', text: 'Connecting…' };
    case 'idle':
    case 'signed-out':
      return { tone: 'plain', icon: 'signal', text: 'Not connected' };
    default:
      return connection satisfies never;
  }
}
