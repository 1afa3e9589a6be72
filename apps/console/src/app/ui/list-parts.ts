import type { RowWindow } from './row-window.ts';

/** A part of a windowed list: a rendered row, or space in place of other rows. */
export type ListPart<T> =
  { kind: 'row'; key: string; row: T; place: number } | { kind: 'room'; key: string; height: number };

/**
 * Returns the rows of a window and the row at the index `kept` (-1 for none), with space in place of all others, in
 * order.
 */
export function listParts<T extends { key: string }>(
  rows: readonly T[],
  window: Pick<RowWindow, 'from' | 'to'>,
  rowHeight: number,
  kept: number,
): ListPart<T>[] {
  const places = rows
    .slice(window.from, window.to)
    .map((_, index) => window.from + index)
    .concat(kept >= 0 && (kept < window.from || kept >= window.to) ? [kept] : [])
    .toSorted((a, b) => a - b);
  const parts: ListPart<T>[] = [];
  let next = 0;
  const leaveRoom = (upTo: number): void => {
    if (upTo > next)
      parts.push({ kind: 'room', key: `room ${parts.length}`, height: (upTo - next) * rowHeight });
  };
  for (const place of places) {
    const row = rows[place];
    if (!row) continue;
    leaveRoom(place);
    parts.push({ kind: 'row', key: row.key, row, place });
    next = place + 1;
  }
  leaveRoom(rows.length);
  return parts;
}
