import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { ROUTES } from '#contract';
import { FILE_VARIABLE, VARIABLE_NAMES } from '../../apps/server/configuration/variables/variables.ts';
import { SHUTDOWN_STEPS } from '../../libs/shutdown/shutdown-steps.ts';

const read = (path: string): string => readFileSync(path, 'utf8');

const files = readdirSync('deploy', { recursive: true, encoding: 'utf8' })
  .map((name) => join('deploy', name))
  .filter((path) => statSync(path).isFile());

describe('the files for deployment', () => {
  it('name only settings that the server knows', () => {
    const known = new Set<string>([...VARIABLE_NAMES, FILE_VARIABLE.name]);
    const named = ['Dockerfile', ...files].flatMap(
      (path) => read(path).match(/\bCROWSNEST_[A-Z_]+\b/g) ?? [],
    );
    expect(named).toContain('CROWSNEST_PEER_URL');
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('have a Dockerfile without a fault', () => {
    expect(validate(read('Dockerfile'))).toEqual([]);
    expect(validate('FROM node:26\nRUNN true')).toHaveLength(1);
  });

  it('give the server longer to shut down than its steps take', () => {
    const seconds = (path: string, setting: RegExp): number => Number(setting.exec(read(path))?.[1]);
    const needed = SHUTDOWN_STEPS.reduce((sum, { deadlineMs }) => sum + deadlineMs, 0) / 1_000;
    const given = [
      seconds('deploy/compose/compose.yaml', /stop_grace_period: (\d+)s/),
      seconds('deploy/compose/cluster.yaml', /stop_grace_period: (\d+)s/),
      seconds('deploy/systemd/crowsnest.service', /TimeoutStopSec=(\d+)s/),
      seconds('deploy/helm/crowsnest/values.yaml', /shutdownSeconds: (\d+)/),
    ];
    for (const grace of given) expect(grace).toBeGreaterThan(needed);
  });

  it('have a chart with a value for each that its templates use, as its schema allows', () => {
    const values = parse(read('deploy/helm/crowsnest/values.yaml')) as Record<string, unknown>;
    const templates = files.filter((path) => path.includes('helm/crowsnest/templates'));
    const used = templates.flatMap((path) =>
      Array.from(read(path).matchAll(/\.Values\.([\w.]+)/g), ([, name = '']) => name),
    );
    const valueAt = (path: string): unknown =>
      path
        .split('.')
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], values);
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((path) => valueAt(path) === undefined)).toEqual([]);
    const isValid = new Ajv({ strictTypes: false }).compile(
      JSON.parse(read('deploy/helm/crowsnest/values.schema.json')) as object,
    );
    // The Secret has to be named; everything else has a default.
    expect(isValid({ ...values, configSecret: 'crowsnest' })).toBe(true);
    expect(isValid({ ...values, configSecret: '' })).toBe(false);
    // A variable that the chart sets itself would stand twice in the pod, or lead the probes elsewhere.
    const withSetting = (name: string): boolean =>
      isValid({ ...values, configSecret: 'crowsnest', settings: { [name]: '1' } });
    const set = read('deploy/helm/crowsnest/templates/_pod.tpl').matchAll(/^- name: (CROWSNEST_\w+)$/gm);
    const names = Array.from(set, ([, name = '']) => name).filter((name) => name !== 'CROWSNEST_PEER_URL');
    expect(names).toContain('CROWSNEST_LOG');
    expect([...names, 'PORT'].filter(withSetting)).toEqual([]);
    expect(['HOST', 'CROWSNEST_PATH', 'CROWSNEST_PEER_URL', 'NODE_EXTRA_CA_CERTS'].every(withSetting)).toBe(
      true,
    );
  });

  it('ask for the health of the server where it tells it', () => {
    const probes =
      read('deploy/helm/crowsnest/templates/_pod.tpl').match(/"crowsnest.probe" \(list \. "(\w+)"\)/g) ?? [];
    expect(probes.map((probe) => `/health/${/"(\w+)"\)/.exec(probe)?.[1]}`)).toEqual([
      ROUTES.healthLive,
      ROUTES.healthLive,
      ROUTES.healthReady,
    ]);
    expect(read('Dockerfile')).toContain(`${ROUTES.healthLive}\``);
    expect(read('deploy/caddy/Caddyfile')).toContain(`health_uri ${ROUTES.healthReady}`);
  });

  it('run the major version of Node.js that the suites run on', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    expect(/^ARG NODE=node:(\d+)-/m.exec(read('Dockerfile'))?.[1]).toBe(dependencies.node.split('.')[0]);
  });

  it('give Redis the user that the documentation describes', () => {
    const documented = /^ACL SETUSER (crowsnest .*)$/m.exec(read('docs/instances.md'))?.[1] ?? 'none';
    const rule = /^user (crowsnest .*)$/m.exec(read('deploy/compose/redis.example.acl'))?.[1];
    expect(rule?.replace('REPLACE-WITH-A-PASSWORD', 'PASSWORD')).toBe(`${documented} +info`);
  });
});
