import type { RowWindow } from './row-window.ts';

/** A part of a windowed list: a rendered row, or space in place of other rows. */
export type ListPart<T> =
  { kind: 'row'; key: string; row: T; place: number } | { kind: 'room'; key: string; height: number };

/** How the rows of a list are rendered. */
export interface RowRendering<T> {
  /** The height of a row, in pixels. */
  rowHeight: number;
  /** The indexes of rows that are rendered wherever the window is; -1 for none. */
  kept: readonly number[];
  keyOf: (row: T) => string;
}

/** Returns the rows of a window and the kept ones, with space in place of all others, in order. */
export function listParts<T>(
  rows: readonly T[],
  { from, to }: Pick<RowWindow, 'from' | 'to'>,
  { rowHeight, kept, keyOf }: RowRendering<T>,
): ListPart<T>[] {
  const places = new Set(rows.slice(from, to).map((_, index) => from + index));
  for (const place of kept) if (place >= 0) places.add(place);
  const parts: ListPart<T>[] = [];
  let next = 0;
  const leaveRoom = (upTo: number): void => {
    if (upTo > next)
      parts.push({ kind: 'room', key: `room ${parts.length}`, height: (upTo - next) * rowHeight });
  };
  for (const place of [...places].toSorted((a, b) => a - b)) {
    const row = rows[place];
    if (row === undefined) continue;
    leaveRoom(place);
    parts.push({ kind: 'row', key: keyOf(row), row, place });
    next = place + 1;
  }
  leaveRoom(rows.length);
  return parts;
}
