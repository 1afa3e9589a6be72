/** Number of rows that are rendered beyond each edge, so that fast scrolling shows no blank area. */
const OVERSCAN = 6;

/** The part of a list that is rendered. */
export interface RowWindow {
  /** The rows to render: `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  /** Height above the first rendered row, and of all rows, in pixels. */
  before: number;
  total: number;
}

/** Computes which of `count` rows of equal height are rendered. Sizes are in pixels. */
export function rowWindow(count: number, rowHeight: number, offset: number, height: number): RowWindow {
  const last = Math.max(0, count * rowHeight - height);
  const top = Math.min(Math.max(0, offset), last);
  const from = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  return { from, to, before: from * rowHeight, total: count * rowHeight };
}
