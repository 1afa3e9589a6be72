import { readFileSync } from 'node:fs';
import { connectLegacyClient, connectModernClient } from '#testing';
import type { Upstreams } from '#gateway';
import { describeWithProgram } from '../support/brokers/broker-server.ts';
import { HttpFaultServer } from '../support/fault-server/http-fault-server.ts';
import { ScriptedTools } from '../support/handlers/scripted-tools.ts';
import { readStats } from '../support/server/admin-api.ts';
import { startApplication } from '../support/server/test-application.ts';
import { PROMETHEUS, PrometheusServer } from './prometheus-server.ts';

const METRICS_TOKEN = 'reads-the-metrics-and-nothing-else';

const inOrder = (a = '', b = ''): number => (a < b ? -1 : 1);

/** The queries of the dashboard, with values for its variables. */
function dashboardQueries(): string[] {
  const dashboard = JSON.parse(readFileSync('deploy/grafana/crowsnest.json', 'utf8')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return queries.map((query) => query.replaceAll('$job', 'crowsnest').replaceAll('$__rate_interval', '1m'));
}

/** The metrics that the dashboard and the alerts name, as they are exported. */
function namedMetrics(): Set<string> {
  const texts = [...dashboardQueries(), readFileSync('deploy/prometheus/alerts.yml', 'utf8')];
  const names = texts.join('\n').match(/\b(?:crowsnest|mcp|nodejs|process)_\w*[a-z](?=[{[ )])/g) ?? [];
  return new Set(
    names
      .filter((name) => name !== 'mcp_method_name')
      .map((name) => name.replace(/_(bucket|count|sum)$/, '')),
  );
}

/** The metrics that the documentation lists. */
function documentedMetrics(): string[] {
  const lines = readFileSync('docs/observe.md', 'utf8').split('\n');
  const rows = lines.filter((line) => /^\| `(?:crowsnest|mcp|nodejs|process)_/.test(line));
  return rows.flatMap((row) => row.split('|')[1]?.match(/\b(?:crowsnest|mcp|nodejs|process)_\w*/g) ?? []);
}

describe('the dashboard, the alerts and the documentation of the metrics', () => {
  it('name the metrics that a server has, and the documentation all of them', async () => {
    const { app, origin } = await startApplication([], { telemetry: { metricsToken: METRICS_TOKEN } });
    try {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      const text = await (await fetch(`${origin}/metrics`, { headers })).text();
      const exported = new Set(Array.from(text.matchAll(/^# TYPE (\w+) /gm), ([, name]) => name));
      expect([...namedMetrics()].filter((name) => !exported.has(name))).toEqual([]);
      expect(namedMetrics().size).toBeGreaterThan(20);
      // `process_*` are documented together.
      const ofServer = [...exported].filter((name) => !name?.startsWith('process_'));
      expect(
        documentedMetrics()
          .filter((name) => name !== 'process_')
          .toSorted(inOrder),
      ).toEqual(ofServer.toSorted(inOrder));
    } finally {
      await app.close();
    }
  });
});

function suite(): void {
  it('reads the metrics, evaluates the alerts, and answers every query of the dashboard', async () => {
    const upstream = new HttpFaultServer();
    const upstreams: Upstreams = { notes: { url: await upstream.listen(), era: 'legacy' } };
    const { app, origin } = await startApplication([ScriptedTools], {
      telemetry: { metricsToken: METRICS_TOKEN },
      upstreams,
    });
    const agent = await connectModernClient(app);
    for (let a = 0; a < 3; a += 1) await agent.callTool({ name: 'add', arguments: { a, b: 1 } });
    await agent.callTool({ name: 'decline' });
    const behind = await connectLegacyClient(`${origin}/mcp/notes`);
    upstream.fault = 'reset';
    await behind.callTool({ name: 'look-up' }).catch(() => undefined);
    const prometheus = await PrometheusServer.start(origin, METRICS_TOKEN);
    try {
      const sum = await prometheus.query('sum(crowsnest_tool_calls_total)');
      expect(Number(sum[0]?.value[1])).toBe((await readStats(origin)).totalToolCalls);
      // A rate needs two scrapes.
      await prometheus.query('sum(rate(crowsnest_tool_calls_total[1m]))');
      for (const query of dashboardQueries()) await prometheus.query(query);
      const alerts = readFileSync('deploy/prometheus/alerts.yml', 'utf8').matchAll(/alert: (\w+)/g);
      expect(await prometheus.alerts()).toEqual(Array.from(alerts, ([, name]) => name));
    } finally {
      await prometheus.stop();
      await agent.close();
      await behind.close();
      await app.close();
      upstream.close();
    }
  });
}

describeWithProgram(PROMETHEUS, 'Prometheus with the files for it', suite, '--version');
