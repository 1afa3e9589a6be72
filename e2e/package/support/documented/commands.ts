import { readdirSync, readFileSync } from 'node:fs';

/** Blocks of commands in Markdown. */
const BLOCK = /^```sh\n(.*?)^```/gms;
/** A comment to the end of the line: what follows a hash that is no part of a word. */
const COMMENT = /(?:^|\s+)#.*$/;

/** A command that a document tells its reader to run. */
export interface DocumentedCommand {
  /** The file of the document. */
  document: string;
  /** The line, with those that it continues on, without comments. */
  command: string;
  /** The lines before it in its block that set variables for it. */
  exports: readonly string[];
}

/** Every command of the documents on the site, in the order in which they are read. */
export function documentedCommands(): DocumentedCommand[] {
  return documents().flatMap((document) => {
    const blocks = readFileSync(document, 'utf8').matchAll(BLOCK);
    return Array.from(blocks, ([, block = '']) => commandsOf(document, block)).flat();
  });
}

function documents(): string[] {
  const folders = ['docs', 'docs/decisions'];
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
  return ['README.md', ...files.filter((file) => file.endsWith('.md')).toSorted()];
}

function commandsOf(document: string, block: string): DocumentedCommand[] {
  const lines = block.replaceAll(/\\\n\s*/g, '').split('\n');
  const commands = lines.map((line) => line.replace(COMMENT, '').trim()).filter(Boolean);
  const isExport = (command: string): boolean => command.startsWith('export ');
  return commands
    .map((command, index) => ({ document, command, exports: commands.slice(0, index).filter(isExport) }))
    .filter(({ command }) => !isExport(command));
}
