import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { EventOf } from '#contract';

import { event, session } from '../../testing/events.ts';
import { FakeServer } from '../../testing/fake-server.ts';
import { elementIn, textsIn } from '../../testing/page.ts';
import { provideHost } from '../../testing/host-in-page.ts';
import { SessionFacts } from './session-facts.ts';

describe('SessionFacts', () => {
  async function show(view: Parameters<typeof session>[0], opening: object = {}) {
    const open = event(1, 'session:open', opening as never) as EventOf<'session:open'>;
    TestBed.configureTestingModule({
      providers: [provideRouter([]), provideHost(new FakeServer().fetch)],
    });
    const fixture = TestBed.createComponent(SessionFacts);
    fixture.componentRef.setInput('session', session(view));
    fixture.componentRef.setInput('own', { open, end: null, command: null });
    await fixture.whenStable();
    return fixture;
  }

  it('name the instance that has the session, and lead to what it did', async () => {
    const fixture = await show({ instance: 'web-1' }, { instance: 'web-2' });
    expect(textsIn(fixture, 'dl > div')).toContain('Instanceweb-1');
    expect(elementIn(fixture, 'dd a').getAttribute('href')).toBe('/?filter=instance:web-1');
  });

  it('name the instance of the opening where the list tells of none, and the upstream', async () => {
    const fixture = await show({}, { instance: 'web-2', upstream: 'search' });
    expect(textsIn(fixture, 'dl > div')).toEqual(
      expect.arrayContaining(['Upstream search', 'Instanceweb-2']) as string[],
    );
  });

  it('leave out what is not known', async () => {
    const fixture = await show({});
    expect(textsIn(fixture, 'dt')).toEqual(['Origin', 'MCP', 'Tenant', 'Session']);
  });
});
