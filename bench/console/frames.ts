// The globals of a page that the recorder uses. The bench is compiled without the types of a browser.
declare function requestAnimationFrame(callback: (at: number) => void): number;
declare const document: { querySelector(selector: string): { dateTime: string } | null };

/** The frames of a page during a recording. */
export interface FrameRecord {
  /** The frames of a 60 Hz display in this time. */
  due: number;
  /** Of these, the frames that were not drawn. */
  dropped: number;
  /** Tasks of more than 50 ms. */
  longTasks: number;
  /** Milliseconds from the time of the newest event in the feed to the frame that first showed it. */
  paintMs: number[];
}

/**
 * Records the frames of the page for `ms` milliseconds. It is sent to the page as text, so it uses nothing from this
 * module.
 */
export async function recordFrames(ms: number): Promise<FrameRecord> {
  const FRAME_MS = 1_000 / 60;
  const record: FrameRecord = { due: 0, dropped: 0, longTasks: 0, paintMs: [] };
  const observer = new PerformanceObserver((list) => (record.longTasks += list.getEntries().length));
  observer.observe({ type: 'longtask' as never });
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  let [before, shown] = [await frame(), ''];
  for (const end = before + ms; before < end;) {
    const newest = document.querySelector('app-feed time')?.dateTime ?? '';
    const now = await frame();
    const due = Math.max(1, Math.round((now - before) / FRAME_MS));
    record.due += due;
    record.dropped += due - 1;
    if (newest !== shown) record.paintMs.push(performance.timeOrigin + now - Date.parse(newest));
    [before, shown] = [now, newest];
  }
  observer.disconnect();
  return record;
}

/** Clicks a link; resolves with the milliseconds until the frame that shows a result. Sent to the page as text. */
export async function timeUntilResult(link: unknown): Promise<number> {
  const begun = performance.now();
  (link as { click(): void }).click();
  for (;;) {
    const at = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    if (document.querySelector('[role=tree][aria-label=Result] [role=treeitem]')) return at - begun;
  }
}
