import { readFileSync } from 'node:fs';
import { z } from 'zod';

const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** Where the time of the start stands in `/proc/PID/stat` behind the name, which may hold anything. */
const START_TIME = 19;

/** A process by its number and its start, which tells it from every other process that has had or will have the number. */
export const ProcessIdentity = z.object({ pid: z.int().min(2), start: z.string() });
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** The identity of a process that runs; undefined if there is none, or if the system does not tell (all but Linux). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME];
    return { pid, start: `${ticks} of boot ${readFileSync(BOOT_ID, 'utf8').trim()}` };
  } catch {
    return undefined;
  }
}

/** Whether the very process runs. */
export function isSame({ pid, start }: ProcessIdentity): boolean {
  return identityOf(pid)?.start === start;
}
