import type { Character } from './character.ts';
import type { Call } from './connections/connection.ts';
import type { Random } from './random.ts';
import { connectWithoutSession } from './connections/sessionless-connection.ts';

/** Indexes reports, which takes a few seconds each, and searches for them. Speaks the newest revision. */
export const ARCHIVIST: Character = {
  name: 'archivist',
  version: '0.9.4',
  connect: connectWithoutSession,
  callsPerVisit: [6, 12],
  leaves: 'with a goodbye',
  decideOnCall,
};

const SUBJECTS: [string, ...string[]] = [
  'Deployment',
  'Incident',
  'Capacity',
  'Release',
  'Audit',
  'Migration',
];

const SENTENCES: [string, ...string[]] = [
  'All sessions were drained before the restart, and every client came back within seconds.',
  'The slowest tool took four times as long as usual while the index was rebuilt.',
  'Two agents kept retrying with the same wrong argument until its description was corrected.',
  'Memory stayed flat for the whole week, with one peak during the nightly import.',
  'The proxy cut idle streams after sixty seconds; a shorter heartbeat solved it.',
  'No event was lost; readers resumed from their last position.',
];

function decideOnCall(random: Random): Call {
  const subject = random.pick(SUBJECTS);
  if (random.chance(0.4)) {
    return { tool: 'search_knowledge_base', args: { query: `${subject} report`, limit: 3 } };
  }
  const title = `${subject} report ${random.whole(1, 12)}`;
  const sentences = Array.from({ length: random.whole(2, 60) }, () => random.pick(SENTENCES));
  const call: Call = { tool: 'index_document', args: { title, text: sentences.join(' ') } };
  return random.chance(0.1) ? { ...call, patienceMs: random.whole(1_000, 2_500) } : call;
}
