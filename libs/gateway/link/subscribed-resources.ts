interface Subscription {
  /** Number of those that want it. */
  wanted: number;
  /** Resolves when the upstream has agreed. */
  readonly agreed: Promise<unknown>;
}

/** The resources that a session of the older era is subscribed to, for all that use the session. */
export class SubscribedResources {
  readonly #subscriptions = new Map<string, Subscription>();

  /** `ask` subscribes or unsubscribes at the upstream. */
  constructor(private readonly ask: (method: string, uri: string) => Promise<unknown>) {}

  /** Subscribes for another one. Rejects with the upstream's refusal of the first resource that it refuses. */
  async add(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const subscription = this.#subscriptions.get(uri) ?? {
        wanted: 0,
        agreed: this.ask('resources/subscribe', uri),
      };
      subscription.wanted += 1;
      this.#subscriptions.set(uri, subscription);
      try {
        await subscription.agreed;
      } catch (error) {
        if (this.#subscriptions.get(uri) === subscription) this.#subscriptions.delete(uri);
        throw error;
      }
    }
  }

  /** Unsubscribes from what nobody wants any more. */
  async remove(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const subscription = this.#subscriptions.get(uri);
      if (!subscription) continue;
      subscription.wanted -= 1;
      if (subscription.wanted > 0) continue;
      this.#subscriptions.delete(uri);
      await this.ask('resources/unsubscribe', uri).catch(() => undefined);
    }
  }
}
