import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../environment/random.ts';
import type { Mutant } from './mutant.ts';
import type { RealRequest } from './real-requests.ts';

/** Unusual values, as JSON. */
const ODD: readonly string[] = [
  'null',
  '""',
  '0',
  '-1',
  '1.5',
  '9007199254740993',
  '1e300',
  'true',
  '[]',
  '{}',
  '[null]',
  '['.repeat(300) + ']'.repeat(300),
  '"__proto__"',
  '"constructor"',
  '"\u2028\\u0085\\ud83d"',
  `"${'x'.repeat(70_000)}"`,
  '{"constructor":{"prototype":{}}}',
  '{"__proto__":{"polluted":true}}',
];

const ODD_HEADERS = [
  '',
  ' ',
  'x',
  '*/*',
  'null',
  '__proto__',
  '2026-07-28',
  '2025-11-25',
  'é'.repeat(20),
  ';;,,=',
];

const HEADER_NAMES = [
  'accept',
  'content-type',
  'content-encoding',
  'mcp-session-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'last-event-id',
  'mcp-param-__proto__',
  'origin',
  'authorization',
  'traceparent',
];

const ENCODERS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

/** A real request, unchanged. */
export function soundMutantOf({ method, headers, message }: RealRequest): Mutant {
  const text = message === undefined ? undefined : JSON.stringify(message);
  return {
    method,
    headers: { ...headers },
    body: text === undefined ? undefined : Buffer.from(text),
    parts: [],
    isEndless: method === 'GET' || (text?.includes('subscriptions/listen') ?? false),
    isCut: false,
  };
}

/** A real request with a few faults in its message, its bytes, its headers or the way it is sent. */
export function mutantOf(real: RealRequest, random: Random): Mutant {
  let json = JSON.parse(JSON.stringify({ message: real.message })) as { message?: unknown };
  for (let faults = random.pick([0, 0, 1, 1, 2]); faults > 0; faults -= 1) json = mutatedJson(json, random);
  const method =
    random.below(40) === 0 ? random.pick(['GET', 'DELETE', 'PUT', 'OPTIONS', 'HEAD']) : real.method;
  const mutant = soundMutantOf({ ...real, method, message: json.message });
  mutant.isCut = random.below(25) === 0;
  if (random.below(5) === 0) mutateHeader(mutant, random);
  if (random.below(8) === 0) mutateBytes(mutant, random);
  if (random.below(8) === 0) encode(mutant, random);
  if (random.below(3) === 0)
    mutant.parts = Array.from({ length: random.below(5) }, () => 1 + random.below(200));
  return mutant;
}

/** A member: its object, its key and its depth. */
type Place = [parent: object, key: string, depth: number];

/** Replaces a member with an unusual value, removes one, or adds one. */
function mutatedJson<T extends object>(whole: T, random: Random): T {
  const places: Place[] = [];
  collect(whole, places, 0);
  // Half of the faults are in the message itself and its params, which decide how it is handled.
  const near = places.filter(([, , depth]) => depth < 2);
  const [parent, key] = random.pick(
    random.below(2) === 0 && near.length > 0 ? near : [...places, [whole, 'message', 0] as Place],
  );
  const target = parent as Record<string, unknown>;
  switch (random.below(4)) {
    case 0:
      delete target[key];
      break;
    case 1:
      Object.defineProperty(target, random.pick(['__proto__', 'extra', '', 'toJSON', 'id', 'method']), {
        value: JSON.parse(random.pick(ODD)) as unknown,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      break;
    default:
      target[key] = JSON.parse(random.pick(ODD)) as unknown;
  }
  return whole;
}

function collect(value: unknown, places: Place[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 6) return;
  for (const key of Object.keys(value)) {
    places.push([value, key, depth]);
    collect((value as Record<string, unknown>)[key], places, depth + 1);
  }
}

function mutateHeader({ headers }: Mutant, random: Random): void {
  const name = random.pick(HEADER_NAMES);
  if (random.below(3) === 0) delete headers[name];
  else headers[name] = random.pick(ODD_HEADERS);
}

/** Truncates the body, doubles it, or changes some of its bytes. */
function mutateBytes(mutant: Mutant, random: Random): void {
  const { body } = mutant;
  if (!body || body.length === 0) return;
  const at = random.below(body.length);
  const kind = random.below(4);
  if (kind === 0) mutant.body = body.subarray(0, at);
  else if (kind === 1) mutant.body = Buffer.concat([body, body]);
  else if (kind === 2)
    mutant.body = Buffer.concat([body.subarray(0, at), Buffer.from([random.below(256)]), body.subarray(at)]);
  else body[at] = random.below(256);
}

/** Encodes the body, with or without a header that says so. */
function encode(mutant: Mutant, random: Random): void {
  if (!mutant.body) return;
  const name = random.pick(Object.keys(ENCODERS) as (keyof typeof ENCODERS)[]);
  if (random.below(4) > 0) mutant.headers['content-encoding'] = name;
  if (random.below(4) > 0) mutant.body = ENCODERS[name](mutant.body);
}
