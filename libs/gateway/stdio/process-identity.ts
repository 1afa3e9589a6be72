import { readFileSync } from 'node:fs';
import { z } from 'zod';

const BOOT_ID = '/proc/sys/kernel/random/boot_id';
/** Where the state and the time of the start stand in `/proc/PID/stat` behind the name, which may hold anything. */
const STATE = 0;
const START_TIME = 19;
/** States of a process that has ended and still has its number. */
const HAS_ENDED = /^[ZX]/;

/** A process by its number and its start, which tells it from every other process that has had or will have the number. */
export const ProcessIdentity = z.object({ pid: z.int().min(2), start: z.string() });
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

/** The identity of a process that runs; undefined if there is none, or if the system does not tell (all but Linux). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (HAS_ENDED.test(fields[STATE] ?? '')) return undefined;
    return { pid, start: `${fields[START_TIME]} of boot ${readFileSync(BOOT_ID, 'utf8').trim()}` };
  } catch {
    return undefined;
  }
}

/** Whether the very process runs. */
export function isSame({ pid, start }: ProcessIdentity): boolean {
  return identityOf(pid)?.start === start;
}
