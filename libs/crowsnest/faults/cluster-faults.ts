import { isOrigin, SECRET } from '#edge';
import { isSharedLog } from '#events';
import type { CrowsnestOptions } from '../crowsnest-options.ts';
import type { OptionFault } from '../options-error.ts';

/** Minimum length of the cluster secret: who guesses it may act as any agent and admin. */
const SHORTEST_SECRET = 16;

const URL_REMEDY =
  'Give the scheme, host and port at which the other instances reach this one, such as "http://10.0.0.5:3000".';
const SECRET_REMEDY =
  'Give every instance the same text of 16 characters or more, without blanks and commas; `openssl rand -hex 32` makes a good one.';

/** Returns the faults of what instances need to reach each other. The texts contain no secret. */
export function clusterFaults({ cluster, events }: CrowsnestOptions): OptionFault[] {
  const secret = cluster?.secret;
  const url = events?.instance?.peerUrl;
  const faults: OptionFault[] = [];
  if (secret !== undefined && !isSecret(secret))
    faults.push({
      option: 'cluster.secret',
      problem: `is not a text of ${SHORTEST_SECRET} characters or more that a header can carry`,
      remedy: SECRET_REMEDY,
    });
  if (url !== undefined && !(typeof url === 'string' && isOrigin(url)))
    faults.push({
      option: 'events.instance.peerUrl',
      problem: 'is not an http or https URL without path, query and user',
      remedy: URL_REMEDY,
    });
  return [...faults, ...missingPart(secret, url), ...embeddedLog(events?.log, secret, url)];
}

function isSecret(secret: unknown): boolean {
  return typeof secret === 'string' && secret.length >= SHORTEST_SECRET && SECRET.test(secret);
}

/** Each needs the other. */
function missingPart(secret: unknown, url: unknown): OptionFault[] {
  if (secret !== undefined && url === undefined)
    return [
      { option: 'events.instance.peerUrl', problem: 'is missing beside cluster.secret', remedy: URL_REMEDY },
    ];
  if (secret === undefined && url !== undefined)
    return [
      {
        option: 'cluster.secret',
        problem: 'is missing beside events.instance.peerUrl',
        remedy: SECRET_REMEDY,
      },
    ];
  return [];
}

function embeddedLog(log: string | undefined, secret: unknown, url: unknown): OptionFault[] {
  if ((secret === undefined && url === undefined) || (log !== undefined && isSharedLog(log))) return [];
  const option = secret === undefined ? 'events.instance.peerUrl' : 'cluster.secret';
  const problem = 'is of no use with a log that belongs to one process';
  return [{ option, problem, remedy: 'Use a log in Redis or NATS, or leave the option out.' }];
}
