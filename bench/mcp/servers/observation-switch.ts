import { Injectable } from '@nestjs/common';
import { Observation } from '#mcp';

type Observed = ReturnType<Observation['of']>;

/** The observation with a switch, for the bench alone. Throw it while no call is in flight. */
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
