import type { EventFilter } from '#contract';
import { SharedViews } from './shared-views.ts';

const SEARCHES: EventFilter = { tools: ['search'] };

describe('SharedViews', () => {
  const views = (): SharedViews => new SharedViews(() => undefined);

  it('gives clients that see the same one view', () => {
    const all = views();
    const view = all.take({ ...SEARCHES }, true);
    expect(all.take({ ...SEARCHES }, true)).toBe(view);
    expect(all.take({ ...SEARCHES }, false)).not.toBe(view);
    expect(all.take({}, true)).not.toBe(view);
    expect(all.size).toBe(3);
  });

  it('forgets a view with its last client', () => {
    const all = views();
    const view = all.take(SEARCHES, true);
    all.take(SEARCHES, true);
    all.release(view);
    expect(all.take(SEARCHES, true)).toBe(view);
    all.release(view);
    all.release(view);
    expect(all.size).toBe(0);
  });
});
