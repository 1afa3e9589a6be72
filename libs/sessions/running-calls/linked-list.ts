/** One item's link in one list. */
export class Link<T> {
  list: LinkedList<T> | undefined;
  next: Link<T> | undefined;
  previous: Link<T> | undefined;

  constructor(readonly item: T) {}
}

/**
 * A doubly linked list, oldest first: adding and removing take constant time. The items own their links. A removed link
 * refers to no neighbor, so the garbage collector can free each item on its own.
 */
export class LinkedList<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(link: Link<T>): void {
    link.list = this;
    link.previous = this.#last;
    if (this.#last) this.#last.next = link;
    else this.#first = link;
    this.#last = link;
    this.#size += 1;
  }

  /** Removes a link from the list; false if it is not in the list. */
  remove(link: Link<T>): boolean {
    if (link.list !== this) return false;
    const { next, previous } = link;
    if (previous) previous.next = next;
    else this.#first = next;
    if (next) next.previous = previous;
    else this.#last = previous;
    link.list = link.next = link.previous = undefined;
    this.#size -= 1;
    return true;
  }

  /** The oldest item that fits, or undefined. */
  find(fits: (item: T) => boolean): T | undefined {
    for (let link = this.#first; link; link = link.next) if (fits(link.item)) return link.item;
    return undefined;
  }

  /** A copy of the items, for callers that remove some of them while they iterate. */
  toArray(): T[] {
    const items: T[] = [];
    for (let link = this.#first; link; link = link.next) items.push(link.item);
    return items;
  }
}
