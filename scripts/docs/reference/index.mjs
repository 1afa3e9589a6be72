// The pages of the reference, each made from what it is about.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tasks/project.mjs';
import { routeMeanings } from '../route-meanings.mjs';
import { serverFacts } from '../server-facts.mjs';
import { configurationFileSchema, configurationPage } from './configuration.mjs';
import { errorsPage } from './errors.mjs';
import { eventsPage } from './events.mjs';
import { metricsPage } from './metrics.mjs';
import { routesPage } from './routes.mjs';

/** The pages by path, and the files that the site offers beside them by name. */
export async function referenceOf(version) {
  const meanings = routeMeanings(readFileSync(join(ROOT, 'docs/http.md'), 'utf8'));
  const { openApi, metrics } = await serverFacts(version, meanings);
  return {
    pages: [
      ['reference/configuration', configurationPage()],
      ['reference/events', eventsPage()],
      ['reference/routes', routesPage(openApi)],
      ['reference/metrics', metricsPage(metrics)],
      ['reference/errors', errorsPage()],
    ],
    files: [
      ['crowsnest.schema.json', configurationFileSchema()],
      ['openapi.json', JSON.stringify(openApi, undefined, 2)],
    ],
  };
}
