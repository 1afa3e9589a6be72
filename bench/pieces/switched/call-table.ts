import { CallTable as TableOfTheProduct } from '../../../libs/sessions/running-calls/call-table.ts';
import type { RunningCall } from '../../../libs/sessions/running-calls/running-call.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Without the piece: a `Map` finds running calls by id. */
export class CallTable extends TableOfTheProduct {
  readonly #map = new Map<string, RunningCall>();

  override add(call: RunningCall): void {
    if (pieceSwitch.isOn) super.add(call);
    else this.#map.set(call.callId, call);
  }

  // A call is removed from the table that it was added to, even if the piece was switched meanwhile.
  override remove(call: RunningCall): boolean {
    return call.byId.list ? super.remove(call) : this.#map.delete(call.callId);
  }

  override find(callId: string): RunningCall | undefined {
    return super.find(callId) ?? this.#map.get(callId);
  }
}
