import { once } from 'node:events';
import { createServer } from 'node:net';

/** Whether a port of an address can be listened on. */
export async function isPortFree(port: number, host: string): Promise<boolean> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
