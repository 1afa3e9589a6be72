import { InjectionToken } from '@angular/core';

import { mountOf } from '../../api/mount.ts';
import type { AccountBoard } from '../../live/account-board.ts';
import { accountBoard } from '../../live/host/channel-board.ts';
import type { Door } from '../../live/link/door.ts';
import { openLeaderTab } from '../../live/link/leader-tab.ts';
import { openReplayWorker } from '../../live/link/replay-worker.ts';
import { openSharedWorker } from '../../live/link/shared-worker.ts';

/** The ways to connect to a host in this browser, the best one first. Tests provide a host in the page. */
export const HOST_DOORS = new InjectionToken<readonly Door[]>('ways to the host of all tabs', {
  providedIn: 'root',
  factory: () => ('SharedWorker' in globalThis ? [openSharedWorker, openLeaderTab] : [openLeaderTab]),
});

/** The ways to connect to the host of a replay. */
export const REPLAY_DOORS = new InjectionToken<readonly Door[]>('ways to the host of a replay', {
  providedIn: 'root',
  factory: () => [openReplayWorker],
});

/** Reaches every host of this browser. */
export const ACCOUNT_BOARD = new InjectionToken<AccountBoard>('board of all hosts', {
  providedIn: 'root',
  factory: () => accountBoard(mountOf(location.pathname)),
});
