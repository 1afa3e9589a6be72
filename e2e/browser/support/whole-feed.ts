import { readAll } from '../../support/server/admin-api.ts';
import { expect, type ConsolePage, type Crowsnest } from './crowsnest.ts';

/**
 * Expects that a feed has every event of the log once, in order. Both are read until they agree, because the log may
 * grow: instances that were killed are told of once the others have given them up.
 */
export async function expectWholeFeed(crowsnest: Crowsnest, lookout: ConsolePage): Promise<void> {
  await lookout.showStartsApart();
  await expect(async () => {
    const logged = (await readAll(crowsnest.origin, '0')).map(({ id }) => id);
    expect(await lookout.eventIds()).toEqual(logged.toReversed());
  }).toPass({ timeout: 60_000 });
}
