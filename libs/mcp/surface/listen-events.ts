import { AsyncLocalStorage } from 'node:async_hooks';
import { InMemoryServerEventBus, type ServerEvent } from '@modelcontextprotocol/server';

/** Whom a stream of `subscriptions/listen` tells of resources. */
export interface Listener {
  /** What it has asked for: each URI in its normal form, and as it wrote it. */
  uris: ReadonlyMap<string, string>;
  /** Rejects where it may not hear of one of them, as things are now. */
  admit(uri: string): Promise<void>;
}

const listening = new AsyncLocalStorage<Listener>();

/** Runs what subscribes to the events on behalf of a listener. */
export function onBehalfOf<T>(listener: Listener, run: () => T): T {
  return listening.run(listener, run);
}

/**
 * The events that the SDK hands out to the streams of `subscriptions/listen`. Those about resources reach
 * whoever may hear of them, asked for each anew, as a stream may stay open for longer than a right. The SDK
 * does not say whose stream it is that subscribes; it does so while it serves the request.
 */
export class ListenEvents extends InMemoryServerEventBus {
  override subscribe(tell: (event: ServerEvent) => void): () => void {
    const listener = listening.getStore();
    return super.subscribe((event) => {
      if (event.kind !== 'resource_updated') return tell(event);
      const asked = listener?.uris.get(event.uri);
      if (!listener || asked === undefined) return;
      // Told as it was asked for: the SDK compares letter by letter.
      listener.admit(event.uri).then(
        () => tell({ ...event, uri: asked }),
        () => undefined,
      );
    });
  }
}
