import { describeClaims } from './engine-claims.ts';
import { describeAudit } from './engine-audit.ts';
import { describeDelivery } from './engine-delivery.ts';
import { describeEnds } from './engine-ends.ts';
import { describeInstances } from './engine-instances.ts';
import type { EnginePlace } from './engine-place.ts';
import { describePayloads } from './engine-payloads.ts';
import { describePositions } from './engine-positions.ts';
import { describeReading } from './engine-reading.ts';
import { describeStates } from './engine-states.ts';
import { describeSummaries } from './engine-summaries.ts';
import { describeThinning } from './engine-thinning.ts';
import { EngineUnderTest } from './engine-under-test.ts';

const PARTS = [
  describeDelivery,
  describeReading,
  describePayloads,
  describeAudit,
  describeSummaries,
  describeStates,
  describePositions,
  describeEnds,
];

/**
 * The requirements of every log engine. Run it for each engine; `isShared` says whether several processes may use it,
 * `hasClaims` whether they may claim keys, and `dropsSingleEvents` whether events may end while those around them stay.
 */
export function describeEngine(
  name: string,
  createPlace: () => Promise<EnginePlace>,
  { isShared = false, hasClaims = false, dropsSingleEvents = true } = {},
): void {
  describe(`the event log over ${name}`, () => {
    let engine: EngineUnderTest;

    beforeEach(async () => {
      engine = new EngineUnderTest(await createPlace());
    });

    afterEach(async () => {
      await engine.log.close();
      await engine.place.remove();
    });

    for (const describePart of PARTS) describePart(() => engine);
    describe('for events that end before others', () =>
      describeThinning(() => engine, { dropsSingleEvents, isShared }));
    describe('for several instances', () => describeInstances(() => engine, isShared));
    describe('for keys that several may claim', () => describeClaims(() => engine, hasClaims));
  });
}
