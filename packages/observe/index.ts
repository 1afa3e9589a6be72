export { observe, observing, type ObservableServer } from './observe.ts';
export { Observer } from './observer.ts';
export { completeOptions, type CompleteOptions, type ObserveOptions, type Trouble } from './options.ts';
export type { ConnectionFacts, ObservedConnection } from './watching/observed-connection.ts';
