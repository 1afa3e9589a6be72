import { BEAT_MS } from '../log/broker/instances/broker-membership.ts';
import { CHECK_MS } from './instance-keeper.ts';
import { SilentInstances } from './silent-instances.ts';

/** What is promised: milliseconds within which the calls and sessions of a lost instance have ended in the log. */
const PROMISED_MS = 20_000;
const STEP_MS = 50;

/** An instance that looks after another one, which dies at 0, right after its last sign of life. */
interface Survivor {
  /** When it looks first after that. */
  firstLook: number;
  /** When it checks first after that. */
  firstCheck: number;
  /** How long the broker takes for each answer. */
  answer: number;
}

/** When the others have given it up, by the real rules of silence. */
function silentAt({ firstLook, answer }: Survivor): number {
  const silence = new SilentInstances();
  const every = BEAT_MS + answer;
  silence.look([['lost', 1]], firstLook - every);
  for (let now = firstLook; ; now += every) if (silence.look([['lost', 2]], now).length > 0) return now;
}

/** When all has ended: a check gives the instance up, the log tells of it, and the next check ends what it left open. */
function endedAt(survivor: Survivor): number {
  const { firstCheck, answer } = survivor;
  const silent = silentAt(survivor);
  const check = firstCheck + Math.ceil((silent - firstCheck) / CHECK_MS) * CHECK_MS;
  const given = check + answer;
  const told = given + answer;
  const next = given + Math.ceil((told - given) / CHECK_MS) * CHECK_MS;
  return Math.max(next, given + CHECK_MS) + answer;
}

/** The latest end, whenever the survivor looks and checks. */
function latestEnd(answer: number): number {
  let latest = 0;
  for (let firstLook = STEP_MS; firstLook <= BEAT_MS + answer; firstLook += STEP_MS)
    for (let firstCheck = STEP_MS; firstCheck <= CHECK_MS; firstCheck += STEP_MS)
      latest = Math.max(latest, endedAt({ firstLook, firstCheck, answer }));
  return latest;
}

describe('the time until what a lost instance has left open ends', () => {
  it('is at most 20 s, even if the broker takes a second for each answer', () => {
    expect(latestEnd(1_000)).toBeLessThanOrEqual(PROMISED_MS);
  });

  it('is not shorter than a pause of an instance that is merely busy', () => {
    const soonest = silentAt({ firstLook: STEP_MS, firstCheck: STEP_MS, answer: 0 });
    expect(soonest).toBeGreaterThan(3 * BEAT_MS);
  });
});
