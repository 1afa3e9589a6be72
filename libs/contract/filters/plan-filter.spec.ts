import {
  compileFilter,
  EVENT_TYPES,
  foldCase,
  parseFilter,
  planFilter,
  type FilterPlan,
  type FilterSubject,
} from '#contract';
import { SEED, seededRandom } from '../../../e2e/support/environment/random.ts';
import { randomFilter, randomSubject } from './random-filters.fixture.ts';

const NOTHING_NEEDED: FilterPlan = {
  types: undefined,
  tenants: undefined,
  sessions: undefined,
  toolsFolded: undefined,
  needsSession: false,
  needsRunning: false,
  needsEvent: false,
};

function planOf(text: string): FilterPlan {
  const parsed = parseFilter(text);
  if ('faults' in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.faults)}`);
  return planFilter(parsed.filter);
}

const CALL_TYPES = EVENT_TYPES.filter((type) => type.startsWith('tool:'));

describe('planFilter', () => {
  it.each<[string, Partial<FilterPlan>]>([
    ['', {}],
    [
      'type:tool:error,session:*',
      { types: ['session:open', 'session:close', 'session:expired', 'tool:error'] },
    ],
    ['tool:Search,fetch,SEARCH', { toolsFolded: ['SEARCH', 'FETCH'] }],
    ['tool:search*', {}],
    ['tool:a,b*', {}],
    ['session:S1,s1', { sessions: ['S1', 's1'] }],
    ['tenant:acme', { tenants: ['acme'] }],
    ['session:a,b session:b,c', { sessions: ['b'] }],
    ['tool:a tool:b', { toolsFolded: [] }],
    ['type:tool:done is:error', { types: [] }],
    ['-type:tool:error -tool:a -session:a -tenant:a', {}],
    ['is:error', { types: ['tool:error'] }],
    ['is:running', { types: ['tool:start'], needsRunning: true, needsEvent: true }],
    ['is:unknown', { types: CALL_TYPES, needsEvent: true }],
    ['is:running,error', { types: ['tool:start', 'tool:error'], needsRunning: true, needsEvent: true }],
    ['is:error,derived', { needsSession: true, needsEvent: true }],
    ['-is:running', { needsRunning: true, needsEvent: true }],
    ['kind:timeout', { types: ['tool:error'], needsEvent: true }],
    ['-kind:timeout', { needsEvent: true }],
    ['group:abc', { types: ['tool:error'], needsEvent: true }],
    ['duration:>2s', { types: ['tool:done', 'tool:error'], needsEvent: true }],
    ['duration:>2s is:error', { types: ['tool:error'], needsEvent: true }],
    ['client:cursor*', { needsSession: true, needsEvent: true }],
    ['-word', { needsSession: true, needsEvent: true }],
    ['trace:a', { needsEvent: true }],
    ['upstream:a', { needsEvent: true }],
    ['instance:a', { needsEvent: true }],
  ])('plans %j', (text, plan) => expect(planOf(text)).toEqual({ ...NOTHING_NEEDED, ...plan }));

  it('leaves out no event that the filter selects, and names all that it needs', () => {
    const random = seededRandom(SEED);
    let selected = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const filter = randomFilter(random);
      const matches = compileFilter(filter);
      const plan = planFilter(filter);
      for (let n = 0; n < 20; n += 1) {
        const subject = randomSubject(random);
        const isMatch = matches(subject);
        if (isMatch) selected += 1;
        const isRight =
          (!isMatch || isPlanned(plan, subject)) && matches(withoutUnneeded(plan, subject)) === isMatch;
        if (!isRight) throw new Error(JSON.stringify({ filter, plan, subject }));
      }
    }
    expect(selected).toBeGreaterThan(2_000);
  });
});

function isPlanned(plan: FilterPlan, { event }: FilterSubject): boolean {
  const tool = EVENT_TYPES.some((type) => type === event.type) ? (event.data as { tool: string }).tool : '';
  return (
    isIn(plan.types, event.type) &&
    isIn(plan.tenants, event.tenantId) &&
    isIn(plan.sessions, event.sessionId) &&
    isIn(plan.toolsFolded, foldCase(tool))
  );
}

function isIn(list: readonly string[] | undefined, text: string): boolean {
  return !list || list.includes(text);
}

/** The subject as an engine gives it that looks up no more than the plan asks for. */
function withoutUnneeded(plan: FilterPlan, { event, session, isRunning }: FilterSubject): FilterSubject {
  const { tool } = event.data as { tool: string };
  return {
    event: plan.needsEvent ? event : { ...event, data: { tool } },
    session: plan.needsSession ? session : undefined,
    isRunning: plan.needsRunning && isRunning,
  };
}
