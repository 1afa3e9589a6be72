import type { ToolErrorKind } from '../events/tool-events.ts';
import { countedNameOf } from '../events/counted-name.ts';
import { normalisedMessage } from './normalised-message.ts';

/** What failures have in common that are alike. */
export interface FailureGroup {
  /** The name under which the tool is counted. */
  readonly tool: string;
  readonly kind: ToolErrorKind;
  /** The message without its variable parts, as `normalisedMessage` returns it. */
  readonly message: string;
}

/** The members of a `tool:error` that its group follows from. */
interface Failure {
  tool: string;
  offered?: false;
  kind: ToolErrorKind;
  error: string;
}

/** Returns the group of a failure. It depends on that failure alone. */
export function failureGroupOf(failure: Failure): FailureGroup {
  const { kind, error } = failure;
  return { tool: countedNameOf(failure), kind, message: normalisedMessage(error) };
}

/** Returns the key of a group, which filters name it by: a hash of 53 bits, in at most eleven letters and digits. */
export function groupKeyOf({ tool, kind, message }: FailureGroup): string {
  return hashOf(JSON.stringify([tool, kind, message])).toString(36);
}

/** cyrb53, a hash in the public domain: two multiplicative hashes of 32 bits that are mixed at the end. */
function hashOf(text: string): number {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x9e3779b1);
    two = Math.imul(two ^ unit, 0x5f356495);
  }
  const mixed = [mix(one, two), mix(two, one)] as const;
  return 0x1_0000_0000 * (mixed[1] & 0x1fffff) + (mixed[0] >>> 0);
}

function mix(hash: number, other: number): number {
  return Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
}
