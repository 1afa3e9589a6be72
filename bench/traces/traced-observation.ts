import { Injectable } from '@nestjs/common';
import { Observation } from '#mcp';

/** An observation whose spans can be switched off, for the bench only. Switch it only while no call is in flight. */
@Injectable()
export class TracedObservation extends Observation {
  hasSpans = true;

  override get isTraced(): boolean {
    return this.hasSpans && super.isTraced;
  }
}
