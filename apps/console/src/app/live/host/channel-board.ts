import type { AccountBoard } from '../account-board.ts';

/**
 * Creates the board of all hosts of this server. `mount` is the path where it is mounted, because each path has its own
 * cookie.
 */
export function accountBoard(mount: string): AccountBoard {
  const channel = new BroadcastChannel(`Crowsnest account ${mount}`);
  return {
    tell: (account) => channel.postMessage(account),
    listen: (hear) =>
      channel.addEventListener('message', ({ data }: MessageEvent<string | null>) => hear(data)),
  };
}
