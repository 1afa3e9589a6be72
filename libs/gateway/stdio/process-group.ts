import { setTimeout } from 'node:timers/promises';

/** Milliseconds that the rest of a group has after SIGTERM. */
const GRACE_MS = 1_000;
const POLL_MS = 25;

/**
 * Sends a signal to every process of a group: a child and what it has started. Returns false if there is none left.
 * Signal 0 only asks that.
 */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch (error) {
    // EPERM: something of the group still runs, but as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ends what a child has left behind in its group. Resolves when nothing is left, or has been killed. */
export async function endRestOfGroup(leader: number): Promise<void> {
  const deadline = performance.now() + GRACE_MS;
  for (let isThere = signalGroup(leader, 'SIGTERM'); isThere; isThere = signalGroup(leader, 0)) {
    if (performance.now() >= deadline) {
      signalGroup(leader, 'SIGKILL');
      return;
    }
    await setTimeout(POLL_MS);
  }
}
