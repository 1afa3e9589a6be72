import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { advanceClock } from '../../testing/advance-clock.ts';
import { done, hello, listOf, opened, session, started } from '../../testing/events.ts';
import { FakeServer } from '../../testing/fake-server.ts';
import { elementIn, textIn, textsIn } from '../../testing/page.ts';
import { StoreFeeder } from '../../testing/store-feeder.ts';
import { FETCH } from '../api/fetch.ts';
import { LiveStore } from '../picture/live-store.ts';
import { ActiveFilter } from './active-filter.ts';
import { FilterBar } from './filter-bar.ts';
// Preloads it, so that opening it takes no real time.
import './suggestions.ts';

const { jest } = import.meta;

describe('FilterBar', () => {
  let fixture: ComponentFixture<FilterBar>;
  let field: HTMLInputElement;

  beforeEach(async () => {
    jest.useFakeTimers();
    localStorage.clear();
    const fetch = { provide: FETCH, useValue: new FakeServer().fetch };
    TestBed.configureTestingModule({ providers: [provideRouter([]), fetch] });
    const feeder = new StoreFeeder(TestBed.inject(LiveStore));
    feeder.accept({
      kind: 'hello',
      hello: hello([opened(1), started(2, 'a'), done(3, 'a'), started(4, 'b', 'get_tide')]),
      resumed: false,
    });
    feeder.takeSessions(listOf([session()], 4));
    await open();
  });
  afterEach(() => {
    fixture.nativeElement.remove();
    jest.useRealTimers();
  });

  async function open(): Promise<void> {
    fixture = TestBed.createComponent(FilterBar);
    document.body.append(fixture.nativeElement);
    await advanceClock();
    field = elementIn(fixture, 'input', HTMLInputElement);
  }
  async function type(text: string): Promise<void> {
    field.focus();
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event('input'));
    await advanceClock();
  }
  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      await advanceClock();
    }
  }
  const url = (): string => decodeURIComponent(TestBed.inject(Router).url).replaceAll('+', ' ');
  const offered = (): string[] => textsIn(fixture, '[role=option] .label');
  const chips = (): string[] => textsIn(fixture, '.chip');

  it('adds the typed terms to the filter of the URL, as chips', async () => {
    await type('tool:get_* -is:error');
    await press('Enter');
    expect(url()).toBe('/?filter=tool:get_* -is:error');
    expect(chips()).toEqual(['tool:get_*', '-is:error']);
    expect(field.value).toBe('');
    await type('oslo');
    await press('Enter');
    expect(chips()).toEqual(['tool:get_*', '-is:error', 'oslo']);
  });

  it('completes keys, known values and the tools in use with the arrow keys', async () => {
    await type('to');
    expect(offered()).toEqual(['tool:']);
    await press('ArrowDown');
    expect(field.getAttribute('aria-activedescendant')).toBe('filter-suggestion-0');
    await press('Enter');
    expect(field.value).toBe('tool:');
    expect(offered()).toEqual(['get_weather', 'get_tide']);
    await press('ArrowDown', 'ArrowDown', 'Enter');
    expect(url()).toBe('/?filter=tool:get_tide');
    await type('is:');
    await press('ArrowUp', 'Tab');
    expect(field.value).toBe('is:unknown');
  });

  it('suggests the tools and clients whose names contain a word', async () => {
    await type('weather');
    expect(offered()).toEqual(['tool:get_weather', 'client:weather-agent']);
  });

  it('shows what is wrong, selects the faulty part, and does not change the filter', async () => {
    await type('tool:a colour:red');
    await press('Enter');
    expect(textIn(fixture, '#filter-fault')).toMatch(/^colour: There is no key "colour"/);
    expect(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)).toBe('colour:');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(url()).toBe('/');
    await type('tool:a');
    expect(textIn(fixture, '#filter-fault')).toBe('');
  });

  it('shows the faults of a filter in a link, so that it can be corrected', async () => {
    await TestBed.inject(Router).navigateByUrl('/?filter=is:wrong');
    await advanceClock();
    expect(field.value).toBe('is:wrong');
    expect(textIn(fixture, '#filter-fault')).toContain('There is no state "wrong"');
    await type('');
    await press('Enter');
    expect(url()).toBe('/');
  });

  it('moves the last term back into the field with Backspace, removes one with its button, and clears all', async () => {
    await TestBed.inject(Router).navigateByUrl('/?filter=is:error%20tool:a%20oslo');
    await advanceClock();
    await press('Backspace');
    expect([field.value, url()]).toEqual(['oslo', '/?filter=is:error tool:a']);
    elementIn(fixture, '[aria-label="Remove is:error"]').click();
    await advanceClock();
    expect(chips()).toEqual(['tool:a']);
    elementIn(fixture, '.controls > .button').click();
    await advanceClock();
    expect([chips(), field.value, url()]).toEqual([[], '', '/']);
  });

  it('suggests the recent filters, also after a reload', async () => {
    await type('is:error');
    await press('Enter');
    await type('tool:a');
    await press('Enter');
    fixture.destroy();
    await open();
    field.focus();
    await advanceClock();
    expect(offered().slice(0, 2)).toEqual(['is:error tool:a', 'is:error']);
  });

  it('closes the suggestions with Escape, and then leaves the field for the page', async () => {
    const page = document.createElement('main');
    page.tabIndex = -1;
    document.body.append(page);
    await type('t');
    await press('Escape');
    expect([offered(), document.activeElement === field]).toEqual([[], true]);
    await press('Escape');
    expect(document.activeElement === page).toBe(true);
    page.remove();
  });

  it('selects events by the facts of their session, once the session is known', async () => {
    await TestBed.inject(Router).navigateByUrl('/?filter=client:weather*');
    await advanceClock();
    const selects = TestBed.inject(ActiveFilter).selects();
    expect([selects?.(done(9, 'x')), selects?.({ ...done(9, 'x'), sessionId: 'other' as never })]).toEqual([
      true,
      false,
    ]);
  });
});
