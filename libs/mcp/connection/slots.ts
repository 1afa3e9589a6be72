/**
 * Objects that come and go by the thousand in a second, a few at a time: each is added, found and removed in constant
 * time. An array of places that are used again, because V8 makes the table of a `Map` or `Set` anew every few
 * insertions, and an old table keeps all later ones alive (see docs/decisions/02-observed-at-the-transport.md).
 */
export class Slots<T extends object> {
  readonly #places: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** Adds what is made for its place, and returns it. */
  add(make: (place: number) => T): T {
    const place = this.#free.pop() ?? this.#places.length;
    const object = make(place);
    this.#places[place] = object;
    return object;
  }

  get(place: number): T | undefined {
    return this.#places[place];
  }

  /** Removes what is at a place, which another object then takes. */
  remove(place: number): void {
    if (this.#places[place] === undefined) return;
    this.#places[place] = undefined;
    this.#free.push(place);
  }

  /** All of them, as they are now. */
  list(): T[] {
    return this.#places.filter((object) => object !== undefined);
  }
}
