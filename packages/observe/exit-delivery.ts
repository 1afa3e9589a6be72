import { spawnSync } from 'node:child_process';
import type { Destination } from './reporting/delivery.ts';

/** Milliseconds that the end of a process may wait. */
const LAST_MS = 1_000;

/** Reads what to send from its standard input: others can see arguments. */
const SEND = `
  let input = '';
  process.stdin.setEncoding('utf8').on('data', (chunk) => (input += chunk)).on('end', () => {
    const { url, key, body } = JSON.parse(input);
    const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' };
    fetch(url, { method: 'POST', headers, body }).catch(() => {});
  });
`;

/** Sends a body while the process ends, and waits for it: nothing asynchronous happens any more by then. */
export function deliverAtExit({ ingestUrl, key }: Destination, body: string): void {
  spawnSync(process.execPath, ['-e', SEND], {
    input: JSON.stringify({ url: ingestUrl.href, key, body }),
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: LAST_MS,
    windowsHide: true,
  });
}
