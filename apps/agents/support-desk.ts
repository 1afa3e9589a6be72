import type { Character } from './character.ts';
import type { Call } from './connections/connection.ts';
import type { Random } from './random.ts';
import { connectWithSession } from './connections/sessionful-connection.ts';

/** Searches for answers to questions, some of which have none. Ends its sessions in order. */
export const SUPPORT_DESK: Character = {
  name: 'support-desk',
  version: '3.2.0',
  connect: connectWithSession,
  callsPerVisit: [12, 30],
  leaves: 'with a goodbye',
  decideOnCall,
};

const QUESTIONS: [string, ...string[]] = [
  'resume a stream after a reconnect',
  'p95 latency of one tool',
  'slow subscriber memory',
  'when does a session expire',
  'stdio or http transport',
  'isError or protocol error',
  'cancel a running call',
  'progress of a long call',
  'nginx buffering event stream',
  'tool description for the model',
  'rotate agent keys',
  'heartbeat interval',
  'DNS rebinding',
];

const QUESTIONS_WITHOUT_ANSWER: [string, ...string[]] = [
  'payroll calendar',
  'toner refill',
  'parking permit',
  'cafeteria menu',
];

function decideOnCall(random: Random): Call {
  const tool = 'search_knowledge_base';
  if (random.chance(0.1)) return { tool, args: { query: random.pick(QUESTIONS_WITHOUT_ANSWER) } };
  const query = random.pick(QUESTIONS);
  // Sometimes a model asks for more than the schema allows.
  if (random.chance(0.03)) return { tool, args: { query, limit: 500 } };
  return { tool, args: { query, limit: random.whole(1, 5) } };
}
