import { Clock as ClockOfTheProduct } from '../../../libs/events/clock.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Without the piece: the time is formatted again for every event. */
export class Clock extends ClockOfTheProduct {
  override now(): string {
    return pieceSwitch.isOn ? super.now() : new Date().toISOString();
  }
}
