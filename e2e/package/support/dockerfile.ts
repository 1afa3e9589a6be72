import { readFileSync } from 'node:fs';

/** What the last stage of the Dockerfile says, with the lines that are continued joined. */
const text = readFileSync('Dockerfile', 'utf8').replaceAll(/\\\n\s*/g, ' ');
const lastStage = text.slice(text.lastIndexOf('\nFROM '));

/** The list that an instruction of the image has, such as `CMD`. */
function listOf(instruction: RegExp): string[] {
  return JSON.parse(instruction.exec(lastStage)?.[1] ?? 'null') as string[];
}

/** The image that the Dockerfile describes. */
export const IMAGE = {
  /** The installation of what it needs at run time, as `npm` takes it. */
  install: /^RUN npm (ci --omit=dev.*)$/m.exec(text)?.[1]?.split(' ') ?? [],
  /** What is copied into it, by its place there: the path in the repository or build. */
  copies: Object.fromEntries(
    Array.from(lastStage.matchAll(/^COPY --from=\w+ \/build\/(\S+) (\S+)$/gm), ([, from = '', to = '']) => [
      to,
      from,
    ]),
  ),
  user: Number(/^USER (\d+):/m.exec(lastStage)?.[1]),
  command: [...listOf(/^ENTRYPOINT (.*)$/m), ...listOf(/^CMD (.*)$/m)],
  healthCheck: listOf(/^HEALTHCHECK .* CMD (.*)$/m),
};
