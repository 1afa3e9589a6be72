/** The resources that a session of the older era is subscribed to, for all streams of its agent. */
export class SubscribedResources {
  readonly #streams = new Map<string, number>();

  /** `ask` subscribes or unsubscribes at the upstream. */
  constructor(private readonly ask: (method: string, uri: string) => Promise<unknown>) {}

  /** Subscribes for another stream. Rejects with the upstream's refusal of the first resource that it refuses. */
  async add(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const streams = this.#streams.get(uri) ?? 0;
      if (streams === 0) await this.ask('resources/subscribe', uri);
      this.#streams.set(uri, streams + 1);
    }
  }

  /** Unsubscribes from what no stream wants any more. */
  async remove(uris: readonly string[]): Promise<void> {
    for (const uri of uris) {
      const streams = (this.#streams.get(uri) ?? 1) - 1;
      if (streams > 0) this.#streams.set(uri, streams);
      else if (this.#streams.delete(uri)) await this.ask('resources/unsubscribe', uri).catch(() => undefined);
    }
  }
}
