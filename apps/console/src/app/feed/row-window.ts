/** Rows rendered beyond each edge, so that a flick does not show blank. */
const OVERSCAN = 6;

export interface RowWindow {
  /** Rows to render: `from` included, `to` not. */
  from: number;
  to: number;
  /** Pixels above the first rendered row, and of all rows together. */
  before: number;
  total: number;
}

/** Which of `count` rows of equal height have to exist for what is in view. */
export function rowWindow(count: number, rowHeight: number, offset: number, height: number): RowWindow {
  const last = Math.max(0, count * rowHeight - height);
  const top = Math.min(Math.max(0, offset), last);
  const from = Math.max(0, Math.floor(top / rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((top + height) / rowHeight) + OVERSCAN);
  return { from, to, before: from * rowHeight, total: count * rowHeight };
}
