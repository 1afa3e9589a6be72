import { Injectable } from '@nestjs/common';
import { EventBus, type BusKind, type BusMessages } from '#events';
import { Observation } from '#mcp';

/** How the listeners of the metrics are named. */
const METRICS = 'Metrics of ';

/** An observation whose listeners can be switched off, for the bench only. The metrics are the only ones. */
@Injectable()
export class MeteredObservation extends Observation {
  isMetered = true;

  override hears(kind: Parameters<Observation['hears']>[0]): boolean {
    return this.isMetered && super.hears(kind);
  }
}

/** A bus whose metrics can be switched off, for the bench only. */
@Injectable()
export class MeteredBus extends EventBus {
  isMetered = true;

  override on<K extends BusKind>(
    kind: K,
    name: string,
    listener: (payload: BusMessages[K]) => unknown,
  ): void {
    const isSwitched = name.startsWith(METRICS);
    super.on(kind, name, (payload) => (isSwitched && !this.isMetered ? undefined : listener(payload)));
  }
}
