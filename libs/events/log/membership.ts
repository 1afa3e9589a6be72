import type { EventId, InstanceLag, UncommittedEvent } from '#contract';

/** What an instance tells the others of itself. */
export interface InstanceFacts {
  /** The name of its host. */
  name: string;
  /** The version of Crowsnest that it runs. */
  version: string;
  /** The URL at which the other instances reach it, if it has one. */
  peerUrl?: string;
}

/** An instance that has made itself heard. */
export interface HeardInstance extends InstanceFacts {
  instance: string;
  /** Changes with every sign of life. */
  beats: number;
  lag: InstanceLag;
}

/** The place of this process among the instances that share a log. */
export interface Membership {
  /** The id of this process as an instance: another one after the others gave it up. */
  readonly instance: string;
  readonly facts: InstanceFacts;
  readonly lag: InstanceLag;
  /**
   * Appends events on behalf of an instance that has gone: after this, it can append nothing any more. Resolves with
   * the id of the last one. If anything was appended by that instance or on its behalf after `upTo`, it appends nothing,
   * and resolves with undefined. So if several instances want to end what it has left open, each end is appended once.
   */
  appendFor(
    instance: string,
    upTo: EventId,
    events: readonly UncommittedEvent[],
  ): Promise<EventId | undefined>;
  /** Hears the others now, instead of after the next interval. Rejects with a `LogError` while the broker is away. */
  listen(): Promise<void>;
  /** Removes an instance that has gone from those that are heard. */
  forget(instance: string): Promise<void>;
  /**
   * Joins the others as a new instance, because they have given `instance` up, and end what it has left open. Does
   * nothing if this process has another id already: it may learn of this in several ways. Does nothing yet while it is
   * not known whether the log has the events that were sent last.
   */
  joinAnew(instance: string): void;
}

/** What a log reports about the instances that share it. */
export interface MembershipListener {
  /** This process has a new id, and nothing was appended under it yet. */
  joined: () => void;
  /** The instances that have made themselves heard, this one included. Called at intervals of a few seconds. */
  heard: (instances: readonly HeardInstance[]) => void;
  /**
   * The others have given this process up, and end its sessions and calls in the log. Events that it publishes about
   * these before this returns are dropped.
   */
  givenUp: () => void;
}
