import { Slots as SlotsOfTheProduct } from '../../../libs/mcp/connection/slots.ts';
import { pieceSwitch } from '../piece-switch.ts';

/** Slots from here on are keys of the `Map`. */
const IN_MAP = 2 ** 19;

/** Without the piece: a `Map` holds the objects. */
export class Slots<T extends object> extends SlotsOfTheProduct<T> {
  readonly #map = new Map<number, T>();
  #count = 0;

  override add(make: (place: number) => T): T {
    if (pieceSwitch.isOn) return super.add(make);
    this.#count = (this.#count + 1) % IN_MAP;
    const place = IN_MAP + this.#count;
    const object = make(place);
    this.#map.set(place, object);
    return object;
  }

  override get(place: number): T | undefined {
    return place < IN_MAP ? super.get(place) : this.#map.get(place);
  }

  override remove(place: number): void {
    if (place < IN_MAP) super.remove(place);
    else this.#map.delete(place);
  }

  override list(): T[] {
    return [...super.list(), ...this.#map.values()];
  }
}
