import type { Retention } from '../embedded/event-store.ts';
import { LogEnd } from './log-end.ts';
import { NatsAppender } from './nats-appender.ts';
import { NatsAudit } from './beside/nats-audit.ts';
import { NatsBucket } from './beside/nats-bucket.ts';
import { NatsClaims } from './beside/nats-claims.ts';
import { NatsHistory } from './nats-history.ts';
import { NatsInstances } from './nats-instances.ts';
import { NatsLink } from './connection/nats-link.ts';
import { NatsLostRanges } from './beside/nats-lost-ranges.ts';
import { NatsMessages } from './nats-messages.ts';
import { namesOf } from './nats-names.ts';
import { NatsPayloads } from './beside/nats-payloads.ts';
import { NatsReader } from './nats-reader.ts';
import { NatsRetention } from './nats-retention.ts';
import { NatsSessions } from './beside/nats-sessions.ts';
import { NatsStates } from './beside/nats-states.ts';
import { NatsStream } from './nats-stream.ts';
import { addressOf, type NatsPlace } from './connection/nats-url.ts';

/** What a log in NATS consists of. */
export type NatsParts = ReturnType<typeof natsParts>;

/** Creates the parts of a log, without connecting. */
export function natsParts(place: NatsPlace, limits: Retention) {
  const link = new NatsLink(place);
  // Much that is read back would delay acknowledgements.
  const readingLink = new NatsLink(place);
  const names = namesOf(place.prefix);
  const label = `"${place.prefix}" in NATS at ${addressOf(place)}`;
  const bucket = new NatsBucket(link, names);
  const messages = new NatsMessages(link, names);
  const end = new LogEnd();
  const instances = new NatsInstances(bucket, messages, label);
  const retention = new NatsRetention(messages, limits);
  return {
    link,
    readingLink,
    label,
    messages,
    end,
    retention,
    stream: new NatsStream({ link, names, label, replicas: place.replicas }),
    appender: new NatsAppender({ link, names, messages, end, instances, label }),
    reader: new NatsReader(readingLink, names, end, label),
    history: new NatsHistory(messages, end, retention),
    states: new NatsStates(bucket),
    audit: new NatsAudit(link, names, limits, place.replicas),
    payloads: new NatsPayloads(link, names, limits, place.replicas),
    sessions: new NatsSessions(bucket),
    lost: new NatsLostRanges(bucket),
    claims: new NatsClaims(bucket),
    instances,
  };
}
