import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { session } from '../../testing/events.ts';
import { UrlState } from '../view/url-state.ts';
import { MOST_UNFOLDED, UnfoldedWork } from './unfolded-work.ts';
import type { Work } from './work.ts';

describe('UnfoldedWork', () => {
  let unfolded: UnfoldedWork;
  const workOf = (...ids: [string, ...string[]]): Work => {
    const sessions = ids.map((sessionId) => session({ sessionId }));
    return { key: ids[0], whole: session({ sessionId: ids[0] }), sessions };
  };
  const textInUrl = (): string | undefined =>
    TestBed.inject(Router).parseUrl(TestBed.inject(Router).url).queryParams['work'] as string | undefined;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideRouter([]), UnfoldedWork] });
    unfolded = TestBed.inject(UnfoldedWork);
  });

  async function toggle(work: Work): Promise<void> {
    unfolded.toggle(work);
    await new Promise((resolve) => setTimeout(resolve));
  }

  it('keeps any id of a session in the URL, also one with a comma', async () => {
    await toggle(workOf('a,b', 'c'));
    await toggle(workOf('d', 'e'));
    expect(textInUrl()).toBe('a%2Cb,d');
    expect(unfolded.has(workOf('a,b', 'c'))).toBe(true);
    expect(unfolded.has(workOf('a'))).toBe(false);
    await toggle(workOf('a,b', 'c'));
    expect(textInUrl()).toBe('d');
  });

  it('stays unfolded, and folds again, once an earlier session of the work is found', async () => {
    await toggle(workOf('second', 'third'));
    const longer = workOf('first', 'second', 'third');
    expect(unfolded.has(longer)).toBe(true);
    await toggle(longer);
    expect(textInUrl()).toBeUndefined();
  });

  it('folds the work that was unfolded first when there are too many', async () => {
    for (let n = 0; n <= MOST_UNFOLDED; n += 1) await toggle(workOf(`s${n}`, `t${n}`));
    expect(unfolded.has(workOf('s0', 't0'))).toBe(false);
    expect(unfolded.has(workOf(`s${MOST_UNFOLDED}`))).toBe(true);
  });

  it('explains the fault of a text that is not encoded', async () => {
    await TestBed.inject(Router).navigate([], { queryParams: { work: '100%' } });
    expect(TestBed.inject(UrlState).faults()).toMatchObject([{ name: 'work', text: '100%' }]);
  });
});
