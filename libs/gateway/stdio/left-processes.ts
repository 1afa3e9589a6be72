import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { readPrivateFile } from '#edge';
import { endRestOfGroup } from './process-group.ts';
import { isSame } from './process-identity.ts';
import { RECORD_NAME, RecordedProcesses } from './process-record.ts';

/**
 * Ends the processes that servers with this data folder have started and left behind, because they were killed. A process
 * whose number belongs to another one by now is left alone, and so are those of a server that runs.
 */
export async function endLeftProcesses(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => RECORD_NAME.test(name)).map((name) => join(folder, name));
  await Promise.all(files.map((file) => endProcessesOf(file)));
}

async function endProcessesOf(file: string): Promise<void> {
  const logger = new Logger('Gateway');
  try {
    const text = readPrivateFile(file);
    if (text === undefined) return;
    const { server, started } = RecordedProcesses.parse(JSON.parse(text));
    if (isSame(server)) return;
    const left = started.filter(isSame);
    if (left.length > 0)
      logger.warn(`Ends ${left.length} processes of upstream servers that were left behind.`);
    await Promise.all(left.map(({ pid }) => endRestOfGroup(pid)));
    await rm(file, { force: true });
  } catch (error) {
    logger.warn(`What ${file} says of processes left behind is not looked at: ${(error as Error).message}`);
  }
}
