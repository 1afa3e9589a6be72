import type { EventId } from '#contract';
import type { PayloadPlace } from '../../encoding/payload-beside.ts';

/** The names of one log in NATS. */
export interface NatsNames {
  /** The stream of events. */
  stream: string;
  /** The subjects of all events. */
  subjects: string;
  /** The subject of the events of a process. */
  subjectOf: (producer: string) => string;
  /** The stream of payloads. */
  payloadStream: string;
  /** The subjects of all payloads. */
  payloadSubjects: string;
  /** The subject of a payload. */
  payloadSubject: (place: PayloadPlace) => string;
  /** The stream of audited events. */
  auditStream: string;
  /** The subjects of all audited events. */
  auditSubjects: string;
  /** The subject of an audited event. */
  auditSubject: (id: EventId) => string;
  /** The bucket of what the log keeps beside its events. */
  bucket: string;
  /** The stream that holds the bucket. */
  bucketStream: string;
  /** The subject of a key in the bucket. */
  keySubject: (key: string) => string;
}

/** The names of the log with a prefix. */
export function namesOf(prefix: string): NatsNames {
  return {
    stream: prefix,
    subjects: `${prefix}.events.*`,
    subjectOf: (producer) => `${prefix}.events.${producer}`,
    payloadStream: `${prefix}_payloads`,
    payloadSubjects: `${prefix}.payloads.>`,
    payloadSubject: ({ callId, part }) => `${prefix}.payloads.${keyPart(callId)}.${part}`,
    auditStream: `${prefix}_audit`,
    auditSubjects: `${prefix}.audit.*`,
    auditSubject: (id) => `${prefix}.audit.${id}`,
    bucket: prefix,
    bucketStream: `KV_${prefix}`,
    keySubject: (key) => `$KV.${prefix}.${key}`,
  };
}

/** A part of a key for any text: keys allow few characters. */
export function keyPart(text: string): string {
  return Buffer.from(text).toString('base64url');
}
