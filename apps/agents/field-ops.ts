import type { Character } from './character.ts';
import type { Call } from './connections/connection.ts';
import type { Random } from './random.ts';
import { connectWithSession } from './connections/sessionful-connection.ts';

/** Asks for the weather along its routes, from a device that loses its network without warning. */
export const FIELD_OPS: Character = {
  name: 'field-ops',
  version: '1.8.1',
  connect: connectWithSession,
  callsPerVisit: [20, 45],
  leaves: 'without a word',
  decideOnCall,
};

const CITIES: [string, ...string[]] = [
  'Lisbon',
  'Oslo',
  'Singapore',
  'Nairobi',
  'São Paulo',
  'Tokyo',
  'Chicago',
  'Berlin',
  'Cape Town',
  'Mumbai',
  'Reykjavík',
  'Sydney',
];

const NO_CITIES: [string, ...string[]] = ['Atlantis', 'Depot 7', 'Port Nowhere'];

function decideOnCall(random: Random): Call {
  const tool = 'get_current_weather';
  if (random.chance(0.15))
    return { tool: 'search_knowledge_base', args: { query: 'reverse proxy time-out' } };
  return { tool, args: { city: random.chance(0.06) ? random.pick(NO_CITIES) : random.pick(CITIES) } };
}
