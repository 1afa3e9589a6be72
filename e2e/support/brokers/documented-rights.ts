import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../environment/temporary-folder.ts';

/** The password of the user that the documentation describes. */
export const PASSWORD = 'open-sesame';

/** Options of a Redis server with the user of the documentation, who may use the logs of all prefixes. */
export async function redisUser(): Promise<string[]> {
  const rule = /^ACL SETUSER (crowsnest .*)$/m.exec(await documentation())?.[1] ?? '';
  return ['--user', ...rule.replace('PASSWORD', PASSWORD).replace('{crowsnest}', '{*}').split(' ')];
}

/** Options of a NATS server with the user of the documentation, who may use the logs of all prefixes. */
export async function natsUser(): Promise<string[]> {
  const block = /^authorization \{.*?^\}$/ms.exec(await documentation())?.[0] ?? '';
  const path = join(await temporaryFolder(), 'nats.conf');
  const configuration = block.replace('PASSWORD', `"${PASSWORD}"`).replaceAll('"crowsnest.', '"*.');
  await writeFile(path, configuration.replace('$KV.crowsnest.', '$KV.*.'));
  return ['--config', path];
}

function documentation(): Promise<string> {
  return readFile('docs/instances.md', 'utf8');
}
