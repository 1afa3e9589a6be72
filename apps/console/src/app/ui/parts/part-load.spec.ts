import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { ConsoleBuild } from './console-build.ts';
import { MissingParts } from './missing-parts.ts';
import { PartLoad } from './part-load.ts';
import { DEADLINE_MS } from './within.ts';

const { jest } = import.meta;

describe('PartLoad', () => {
  let isOutdated: boolean;
  const build = { isOutdated: () => Promise.resolve(isOutdated) };
  const load = jest.fn<Promise<string>, []>();
  let part: PartLoad<string>;

  beforeEach(() => {
    jest.useFakeTimers();
    isOutdated = false;
    load.mockReset();
    TestBed.configureTestingModule({ providers: [{ provide: ConsoleBuild, useValue: build }] });
    part = TestBed.runInInjectionContext(() => new PartLoad(load));
  });
  afterEach(() => void jest.useRealTimers());

  async function tryAgain(): Promise<void> {
    TestBed.inject(MissingParts).tryAgain();
    TestBed.inject(ApplicationRef).tick();
    await jest.advanceTimersByTimeAsync(0);
  }

  it('is loaded again, as often as the missing parts try, and then no more', async () => {
    load.mockRejectedValue(new TypeError('unreachable'));
    await part.begin();
    await tryAgain();
    expect(part.state()).toEqual({ step: 'missing', cause: 'unloaded' });
    load.mockResolvedValue('content');
    await tryAgain();
    await tryAgain();
    expect(part.state()).toEqual({ step: 'loaded', content: 'content' });
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('is missing for good in an outdated console', async () => {
    isOutdated = true;
    load.mockRejectedValue(new TypeError('not found'));
    await part.begin();
    expect(part.state()).toEqual({ step: 'missing', cause: 'updated' });
  });

  it('is missing while the server does not answer, and is taken when it comes late', async () => {
    const late = Promise.withResolvers<string>();
    load.mockReturnValue(late.promise);
    void part.begin();
    await jest.advanceTimersByTimeAsync(DEADLINE_MS);
    expect(part.state()).toEqual({ step: 'missing', cause: 'unloaded' });
    late.resolve('late content');
    await jest.advanceTimersByTimeAsync(0);
    expect(part.state()).toEqual({ step: 'loaded', content: 'late content' });
  });
});
