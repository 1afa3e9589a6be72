import { setTimeout as pause } from 'node:timers/promises';
import type { Act } from './acts.ts';
import type { BusyCluster } from './busy-cluster.ts';

/** Carries out an act; resolves once its effect is over, and a process that has ended is followed by another. */
export async function carryOut(act: Exclude<Act, { act: 'hop' }>, cluster: BusyCluster): Promise<void> {
  if (act.act === 'kill broker') {
    await cluster.broker.kill();
    await pause(act.forMs);
    return cluster.broker.resume();
  }
  const instance = cluster.instances[act.instance];
  if (!instance) throw new Error(`There is no instance ${act.instance}`);
  switch (act.act) {
    case 'kill':
    case 'stop':
      await instance[act.act]();
      await pause(act.forMs);
      return instance.start(act.clockShiftMs);
    case 'pause':
      instance.pause();
      await pause(act.forMs);
      return instance.resume();
    case 'cut append':
      return instance.proxy.cutAfter(cluster.appendText);
    case 'cut off':
      instance.proxy.shut();
      await pause(act.forMs);
      return instance.proxy.reopen();
    default:
      act satisfies never;
  }
}
