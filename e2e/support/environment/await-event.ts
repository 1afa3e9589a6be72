import type { INestApplication } from '@nestjs/common';
import {
  awaitEvent as awaitWithin,
  type AwaitOptions,
  type EventCollection,
  type EventSelection,
} from '#testing';

/** For an event that does not come. The default of the helper is for test runners with a limit of 5 seconds. */
const LIMIT_MS = 60_000;

/** The helper of the package, for machines of any pace. */
export const awaitEvent = ((
  source: INestApplication | EventCollection,
  selection: EventSelection,
  options: AwaitOptions = {},
) => awaitWithin(source, selection, { timeoutMs: LIMIT_MS, ...options })) as typeof awaitWithin;
