// What the routes take and answer: from the types of the contract, the schemas of the server, and a few words here.
import { z } from 'zod';
import { SILENCE_FORM } from '../../dist/libs/alerts/routes/forms.js';
import { ALERT_RULE } from '../../dist/libs/alerts/rules/alert-rules.js';

/** The bodies that the server checks with schemas, by `METHOD /path`. A rule may leave out its name where the path has it. */
const CHECKED_BODIES = {
  'POST /alerts/silences': schemaOf(SILENCE_FORM),
  'PUT /alerts/rules/:name': withoutNeedOf('name', schemaOf(ALERT_RULE)),
  'POST /alerts/preview': withoutNeedOf('name', schemaOf(ALERT_RULE)),
};

/** Answers that are no JSON of the contract: their status, what they are, and their forms. */
const OTHER_ANSWERS = {
  'GET /events': [200, 'The stream.', 'text/event-stream'],
  'GET /history/export': [200, 'The events.', 'application/x-ndjson', 'text/csv'],
  'GET /metrics': [200, 'The metrics.', 'text/plain', 'application/openmetrics-text'],
  'GET /dashboard': [200, 'The console.', 'text/html'],
  'GET /dashboard/:path': [200, 'The console, or a file of it.', 'text/html', '*/*'],
  'POST /admin/mcp': [200, 'The answer, in JSON-RPC.', 'application/json', 'text/event-stream'],
  'GET /admin/mcp': [405, 'There is no stream.', 'application/json'],
  'DELETE /admin/mcp': [405, 'There is no session.', 'application/json'],
  'DELETE /auth/session': [204, 'Signed out.'],
  'GET /auth/oidc/:provider': [302, 'To the provider.'],
  'GET /auth/oidc/:provider/callback': [302, 'To the page where the browser was.'],
  'GET /auth/oidc/:provider/sign-out': [302, 'To the provider.'],
};
const MEANINGS = { 202: 'Accepted.' };

/** Routes that people open in a browser: their errors may be pages. */
const PAGES = /^GET \/(?:dashboard|auth\/oidc)(?:\/|$)/;

/** Bodies without which a request is refused. Those of other commands are a reason, which may be missing. */
const REQUIRED = new Set(['POST /ingest', ...Object.keys(CHECKED_BODIES)]);

/** Adds bodies, answers and errors to the operation of a route, from the schemas of the wire. */
export function addContents(operation, route, { answers, bodies, error }) {
  const body = CHECKED_BODIES[route] ?? bodies[route];
  if (body) operation.requestBody = { required: REQUIRED.has(route), content: jsonOf(body) };
  const [status] = Object.keys(operation.responses);
  const content = { ...jsonOf(error), ...(PAGES.test(route) && { 'text/html': {} }) };
  const failed = { description: 'An error.', content };
  operation.responses = { ...successOf(route, status, answers[route]), default: failed };
}

function successOf(route, status, answer) {
  if (answer)
    return { [status]: { description: MEANINGS[status] ?? 'The answer.', content: jsonOf(answer) } };
  const other = OTHER_ANSWERS[route];
  if (!other) throw new Error(`${route} has no type in JsonAnswers of the contract. Add it there.`);
  const [code, description, ...forms] = other;
  const content = Object.fromEntries(forms.map((form) => [form, {}]));
  return { [code]: { description, ...(forms.length > 0 && { content }) } };
}

function jsonOf(schema) {
  return { 'application/json': { schema } };
}

function schemaOf(form) {
  const { $schema: _, ...schema } = z.toJSONSchema(form, { io: 'input' });
  return schema;
}

function withoutNeedOf(member, { oneOf, anyOf, ...schema }) {
  const forms = (oneOf ?? anyOf).map((form) => ({
    ...form,
    required: form.required.filter((name) => name !== member),
  }));
  return { ...schema, [oneOf ? 'oneOf' : 'anyOf']: forms };
}
