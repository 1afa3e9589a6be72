import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { advanceClock } from '../../../testing/advance-clock.ts';
import { textsIn } from '../../../testing/page.ts';
import { AuditorRight } from '../../identity/auditor-right.ts';
import { Alerts } from '../../oversight/alerts.ts';
import { Oversight } from '../../oversight/oversight.ts';
import { Instances } from '../../picture/instances.ts';
import { Upstreams } from '../../picture/upstreams.ts';
import { TopBar } from './top-bar.ts';

const { jest } = import.meta;

describe('TopBar', () => {
  const isShared = signal(false);
  const count = signal(0);
  let shown: string[];

  beforeEach(async () => {
    jest.useFakeTimers();
    shown = [];
    jest.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
      shown.push(this.textContent.replaceAll(/\s+/g, ' ').trim());
    });
    isShared.set(false);
    count.set(0);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '**', children: [] }]),
        { provide: Instances, useValue: { isShared } },
        { provide: Upstreams, useValue: { areThere: signal(false) } },
        { provide: Oversight, useValue: { isHeld: signal(true) } },
        { provide: AuditorRight, useValue: { isHeld: signal(true) } },
        { provide: Alerts, useValue: { count } },
      ],
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('scrolls to the page that is shown, again when another one joins the row, and when alerts begin to fire', async () => {
    const fixture = TestBed.createComponent(TopBar);
    fixture.componentRef.setInput('admin', { name: 'admin', role: 'admin', tenantId: null });
    await TestBed.inject(Router).navigateByUrl('/audit');
    await advanceClock();
    expect(shown).toEqual(['Audit']);
    isShared.set(true);
    await advanceClock();
    expect(textsIn(fixture, 'nav a')).toContain('Instances');
    expect(shown).toEqual(['Audit', 'Audit']);
    count.set(2);
    await advanceClock();
    expect(shown).toEqual(['Audit', 'Audit', 'Audit']);
  });
});
