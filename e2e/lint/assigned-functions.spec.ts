import { spawnSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { temporaryFolder } from '../support/environment/temporary-folder.ts';

const OXLINT = resolve('node_modules/oxlint/bin/oxlint');
const RULE = 'call-path(no-assigned-function)';

/** The names of the rules that a file breaks which lies here in a project with the configuration of this one. */
async function brokenRules(path: string, text: string): Promise<string[]> {
  const project = await temporaryFolder();
  await cp('.oxlintrc.json', join(project, '.oxlintrc.json'));
  await cp('scripts/lint', join(project, 'scripts/lint'), { recursive: true });
  await mkdir(join(project, dirname(path)), { recursive: true });
  await writeFile(join(project, path), text);
  const { stdout } = spawnSync(process.execPath, [OXLINT, '--format=json', path], {
    cwd: project,
    encoding: 'utf8',
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  return diagnostics.map(({ code }) => code);
}

const about = (assignment: string): string => `export function listen(target: Target): void {
  ${assignment}
}

interface Target {
  send: () => void;
}
`;

describe('the rule about functions on the path of a call', () => {
  it.each([
    ['an arrow function', 'target.send = () => undefined;'],
    ['a function', 'target.send = function () {};'],
    ['an async function', 'target.send = async () => undefined;'],
    ['a function for a property that may have one', 'target.send ??= () => undefined;'],
    ['a function with a type', 'target.send = (() => undefined) as () => void;'],
    ['a function at a computed key', "target['send'] = () => undefined;"],
  ])('refuses, where it is assigned to a property, %s', async (_, assignment) => {
    expect(await brokenRules('libs/mcp/listen.ts', about(assignment))).toContain(RULE);
    expect(await brokenRules('packages/observe/listen.ts', about(assignment))).toContain(RULE);
  });

  it.each([
    ['a function in a variable', 'const send = () => undefined; target.send = send;'],
    ['an object literal with a function', 'Object.assign(target, { send: () => undefined });'],
  ])('accepts %s', async (_, assignment) => {
    expect(await brokenRules('libs/mcp/listen.ts', about(assignment))).not.toContain(RULE);
  });

  it('leaves specs, suites and applications alone', async () => {
    const text = about('target.send = () => undefined;');
    for (const path of ['libs/mcp/listen.spec.ts', 'e2e/mcp/listen.ts', 'apps/cli/listen.ts'])
      expect(await brokenRules(path, text)).not.toContain(RULE);
  });
});
