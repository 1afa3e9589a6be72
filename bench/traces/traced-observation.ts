import { Injectable } from '@nestjs/common';
import { Observation } from '#mcp';

type BeginSpan = Observation['beginSpan'];

/** An observation whose spans can be switched off, for the bench only. Switch it only while no call is in flight. */
@Injectable()
export class TracedObservation extends Observation {
  isTraced = true;

  override beginSpan(...args: Parameters<BeginSpan>): ReturnType<BeginSpan> {
    return this.isTraced ? super.beginSpan(...args) : undefined;
  }
}
