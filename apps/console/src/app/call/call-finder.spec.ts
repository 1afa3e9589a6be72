import { TestBed } from '@angular/core/testing';
import type { CrowsnestEvent } from '#contract';

import { event, failed, hello, opened } from '../../testing/events.ts';
import { json } from '../../testing/fake-server.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { AuditorRight } from '../identity/auditor-right.ts';
import { LiveStore } from '../picture/live-store.ts';
import { CallFinder } from './call-finder.ts';

const CALL = { callId: 'a', tool: 'get_weather' };

const start = (data: object): CrowsnestEvent => event(2, 'tool:start', { ...CALL, ...data });
const end = (data: object): CrowsnestEvent => event(3, 'tool:done', { ...CALL, durationMs: 900, ...data });

describe('CallFinder', () => {
  let log: CrowsnestEvent[];
  let asked: URLSearchParams[];
  let answers: (() => void)[];
  let finder: CallFinder;

  /** Answers nothing until the test says so. */
  const fetch = (url: string): Promise<Response> => {
    const query = new URL(url, 'http://localhost').searchParams;
    asked.push(query);
    return new Promise((resolve) => answers.push(() => resolve(json({ events: eventsFor(query) }))));
  };
  const eventsFor = (query: URLSearchParams): CrowsnestEvent[] =>
    query.has('filter') ? [] : log.filter(({ id }) => Number(id) > Number(query.get('after'))).slice(0, 1);
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  beforeEach(() => {
    [asked, answers] = [[], []];
    TestBed.configureTestingModule({
      providers: [
        { provide: FETCH, useValue: fetch },
        { provide: AuditorRight, useValue: { isHeld: () => true } },
      ],
    });
    finder = TestBed.inject(CallFinder);
  });

  function show(...events: CrowsnestEvent[]): void {
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    feeder.accept({ kind: 'hello', hello: hello([opened(1), ...events]), resumed: false });
  }

  it('reads a call that the feed has at once, and opens what it sent and got', async () => {
    log = [start({ arguments: { city: 'Oslo' } }), end({ result: 'rain' })];
    show(start({ payload: 'hidden' }), end({ payload: 'hidden' }));
    const found = finder.find('3');
    await settle();
    expect(asked.map((query) => query.get('filter') ?? `after ${query.get('after')}`)).toEqual([
      'after 1',
      'after 2',
      'type:tool:progress session:session-1 tool:get_weather',
    ]);
    for (const answer of answers) answer();
    expect(await found).toMatchObject({
      start: { data: { arguments: { city: 'Oslo' } } },
      end: { data: { result: 'rain' } },
    });
  });

  it('reads the texts that the feed has cut', async () => {
    const error = 'No such city. '.repeat(100);
    log = [start({}), failed(3, 'a', error)];
    show(start({}), failed(3, 'a', error));
    const found = finder.find('3');
    await settle();
    for (const answer of answers) answer();
    expect((await found).end?.data).toMatchObject({ error });
  });
});
