import type { AccountBoard } from '../account-board.ts';

/** The board of all hosts of this server. `mount`: the path below which it is mounted, which has a cookie of its own. */
export function accountBoard(mount: string): AccountBoard {
  const channel = new BroadcastChannel(`Crowsnest account ${mount}`);
  return {
    tell: (account) => channel.postMessage(account),
    listen: (hear) =>
      channel.addEventListener('message', ({ data }: MessageEvent<string | null>) => hear(data)),
  };
}
