import { TestBed } from '@angular/core/testing';
import type { EventId } from '#contract';

import { FETCH } from '../fetch.ts';
import { HistoryApi } from './history-api.ts';

describe('HistoryApi', () => {
  let asked: string[];
  let api: HistoryApi;

  beforeEach(() => {
    asked = [];
    const fetch = async (url: string): Promise<Response> => {
      asked.push(url);
      return new Response('{"events":[]}');
    };
    TestBed.configureTestingModule({ providers: [{ provide: FETCH, useValue: fetch }] });
    api = TestBed.inject(HistoryApi);
  });

  it('requests a page of history by times, filter and position', async () => {
    const choice = {
      from: 0,
      to: 60_000,
      filter: 'is:error tool:"a b"',
      before: '42' as EventId,
      limit: 250,
    };
    expect(await api.read(choice)).toEqual([]);
    const query = new URL(asked[0] ?? '', 'http://localhost').searchParams;
    expect(Object.fromEntries(query)).toEqual({
      before: '42',
      limit: '250',
      payloads: 'hidden',
      from: '1970-01-01T00:00:00.000Z',
      to: '1970-01-01T00:01:00.000Z',
      filter: 'is:error tool:"a b"',
    });
  });

  it('leaves an empty filter and open ends of time out of the query', async () => {
    await api.readSession('a/b', { filter: '', limit: 10 });
    expect(asked).toEqual(['/sessions/a%2Fb/events?limit=10&payloads=hidden']);
  });

  it('reads arguments and results only of an event that is opened', async () => {
    await api.event('42' as EventId);
    await api.open('42' as EventId);
    const payloads = asked.map((url) => new URL(url, 'http://localhost').searchParams.get('payloads'));
    expect(payloads).toEqual(['hidden', 'shown']);
  });

  it('names the selection and the format in the URL of an export', () => {
    const url = api.exportUrl({ from: 1_000, filter: 'is:error' }, 'csv');
    expect(url).toBe('/history/export?format=csv&from=1970-01-01T00%3A00%3A01.000Z&filter=is%3Aerror');
  });
});
