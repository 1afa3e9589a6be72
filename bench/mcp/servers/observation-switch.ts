import { Injectable } from '@nestjs/common';
import { Observation } from '#mcp';

type Observed = ReturnType<Observation['of']>;

/** An observation that can be switched off, for the bench only. Switch it only while no call is in flight. */
@Injectable()
export class SwitchedObservation extends Observation {
  isOn = true;

  override of(client: Parameters<Observation['of']>[0]): Observed {
    const observed = super.of(client);
    const request = observed.request.bind(observed);
    observed.request = (...args) => (this.isOn ? request(...args) : undefined);
    return observed;
  }
}
