import type { Provider } from '@angular/core';

import { FETCH } from '../app/api/fetch.ts';
import type { LiveCore, Send } from '../app/live/core/live-core.ts';
import { NO_OTHERS } from '../app/live/account-board.ts';
import { liveHost } from '../app/live/host/live-host.ts';
import type { Door } from '../app/live/link/door.ts';
import { ACCOUNT_BOARD, HOST_DOORS } from '../app/picture/connection/host-doors.ts';

/** Returns a door to a host in this page. Messages arrive in a later task, as copies. */
export function doorTo(core: LiveCore): Door {
  return (hear) => {
    let isOpen = true;
    const send: Send = (message) => later(message, (copy) => isOpen && hear(copy));
    return {
      send: (message) => later(message, (copy) => core.hear(copy, send)),
      close: () => void (isOpen = false),
    };
  };
}

/** Provides a server, and a host in the page that is connected to it. */
export function provideHost(fetch: typeof globalThis.fetch): Provider[] {
  return [
    { provide: FETCH, useValue: fetch },
    { provide: ACCOUNT_BOARD, useValue: NO_OTHERS },
    { provide: HOST_DOORS, useValue: [doorTo(liveHost(fetch, ''))] },
  ];
}

function later<T>(message: T, act: (copy: T) => void): void {
  const copy = structuredClone(message);
  void Promise.resolve().then(() => act(copy));
}
