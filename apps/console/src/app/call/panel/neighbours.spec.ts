import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { CrowsnestEvent } from '#contract';

import { done, event, started } from '../../../testing/events.ts';
import { FakeLog } from '../../../testing/fake-log.ts';
import { elementIn, textIn, textsIn } from '../../../testing/page.ts';
import { FETCH } from '../../api/fetch.ts';
import { callOf, isOfCall, withEvent, type Call } from '../call.ts';
import { Neighbours } from './neighbours.ts';

function callFrom(...events: CrowsnestEvent[]): Call {
  const own = events.filter(isOfCall);
  const [first] = own;
  if (!first) throw new Error('There is no event of a call');
  return own.reduce(withEvent, callOf(first));
}

describe('Neighbours', () => {
  let log: FakeLog;
  let fixture: ComponentFixture<Neighbours>;

  /** Shows what is around a call, in a log that has the starts of its session. */
  async function show(call: Call, starts: readonly CrowsnestEvent[], isReachable = true): Promise<void> {
    log = new FakeLog(starts);
    log.isReachable = isReachable;
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: FETCH, useValue: log.fetch }],
    });
    fixture = TestBed.createComponent(Neighbours);
    fixture.componentRef.setInput('call', call);
    await fixture.whenStable();
  }
  const rows = (): string[] => textsIn(fixture, 'li');

  it('are the two calls that began before and the two after, with how long before and after', async () => {
    const starts = [1, 3, 6, 10, 12, 70, 90].map((number) => started(number, `c${number}`, `tool-${number}`));
    await show(callFrom(started(10, 'c10', 'tool-10')), starts);
    expect(rows()).toEqual([
      '−7.00 stool-3',
      '−4.00 stool-6',
      '0tool-10',
      '+2.00 stool-12',
      '+1 m 00 stool-70',
    ]);
    expect(textIn(fixture, '[aria-current]')).toContain('tool-10');
    expect(new URL(log.urls[0] ?? '', 'http://localhost').searchParams.get('filter')).toContain(
      'session:session-1',
    );
  });

  it('lead to these calls', async () => {
    await show(callFrom(started(2, 'b')), [started(1, 'a'), started(2, 'b')]);
    expect(elementIn(fixture, 'li:first-child a').getAttribute('href')).toBe('/?call=1');
  });

  it('name the call that asked for the input of this one, however far away, and the one that gave its own', async () => {
    const continued = event(50, 'tool:start', { callId: 'b', tool: 'ask', continues: 'a' } as never);
    const asks = event(51, 'tool:done', {
      callId: 'b',
      tool: 'ask',
      durationMs: 9,
      outcome: 'input_required',
    } as never);
    const between = Array.from({ length: 20 }, (_, n) => started(2 + n, `other-${n}`, 'other'));
    const answer = event(60, 'tool:start', { callId: 'c', tool: 'ask', continues: 'b' } as never);
    await show(callFrom(continued, asks), [started(1, 'a', 'ask'), ...between, continued, answer]);
    expect(rows().filter((row) => row.includes('input'))).toEqual([
      '−49.0 saskasked for input',
      '+10.0 saskgave the input',
    ]);
    expect(rows()).toHaveLength(5);
  });

  it('say that they could not be loaded, and are asked for again', async () => {
    const starts = [started(1, 'a'), started(2, 'b')];
    await show(callFrom(started(2, 'b'), done(3, 'b')), starts, false);
    expect(textIn(fixture, '[role=status]')).toContain('They could not be loaded.');
    log.isReachable = true;
    elementIn(fixture, '[role=status] button').click();
    await fixture.whenStable();
    expect(rows()).toHaveLength(2);
  });
});
