export { awaitEvent, type AwaitOptions } from './await-event.ts';
export { connectLegacyClient, type LegacyClient } from './legacy-client.ts';
export { connectModernClient, type ModernClient } from './modern-client.ts';
export type { ClientIdentity, Destination } from './destination.ts';
export {
  createCrowsnestTestingApp,
  TESTING_ADMIN_TOKEN,
  type CrowsnestTestingSetup,
} from './crowsnest-testing-app.ts';
export { collectEvents, EventCollection } from './event-collection.ts';
export type { EventSelection } from './event-selection.ts';
export { unpairedCalls } from './unpaired-calls.ts';
