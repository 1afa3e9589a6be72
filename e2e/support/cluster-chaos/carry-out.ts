import { setTimeout as pause } from 'node:timers/promises';
import type { BrokerServer } from '../brokers/broker-server.ts';
import type { Act } from './acts.ts';
import type { ChaoticInstance } from './chaotic-instance.ts';

/** What acts are done to. */
export interface Target {
  instances: readonly ChaoticInstance[];
  broker: BrokerServer;
  /** Part of what an instance sends when it appends. */
  appendText: string;
}

/** Carries out an act; resolves once its effect is over, and a process that has ended is followed by another. */
export async function carryOut(act: Exclude<Act, { act: 'hop' }>, target: Target): Promise<void> {
  if (act.act === 'kill broker') {
    await target.broker.kill();
    await pause(act.forMs);
    return target.broker.resume();
  }
  const instance = target.instances[act.instance];
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
      return instance.proxy.cutAfter(target.appendText);
    case 'cut off':
      instance.proxy.shut();
      await pause(act.forMs);
      return instance.proxy.reopen();
    default:
      act satisfies never;
  }
}
