import { z } from 'zod';

const Text = z.string().max(300);

/** What an instance says of itself to another one. */
export const Greeting = z.object({
  /** The id of the instance. */
  instance: Text,
  /** What time it has: milliseconds since 1970. */
  time: z.number(),
  /** The fingerprints of the settings that all instances have to share, by their names. */
  settings: z.record(Text, Text),
});
export type Greeting = z.infer<typeof Greeting>;

/** A greeting of this instance and the answer of another one. */
export interface Greeted {
  own: Greeting;
  /** The URL at which the others reach this instance. */
  ownUrl: string | undefined;
  peer: { instance: string; url: string };
  answer: Greeting;
  /** How far the clock of the other instance is ahead, in milliseconds. */
  aheadMs: number;
}

/** Milliseconds by which two clocks may differ. The network and the scheduler make up less. */
const CLOCK_MS = 30_000;

/** What an operator has to mend, as sentences. They contain no secret. */
export function faultsOf(greeted: Greeted): string[] {
  const wrongUrl = urlFaultOf(greeted);
  if (wrongUrl !== undefined) return [wrongUrl];
  return [...settingFaultsOf(greeted), ...clockFaultsOf(greeted)];
}

const URL_REMEDY = 'Give each instance a CROWSNEST_PEER_URL that leads to itself alone.';

function urlFaultOf({ own, ownUrl, peer, answer }: Greeted): string | undefined {
  const { instance, url } = peer;
  if (answer.instance === own.instance)
    return `The CROWSNEST_PEER_URL of instance ${instance}, ${url}, leads to this instance, so no request can be handed over to that one. ${URL_REMEDY}`;
  if (answer.instance !== instance)
    return `The CROWSNEST_PEER_URL of instance ${instance}, ${url}, leads to instance ${answer.instance}. ${URL_REMEDY}`;
  if (url === ownUrl)
    return `Instance ${instance} has the CROWSNEST_PEER_URL of this instance, ${url}, and answers there in its place. ${URL_REMEDY}`;
  return undefined;
}

function settingFaultsOf({ own, peer, answer }: Greeted): string[] {
  // An instance of another version may not know a setting.
  const differing = Object.entries(own.settings).filter(
    ([name, fingerprint]) => (answer.settings[name] ?? fingerprint) !== fingerprint,
  );
  return differing.map(
    ([name]) =>
      `Instance ${peer.instance} has other ${name} than this one, so what one lets in the other refuses. Give all instances the same.`,
  );
}

function clockFaultsOf({ peer, aheadMs }: Greeted): string[] {
  if (Math.abs(aheadMs) < CLOCK_MS) return [];
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  const relation = aheadMs > 0 ? 'ahead of' : 'behind';
  return [
    `The clock of instance ${peer.instance} is ${seconds} s ${relation} that of this one. The order of events and the counters stay right, their times do not. Synchronize the clocks of both hosts.`,
  ];
}
