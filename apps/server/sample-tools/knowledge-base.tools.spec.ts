import { KnowledgeBase, MAX_INDEXED_DOCUMENTS } from './knowledge-base.ts';
import { KnowledgeBaseTools } from './knowledge-base.tools.ts';
import { contextOf } from './tool-context.fixture.ts';

describe('search_knowledge_base', () => {
  const knowledgeBase = new KnowledgeBase();
  const tools = new KnowledgeBaseTools(knowledgeBase);

  function titlesFor(query: string, options: { limit?: number; tenantId?: string } = {}): string[] {
    const { limit = 5, ...context } = options;
    const found = tools.searchKnowledgeBase({ query, limit }, contextOf(context));
    return 'results' in found ? (found.results as { title: string }[]).map(({ title }) => title) : [];
  }

  it.each([
    ['how do I resume a stream after a reconnect', 'Resuming a stream without losing events'],
    ['p95 latency', 'Reading latency percentiles'],
    ['DNS rebinding', 'Running behind a reverse proxy'],
    ['why do sessions expire', 'Sessions and why they expire'],
    ['percentles', 'Reading latency percentiles'],
  ])('ranks the right document first for %j', (query, title) => {
    expect(titlesFor(query)[0]).toBe(title);
  });

  it('returns the passage that matched', () => {
    const found = tools.searchKnowledgeBase({ query: 'rebinding' }, contextOf());
    expect(found).toMatchObject({ results: [{ excerpt: expect.stringContaining('DNS rebinding') }] });
  });

  it('returns at most the requested number of results', () => {
    expect(titlesFor('server session stream').length).toBeGreaterThan(2);
    expect(titlesFor('server session stream', { limit: 2 })).toHaveLength(2);
  });

  it.each(['zeppelin maintenance', 'the of and'])('fails when nothing matches %j', (query) => {
    expect(tools.searchKnowledgeBase({ query }, contextOf())).toEqual({
      content: [{ type: 'text', text: `No results for "${query}"` }],
      isError: true,
    });
  });

  it('finds an indexed document only for its own tenant, and only with its latest text', () => {
    knowledgeBase.addDocument({ title: 'Harbour rules', text: 'Ships wait at the outer buoy.' }, 'north');
    knowledgeBase.addDocument({ title: 'harbour rules', text: 'Ships wait at the inner quay.' }, 'north');
    expect(titlesFor('quay', { tenantId: 'north' })).toEqual(['harbour rules']);
    expect(titlesFor('buoy', { tenantId: 'north' })).toEqual([]);
    expect(titlesFor('quay', { tenantId: 'south' })).toEqual([]);
  });

  it('drops the oldest indexed document of a tenant beyond the maximum', () => {
    for (let number = 0; number <= MAX_INDEXED_DOCUMENTS; number += 1) {
      knowledgeBase.addDocument({ title: `Logbook ${number}`, text: `entry${number}` }, 'ship');
    }
    expect(titlesFor('logbook entry0', { limit: 200, tenantId: 'ship' })).not.toContain('Logbook 0');
    expect(titlesFor('logbook', { limit: 200, tenantId: 'ship' })).toHaveLength(MAX_INDEXED_DOCUMENTS);
  });
});
